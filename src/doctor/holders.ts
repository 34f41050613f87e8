import type { Machine, Node } from './machine.ts';

/** A process that has a port open. */
export interface Holder {
  readonly pid: number;
  /** As the kernel calls it, 15 characters at most. */
  readonly name: string;
}

/**
 * Who else has a port open. Reads /proc: other users' processes are seen by root alone, their locks by everybody.
 *
 * @param path the port's real name
 * @param mine processes that do not count: this one, the daemon
 */
export function holdersOf(machine: Machine, path: string, node: Node, mine: ReadonlySet<number>): readonly Holder[] {
  const pids = new Set(lockersOf(machine, node));
  // Whoever plays a device keeps the near side of its pseudo-terminal open, and reads nothing there: only a lock counts.
  if (!path.startsWith('/dev/pts/')) for (const pid of openersOf(machine, path)) pids.add(pid);
  return [...pids].filter((pid) => !mine.has(pid)).map((pid) => ({ pid, name: nameOf(machine, pid) }));
}

/** Whether a process of this name runs; its first id. */
export function processNamed(machine: Machine, name: string): number | null {
  return pidsOf(machine).find((pid) => machine.text(`/proc/${pid}/comm`)?.trim() === name) ?? null;
}

function nameOf(machine: Machine, pid: number): string {
  return machine.text(`/proc/${pid}/comm`)?.trim() || 'unknown';
}

function pidsOf(machine: Machine): readonly number[] {
  return machine
    .list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function* openersOf(machine: Machine, path: string): Generator<number> {
  for (const pid of pidsOf(machine)) {
    const folder = `/proc/${pid}/fd`;
    if (machine.list(folder).some((fd) => machine.link(`${folder}/${fd}`) === path)) yield pid;
  }
}

/** `flock(2)` in /proc/locks (proc(5)): `1: FLOCK  ADVISORY  WRITE 7641 00:19:5 0 EOF`. */
function* lockersOf(machine: Machine, { device, inode }: Node): Generator<number> {
  for (const line of (machine.text('/proc/locks') ?? '').split('\n')) {
    const [, kind, , , pid, place] = line.trim().split(/\s+/);
    if (kind === 'FLOCK' && place === `${device}:${inode}` && Number(pid) > 0) yield Number(pid);
  }
}
