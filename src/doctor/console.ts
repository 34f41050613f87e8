import type { Config } from '../config/config.ts';
import { type Finding, fault, ok } from './finding.ts';
import type { Machine } from './machine.ts';
import { usedPorts } from './ports.ts';

/** Lines of the kernel's start: the running one, then the files of today's and of older Raspberry Pi OS. */
const COMMAND_LINES = ['/proc/cmdline', '/boot/firmware/cmdline.txt', '/boot/cmdline.txt'];
const UNITS = ['/etc/systemd/system/getty.target.wants', '/run/systemd/generator/getty.target.wants'];

/** Whether the machine's own console sits on a UART that a device of the branch is wired to. */
export function examineConsole(config: Config, machine: Machine): readonly Finding[] {
  return usedPorts(config).flatMap(({ path, users }) => {
    const real = machine.realPath(path) ?? path;
    if (!/^\/dev\/tty(?:AMA|S)\d+$/.test(real)) return [];
    const where = `${users}, ${path}`;
    const line = real.replace('/dev/', '');
    const found = [...kernel(machine, line, where), ...login(machine, line, where)];
    return found.length > 0 ? found : [ok('console/ok', where, `neither kernel nor login use ${line}`)];
  });
}

function kernel(machine: Machine, line: string, where: string): readonly Finding[] {
  const names = [line, ...['serial0', 'serial1'].filter((name) => machine.realPath(`/dev/${name}`) === `/dev/${line}`)];
  const file = COMMAND_LINES.find((path) =>
    (machine.text(path) ?? '').split(/\s+/).some((word) => names.some((name) => isConsole(word, name))),
  );
  if (file === undefined) return [];
  const next = 'sudo raspi-config nonint do_serial_cons 1 (or take console=… out of cmdline.txt), and start it again';
  return [fault('console/kernel', where, `the kernel writes its messages to ${line}: ${file} says so`, next)];
}

/** `console=ttyAMA0,115200`. */
function isConsole(word: string, line: string): boolean {
  return word === `console=${line}` || word.startsWith(`console=${line},`);
}

function login(machine: Machine, line: string, where: string): readonly Finding[] {
  const unit = `serial-getty@${line}.service`;
  if (!UNITS.some((folder) => machine.list(folder).includes(unit))) return [];
  const next = `sudo systemctl disable --now ${unit}`;
  return [fault('console/login', where, `a login is offered on ${line} and answers the device`, next)];
}
