import { type Clock, type Millis, seconds, sleep } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { ConfigFiles } from '../config/files.ts';
import type { WireConfig } from '../config/schema/wire.ts';
import type { AnyDriver } from '../devices/driver.ts';
import type { LineSettings, WireFactory } from '../devices/wire/wire.ts';
import { messageOf } from '../errors.ts';
import { journalFiles } from '../journal/files.ts';
import { lockHolder } from '../journal/lock.ts';
import type { Connector } from '../mqtt/connection.ts';
import type { MqttSettings } from '../mqtt/mqtt.ts';
import { examineBroker } from './broker.ts';
import { examineClock } from './clock.ts';
import { examineConfiguration } from './configuration.ts';
import { examineConsole } from './console.ts';
import { askDevices } from './devices.ts';
import { type DiskTrial, examineDisk } from './disk.ts';
import { type Finding, fault, warning } from './finding.ts';
import { examineJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import { type Owner, ownerOf, type Unit } from './owner.ts';
import { examinePins } from './pins.ts';
import { examinePorts } from './ports.ts';
import { examineRights } from './rights.ts';
import { examineService, unitOf } from './service.ts';
import { toldDevices } from './told-devices.ts';

/** What the doctor looks with. */
export interface DoctorPorts {
  readonly machine: Machine;
  readonly files: ConfigFiles;
  readonly clock: Clock;
  readonly catalogue: readonly AnyDriver[];
  readonly connector: Connector;
  wires(wire: WireConfig, line: LineSettings): WireFactory;
  mqttSettings(config: Config, files: ConfigFiles): MqttSettings;
  syncs(folder: string): Promise<DiskTrial>;
}

/** No look may take longer; devices, disk and broker are looked at one after another and have limits of their own. */
export const CHECK_LIMIT: Millis = seconds(30);

interface Patient {
  readonly ports: DoctorPorts;
  readonly config: Config;
  readonly unit: Unit;
  readonly owner: Owner;
  readonly daemon: number | null;
}

/**
 * Looks at everything that a branch needs of its machine. Changes nothing; ends within {@link CHECK_LIMIT} for each look.
 *
 * @param file the branch file
 * @param onFindings called with what was found, part by part
 */
export async function examineBranch(
  file: string,
  ports: DoctorPorts,
  onFindings: (findings: readonly Finding[]) => void,
): Promise<readonly Finding[]> {
  const { machine, clock } = ports;
  const all: Finding[] = [];
  const look = async (part: string, run: () => readonly Finding[] | Promise<readonly Finding[]>): Promise<void> => {
    const found = await guarded(part, clock, run);
    all.push(...found);
    onFindings(found);
  };
  const unit = await unitOf(machine);
  const { config, findings } = examineConfiguration(file, ports.catalogue, ports.files);
  const owner = ownerOf(machine, unit);
  await look('configuration', () => {
    const closed = config ? examineRights(config, { machine, owner }) : [];
    // A sound file is not in order when the daemon may not read it.
    return [...findings.filter(({ mark }) => closed.length === 0 || mark !== 'ok'), ...closed];
  });
  if (!config) {
    await look('service', () => examineService(machine, unit, null));
    return all;
  }
  const daemon = daemonOf(config.journalDirectory, machine, unit);
  const patient = { ports, config, unit, daemon, owner };
  await look('user', () => rightToLook(patient));
  let bad: ReadonlySet<string> = new Set();
  await look('ports', () => {
    const ports = examinePorts(config, { machine, owner: patient.owner, daemon });
    bad = ports.bad;
    return ports.findings;
  });
  await look('console', () => examineConsole(config, machine));
  await look('devices', () => devices(patient, bad));
  await look('pins', () => examinePins(config, machine));
  await look('clock', () => examineClock(config, machine, clock.wall()));
  await look('disk', () => examineDisk(config, { machine, owner: patient.owner, clock, syncs: ports.syncs }));
  await look('journal', () => examineJournal(config.journalDirectory, { machine, owner }));
  const broker = {
    clock,
    connector: ports.connector,
    daemon,
    settings: (of: Config) => ports.mqttSettings(of, ports.files),
  };
  await look('broker', () => examineBroker(config, broker));
  await look('service', () => examineService(machine, unit, daemon));
  return all;
}

/** The process that writes the journal. Who may not look at its lock still hears of it from systemd. */
function daemonOf(directory: string, machine: Machine, unit: Unit): number | null {
  const holder = lockHolder(journalFiles(directory));
  if (holder !== null || machine.node(directory) === null || machine.mayEnter(directory)) return holder;
  return Number(unit?.MainPID) || null;
}

function devices({ ports, config, daemon }: Patient, bad: ReadonlySet<string>): Promise<readonly Finding[]> {
  const { machine, clock, wires } = ports;
  const isBad = (wire: WireConfig): boolean => wire.kind === 'serial' && bad.has(wire.path);
  if (daemon === null) return askDevices(config, { clock, wires, isBad });
  return Promise.resolve(toldDevices(config, { machine, daemon, wall: clock.wall(), isBad }));
}

function rightToLook({ ports, owner }: Patient): readonly Finding[] {
  const { uid } = ports.machine.self;
  if (uid === 0 || uid === owner.uid) return [];
  const what = `this is not run as root nor as ${owner.name}: who holds a port, and the journal, may stay unseen`;
  return [warning('doctor/not-root', `user ${uid}`, what, 'sudo lobbyd doctor …')];
}

/** A look that fails or hangs is a finding of its own; the others go on. */
async function guarded(
  part: string,
  clock: Clock,
  run: () => readonly Finding[] | Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const late = sleep(clock, CHECK_LIMIT).then(() => {
    const what = `it took longer than ${CHECK_LIMIT / 1_000} s and was given up`;
    return [fault('doctor/too-slow', part, what, 'something there hangs, often a disk or a driver: dmesg tells more')];
  });
  const done = (async () => run())().catch((caught: unknown) => [
    fault('doctor/stopped', part, messageOf(caught), 'as root it may go on; report it otherwise'),
  ]);
  return Promise.race([done, late]);
}
