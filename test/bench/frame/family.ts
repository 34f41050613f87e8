import { readdirSync, readFileSync } from 'node:fs';

/** A process as /proc tells it; times in ticks. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Ticks from the start of the machine to its own: with the pid, a name that is given once. */
  readonly started: number;
  /** CPU time that it has had, all threads. */
  readonly own: number;
  /** The same of the children that it has waited for, and of theirs. */
  readonly reaped: number;
}

/** All processes of the machine; without those that end while they are looked at. */
export function processesNow(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? processOf(Number(name)) : []));
}

/** One process, or none where it has ended. */
export function processOf(pid: number): readonly Process[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, the second field, may have blanks and brackets in it.
    const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ');
    const field = (number: number): number => Number(fields[number - 3]);
    const [own, reaped] = [field(14) + field(15), field(16) + field(17)];
    return [{ pid, parent: field(4), started: field(22), own, reaped }];
  } catch {
    return [];
  }
}

type Family = ReadonlyMap<number, Process>;

function grouped<Key>(all: readonly Process[], keyOf: (process: Process) => Key): ReadonlyMap<Key, readonly Process[]> {
  const groups = new Map<Key, Process[]>();
  for (const process of all) {
    const key = keyOf(process);
    const group = groups.get(key);
    if (group) group.push(process);
    else groups.set(key, [process]);
  }
  return groups;
}

/**
 * Follows a process and whatever descends from it, also what lost its parent in between, by looking now and then.
 * A browser's processes are waited for by nobody of its family: the kernel adds their time to none of it.
 *
 * @returns takes all processes of the machine, gives the CPU time that the family has had, in ticks
 */
export function followFamily(root: number): (all: readonly Process[]) => number {
  let known: Family = new Map();
  let unclaimed = 0;
  return (all) => {
    const now = familyIn(all, root, known);
    unclaimed += unclaimedBetween(known, now);
    known = now;
    return [...now.values()].reduce((sum, { own, reaped }) => sum + own + reaped, unclaimed);
  };
}

const isSame = (one: Process | undefined, other: Process): boolean => one?.started === other.started;

function familyIn(all: readonly Process[], root: number, known: Family): Family {
  const children = grouped(all, ({ parent }) => parent);
  const found = new Map<number, Process>();
  const add = (process: Process): void => {
    if (found.has(process.pid)) return;
    found.set(process.pid, process);
    for (const child of children.get(process.pid) ?? []) add(child);
  };
  for (const process of all) if (process.pid === root || isSame(known.get(process.pid), process)) add(process);
  return found;
}

/** CPU time of those that ended, as they were last seen, as far as nobody of the family has waited for them. */
function unclaimedBetween(before: Family, now: Family): number {
  const isGone = (process: Process): boolean => !isSame(now.get(process.pid), process);
  const ended = [...before.values()].filter(isGone);
  const heirOf = (process: Process): Process | null => {
    const parent = before.get(process.parent);
    return parent && isGone(parent) ? heirOf(parent) : (parent ?? null);
  };
  return [...grouped(ended, heirOf)].reduce((sum, [heir, left]) => {
    const claimed = heir ? (now.get(heir.pid)?.reaped ?? 0) - heir.reaped : 0;
    return sum + Math.max(0, left.reduce((ticks, { own, reaped }) => ticks + own + reaped, 0) - claimed);
  }, 0);
}
