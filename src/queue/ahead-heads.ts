import type { LineAhead, Player } from './ahead-leaps.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { Instant } from './rules.ts';

/**
 * Who stands first of the lines of counters that go by the kind of work and the arrival alone, kept while calls are played: a
 * call moves one line, and only where it was the first of its kind another has to be looked for.
 */
export interface Heads {
  readonly simple: Kind;
  readonly complex: Kind;
}

/** Lines of one kind of work. */
interface Kind {
  readonly lines: readonly LineAhead[];
  /** The line whose first came first; null: nobody stands in any. */
  first: LineAhead | null;
}

/** The heads of lines. */
export function headsOf(lines: readonly LineAhead[]): Heads {
  const kindOf = (isSimple: boolean): Kind => {
    const own = lines.filter((line) => line.isSimple === isSimple);
    return { lines: own, first: earliest(own) };
  };
  return { simple: kindOf(true), complex: kindOf(false) };
}

/** The heads that players keep, those of one group once. */
export function allHeads(players: readonly Player[]): readonly Heads[] {
  const all: Heads[] = [];
  for (const { heads } of players) if (heads && !all.includes(heads)) all.push(heads);
  return all;
}

/** People of a line were called. */
export function moveOn(all: readonly Heads[], line: LineAhead): void {
  for (const { simple, complex } of all) {
    const kind = line.isSimple ? simple : complex;
    if (kind.first === line) kind.first = earliest(kind.lines);
  }
}

/** Calls of any lines were taken back. */
export function lookAnew(all: readonly Heads[]): void {
  for (const { simple, complex } of all) {
    simple.first = earliest(simple.lines);
    complex.first = earliest(complex.lines);
  }
}

/** The same line as `lineByArrival` of a plain profile. */
export function lineByHeads(
  { prefersSimple, cap }: Pick<IndexedProfile, 'prefersSimple' | 'cap'>,
  { simple, complex }: Heads,
  now: Instant,
): LineAhead | null {
  const oldest = earlier(simple.first, complex.first);
  if (!oldest || prefersSimple === null || now - oldest.firstAt >= cap) return oldest;
  return (prefersSimple ? simple.first : complex.first) ?? oldest;
}

function earliest(lines: readonly LineAhead[]): LineAhead | null {
  let found: LineAhead | null = null;
  let at = Number.POSITIVE_INFINITY;
  for (let n = 0; n < lines.length; n += 1) {
    const line = lines[n];
    if (!line || line.firstAt > at) continue;
    if (line.firstAt === at && (!found || line.firstId > found.firstId)) continue;
    found = line;
    at = line.firstAt;
  }
  return found;
}

function earlier(a: LineAhead | null, b: LineAhead | null): LineAhead | null {
  if (!a || !b) return a ?? b;
  return a.firstAt < b.firstAt || (a.firstAt === b.firstAt && a.firstId < b.firstId) ? a : b;
}
