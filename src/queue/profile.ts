import { unreachable } from './contradiction.ts';
import { comesBefore } from './places.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { Instant, Measure, Place } from './rules.ts';
import type { LineTraits } from './traits.ts';

/** One line as a counter looks at it: who stands first, how many stand there, and what they come for. */
export interface Line {
  readonly traits: LineTraits;
  readonly first: Place | undefined;
  readonly waiting: number;
  /** Later arrivals that were called before the first; read only where the profile has a bound. */
  readonly passedOver: number;
}

/** Calls that each part of a cycle has had in this round. */
export type Turns = readonly number[];

/** Whom a counter calls next, and why. */
export interface Choice<L> {
  readonly line: L;
  /**
   * Name of the rule that chose: `cap`, `pass-over`, `condition/<id>`, `longest-wait`, `score`, `simple-first/simple`,
   * `simple-first/freed`, `complex-first/complex`, `complex-first/freed`, `cycle/<id>`, `cycle/rest`.
   */
  readonly rule: string;
  /** Number of the part of a cycle that has its turn. */
  readonly part: number | null;
  /** Of the cycle after this call; null where it is not moved. */
  readonly turns: Turns | null;
}

/** All lines, those of a kind of work, or those of a selection by its number. */
type Part = 'all' | 'simple' | 'complex' | number;

/**
 * The line whose first ticket a profile calls next; null when nobody stands in any.
 *
 * Whoever has waited as long as the profile's cap goes before everything, the oldest first; then who was passed over
 * too often, the oldest first; then the first condition that holds; then the kind of the profile. Within what is called from,
 * the longest wait chooses, or the score. Looks at the first of each line only: nobody behind it could be chosen. The
 * order is total: of equal ones the older goes.
 *
 * @param profile the calling rules in force at the counter
 * @param lines those that the counter may call from, no two of the same people
 * @param now branch time, ms
 * @param turns of the counter's cycle; null: none is begun
 */
export function chooseLine<L extends Line>(
  profile: IndexedProfile,
  lines: readonly L[],
  now: Instant,
  turns: Turns | null = null,
): Choice<L> | null {
  const oldest = earliest(lines, 'all');
  if (!oldest?.first) return null;
  if (now - oldest.first.queuedAt >= profile.cap) return choice(oldest, 'cap');
  if (profile.passOver < Number.POSITIVE_INFINITY) {
    const passed = earliestPassed(lines, profile.passOver);
    if (passed) return choice(passed, 'pass-over');
  }
  for (const { rule, measure, above, selection } of profile.conditions) {
    if (measureOf(measure, lines, selection, now) <= above) continue;
    const line = best(profile, lines, now, selection);
    if (line) return choice(line, rule);
  }
  // The most common case: it is asked for hundreds of times a command.
  if (profile.isByArrival && profile.rules.kind === 'longest-wait') return choice(oldest, 'longest-wait');
  return chooseByKind(profile, lines, now, turns);
}

function chooseByKind<L extends Line>(
  profile: IndexedProfile,
  lines: readonly L[],
  now: Instant,
  turns: Turns | null,
): Choice<L> | null {
  const { kind } = profile.rules;
  switch (kind) {
    case 'longest-wait':
    case 'score':
      return chosen(best(profile, lines, now, 'all'), kind);
    case 'simple-first':
      return (
        chosen(best(profile, lines, now, 'simple'), 'simple-first/simple') ??
        chosen(best(profile, lines, now, 'complex'), 'simple-first/freed')
      );
    case 'complex-first':
      return (
        chosen(best(profile, lines, now, 'complex'), 'complex-first/complex') ??
        chosen(best(profile, lines, now, 'simple'), 'complex-first/freed')
      );
    case 'cycle':
      return chooseInTurns(profile, lines, now, turns);
    default:
      return unreachable(kind, 'profile');
  }
}

/**
 * The first part that has somebody and turns left in this round. When no such part is left a new round begins: so an
 * empty part is skipped and keeps its turns until then.
 */
function chooseInTurns<L extends Line>(
  profile: IndexedProfile,
  lines: readonly L[],
  now: Instant,
  turns: Turns | null,
): Choice<L> | null {
  const { parts } = profile;
  const found = parts.map(({ selection }) => best(profile, lines, now, selection));
  const used = turns?.length === parts.length ? [...turns] : parts.map(() => 0);
  const rounds = parts.map(({ times }, n) =>
    found[n] ? Math.floor((used[n] ?? 0) / times) : Number.POSITIVE_INFINITY,
  );
  const over = Math.min(...rounds);
  if (over === Number.POSITIVE_INFINITY) return chosen(best(profile, lines, now, 'all'), 'cycle/rest');
  if (over > 0) for (const [n, { times }] of parts.entries()) used[n] = Math.max(0, (used[n] ?? 0) - over * times);
  const part = parts.findIndex(({ times }, n) => found[n] && (used[n] ?? 0) < times);
  used[part] = (used[part] ?? 0) + 1;
  const line = found[part];
  return line ? { line, rule: parts[part]?.rule ?? '', part, turns: used } : null;
}

function chosen<L>(line: L | null, rule: string): Choice<L> | null {
  return line && choice(line, rule);
}

function choice<L>(line: L, rule: string): Choice<L> {
  return { line, rule, part: null, turns: null };
}

/**
 * How a measure of a selection stands.
 *
 * @param selection its number
 * @returns ms, a count, or a share; 0 where nobody waits
 */
export function measureOf(measure: Measure, lines: readonly Line[], selection: number, now: Instant): number {
  let most = 0;
  let count = 0;
  for (const { traits, first, waiting } of lines) {
    if (!first || !traits.isIn[selection]) continue;
    const wait = now - first.queuedAt;
    count += waiting;
    most = Math.max(most, measure === 'target-used' ? wait / traits.targetWait : wait);
  }
  return measure === 'waiting' ? count : most;
}

/**
 * How urgent a ticket is to a profile, the greatest first: the wait with its head start, ms, or the score
 * `weight · (wait / target)^exponent · rate`, the rate a minute. Within a line it never falls with the wait.
 */
export function urgencyOf(profile: IndexedProfile, traits: LineTraits, place: Place, now: Instant): number {
  const since = now - place.queuedAt + traits.headStart;
  // Who came before the booked time waits for nothing yet: a power of less than nothing is no number.
  const wait = Math.max(0, since);
  switch (profile.exponent) {
    case null:
      return since;
    case 0:
      return traits.worth;
    case 1:
      return (traits.worth * wait) / traits.targetWait;
    default:
      return traits.worth * (wait / traits.targetWait) ** profile.exponent;
  }
}

/** The score of a ticket in six digits, the same on every machine; null where the profile has none. */
export function scoreOf(profile: IndexedProfile, traits: LineTraits, place: Place, now: Instant): number | null {
  if (profile.exponent === null) return null;
  if (profile.exponent === 0) return traits.worthTold;
  return Number(urgencyOf(profile, traits, place, now).toPrecision(6));
}

/** The line with the most urgent first. */
function best<L extends Line>(profile: IndexedProfile, lines: readonly L[], now: Instant, part: Part): L | null {
  if (profile.isByArrival) return earliest(lines, part);
  let found: L | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    const { first, traits } = line;
    if (!first || !isIn(traits, part)) continue;
    const urgency = urgencyOf(profile, traits, first, now);
    if (urgency < most || (urgency === most && found?.first && comesBefore(found.first, first))) continue;
    found = line;
    most = urgency;
  }
  return found;
}

function isIn(traits: LineTraits, part: Part): boolean {
  if (part === 'all') return true;
  if (typeof part === 'number') return traits.isIn[part] === true;
  return traits.isSimple === (part === 'simple');
}

/** The line whose first came first: the best so far is kept in numbers, as this is asked for most often. */
function earliest<L extends Line>(lines: readonly L[], part: Part): L | null {
  let found: L | null = null;
  let queuedAt = Number.POSITIVE_INFINITY;
  let id = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const { first } = line;
    if (!first || first.queuedAt > queuedAt || (part !== 'all' && !isIn(line.traits, part))) continue;
    if (first.queuedAt === queuedAt && first.id > id) continue;
    found = line;
    queuedAt = first.queuedAt;
    id = first.id;
  }
  return found;
}

/** The line whose first came first, of those whose first was passed over so often. */
function earliestPassed<L extends Line>(lines: readonly L[], bound: number): L | null {
  let found: L | null = null;
  for (const line of lines) {
    if (!line.first || line.passedOver < bound) continue;
    if (!found?.first || comesBefore(line.first, found.first)) found = line;
  }
  return found;
}
