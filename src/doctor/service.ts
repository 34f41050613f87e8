import { type Finding, fault, ok, warning } from './finding.ts';
import type { Machine } from './machine.ts';
import type { Unit } from './owner.ts';

const UNIT = 'lobbyd.service';
const PROPERTIES =
  'LoadState,ActiveState,SubState,Result,NRestarts,UnitFileState,NeedDaemonReload,MainPID,User,SupplementaryGroups';
/** More than this a day's work is not: something ends it again and again. */
const MANY_RESTARTS = 3;
/** `systemd-analyze security`: 0 is closed, 10 is open. */
const EXPOSED = 3;

/** Whether systemd runs this machine. */
export function hasSystemd(machine: Machine): boolean {
  return machine.node('/run/systemd/system') !== null;
}

/** What systemd says of the daemon's unit; null without systemd or without such a unit. */
export async function unitOf(machine: Machine): Promise<Unit> {
  if (!hasSystemd(machine)) return null;
  const said = await machine.run('systemctl', ['show', UNIT, `--property=${PROPERTIES}`]);
  const unit = Object.fromEntries(
    (said?.out ?? '').split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
  return unit.LoadState === 'loaded' ? unit : null;
}

/**
 * The daemon under systemd: installed, enabled, running, not restarted again and again, and closed in.
 *
 * @param daemon the daemon that writes the journal, as a process id
 */
export async function examineService(machine: Machine, unit: Unit, daemon: number | null): Promise<readonly Finding[]> {
  if (!hasSystemd(machine)) return [ok('service/ok', UNIT, 'this machine is not run by systemd: nothing to look at')];
  if (!unit) {
    const next = 'install the package, or copy the unit: then systemd starts the branch with the machine';
    return [warning('service/no-unit', UNIT, 'systemd knows no such unit', next)];
  }
  const found = [...state(unit, daemon), ...starts(unit), ...(await exposure(machine))];
  return found.length > 0 ? found : [ok('service/ok', UNIT, `${unit.ActiveState}, enabled, and closed in`)];
}

function state(unit: NonNullable<Unit>, daemon: number | null): readonly Finding[] {
  const look = 'journalctl -u lobbyd -n 50 tells why; then sudo systemctl restart lobbyd';
  if (unit.ActiveState === 'failed') {
    return [fault('service/failed', UNIT, `systemd gave it up: ${unit.Result}`, look)];
  }
  // It works on while it reads its files.
  if (unit.ActiveState === 'active' || unit.ActiveState === 'reloading') return [];
  const isElsewhere = daemon !== null && String(daemon) !== unit.MainPID;
  const what = isElsewhere
    ? `it does not run; the branch is run by process ${daemon}, which nobody starts again`
    : `it does not run (${unit.ActiveState}, ${unit.SubState})`;
  return [warning('service/not-running', UNIT, what, 'sudo systemctl start lobbyd')];
}

function starts(unit: NonNullable<Unit>): readonly Finding[] {
  const found: Finding[] = [];
  if (unit.UnitFileState !== 'enabled') {
    const what = 'it does not start with the machine';
    found.push(warning('service/not-enabled', UNIT, what, 'sudo systemctl enable lobbyd'));
  }
  if (unit.NeedDaemonReload === 'yes') {
    const what = 'the unit was changed, and systemd goes by what it was before';
    found.push(warning('service/reload-needed', UNIT, what, 'sudo systemctl daemon-reload'));
  }
  const restarts = Number(unit.NRestarts);
  if (restarts > MANY_RESTARTS) {
    const what = `systemd has started it again ${restarts} times by itself`;
    found.push(warning('service/restarts', UNIT, what, 'journalctl -u lobbyd -p warning tells what ended it'));
  }
  return found;
}

/** `→ Overall exposure level for lobbyd.service: 2.0 OK :-)` */
async function exposure(machine: Machine): Promise<readonly Finding[]> {
  const said = await machine.run('systemd-analyze', ['security', '--no-pager', UNIT]);
  const level = Number(/exposure level for \S+: ([\d.]+)/.exec(said?.out ?? '')?.[1] ?? Number.NaN);
  if (!(level > EXPOSED)) return [];
  const what = `systemd-analyze security gives it ${level} of 10: it may do more than it needs to`;
  const next = 'take the unit of the package; systemctl cat lobbyd shows what was added to it';
  return [warning('service/exposed', UNIT, what, next)];
}
