import type { Config } from '../config/config.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { type Holder, holdersOf, processNamed } from './holders.ts';
import type { Machine, Node } from './machine.ts';
import { groupName, mayUse, type Owner } from './owner.ts';

/** A serial port of the configuration with the devices and buses at it. */
export interface UsedPort {
  readonly path: string;
  /** Ids, for people. */
  readonly users: string;
}

/** Names that the kernel gives in the order in which it finds the adapters. */
const MOVING_NAME = /^\/dev\/tty(?:USB|ACM)\d+$/;
const UART = /^\/dev\/(?:serial\d|tty(?:AMA|S)\d+)$/;
const NAMES = ['/dev/serial/by-path', '/dev/serial/by-id', '/dev/lobby'];

/** The serial ports of a branch, in the order of the file, buses first. */
export function usedPorts(config: Config): readonly UsedPort[] {
  return [...config.buses, ...config.wireDevices].flatMap(({ id, wire }) =>
    wire.kind === 'serial' ? [{ path: wire.path, users: id }] : [],
  );
}

/** What {@link examinePorts} needs to know besides the configuration. */
export interface PortsCheck {
  readonly machine: Machine;
  readonly owner: Owner;
  /** The running daemon, which may hold its ports. */
  readonly daemon: number | null;
}

/** What became of the look at the ports. */
export interface PortsExamined {
  readonly findings: readonly Finding[];
  /** Paths that cannot be used as they are: nobody is asked over them. */
  readonly bad: ReadonlySet<string>;
}

/** Every serial port: there, a port, the daemon's to use, held by nobody else, named so that it stays. */
export function examinePorts(config: Config, check: PortsCheck): PortsExamined {
  const ports = usedPorts(config);
  const found = ports.map((port) => ({ path: port.path, finding: examine(port, check) }));
  const bad = found.filter(({ finding }) => finding.mark === 'fault').map(({ path }) => path);
  const findings = [...found.map(({ finding }) => finding), ...meddlers(ports, check.machine)];
  return { findings, bad: new Set(bad) };
}

function examine({ path, users }: UsedPort, { machine, owner, daemon }: PortsCheck): Finding {
  const where = `${users}, ${path}`;
  const node = machine.node(path);
  if (!node) return missing(machine, path, where);
  const real = machine.realPath(path) ?? path;
  if (node.kind !== 'character') {
    return fault('port/not-a-port', where, 'something else than a serial port has this name', `see ls -lL ${path}`);
  }
  if (!mayUse(owner, node)) return notAllowed({ machine, owner, node, where });
  const mine = new Set([machine.self.pid, ...(daemon === null ? [] : [daemon])]);
  const [holder] = holdersOf(machine, real, node, mine);
  if (holder) {
    const what = `process ${holder.pid} (${holder.name}) has this port open and takes bytes that are for lobbyd`;
    return fault('port/held', where, what, cureOf(holder, real));
  }
  const better = MOVING_NAME.test(path) ? otherNames(machine, real)[0] : undefined;
  if (better !== undefined) {
    const what = 'after the next start this name may belong to another adapter';
    return warning('port/moving-name', where, what, `write serial: ${better} in the branch file`);
  }
  return ok('port/ok', where, real === path ? 'there, free, and ours to use' : `${real}, free, and ours to use`);
}

function missing(machine: Machine, path: string, where: string): Finding {
  if (UART.test(path)) {
    const next = 'on a Raspberry Pi put enable_uart=1 into /boot/firmware/config.txt and start it again';
    return fault('port/missing', where, 'there is no such port', next);
  }
  const there = namesIn(machine);
  const next =
    there.length === 0
      ? 'plug the adapter in; no USB serial adapter is seen at all: lsusb and dmesg tell more'
      : `plug it in, or write one that is there into the branch file: ${there.join(' ')}`;
  return fault('port/missing', where, 'there is no such port: the adapter is out, or in another socket', next);
}

interface NotAllowed {
  readonly machine: Machine;
  readonly owner: Owner;
  readonly node: Node;
  readonly where: string;
}

function notAllowed({ machine, owner, node, where }: NotAllowed): Finding {
  const group = groupName(machine, node.gid);
  const isOfGroup = ((node.mode >> 3) & 6) === 6 && group !== 'root';
  const next = isOfGroup
    ? `sudo usermod -aG ${group} ${owner.name}, then sudo systemctl restart lobbyd`
    : `a udev rule must give it to a group: GROUP="dialout", MODE="0660", and ${owner.name} must be in it`;
  return fault('port/permission', where, `the daemon's user ${owner.name} may not read and write it`, next);
}

/** Programs that take serial ports by themselves, and how they are told not to. */
function cureOf({ pid, name }: Holder, real: string): string {
  const line = real.replace(/^\/dev\//, '');
  if (/^ModemManager/.test(name)) return 'it looks for modems: sudo systemctl disable --now ModemManager';
  if (/^brltty/.test(name)) return 'it looks for braille displays: sudo apt remove brltty';
  if (/^a?getty|^login/.test(name)) return `it offers a login there: sudo systemctl disable --now serial-getty@${line}`;
  return `end it (systemctl status ${pid} tells what started it), or give it another port`;
}

/** Programs that try every adapter that is plugged in. */
const MEDDLERS = [
  {
    name: 'ModemManager',
    id: 'port/modem-manager',
    what: 'ModemManager runs: it writes to every USB adapter that is plugged in, to see whether it is a modem',
    next: 'sudo systemctl disable --now ModemManager',
  },
  {
    name: 'brltty',
    id: 'port/brltty',
    what: 'brltty runs: it takes USB adapters with the chip CH340 for braille displays',
    next: 'sudo apt remove brltty',
  },
] as const;

function meddlers(ports: readonly UsedPort[], machine: Machine): readonly Finding[] {
  const isUsb = ports.some(({ path }) => /^\/dev\/tty(?:USB|ACM)/.test(machine.realPath(path) ?? path));
  if (!isUsb) return [];
  return MEDDLERS.flatMap(({ name, id, what, next }) => {
    const pid = processNamed(machine, name);
    return pid === null ? [] : [warning(id, `process ${pid}`, what, next)];
  });
}

function namesIn(machine: Machine): readonly string[] {
  return NAMES.flatMap((folder) => machine.list(folder).map((name) => `${folder}/${name}`));
}

/** Names of a port that stay its own. */
function otherNames(machine: Machine, real: string): readonly string[] {
  return namesIn(machine).filter((name) => machine.realPath(name) === real);
}
