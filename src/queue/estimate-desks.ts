import type { ScheduledInstant } from './commands.ts';
import { bulkTime } from './estimate-bulk.ts';
import { type Between, type TimesBook, turnOf } from './estimate-times.ts';
import { placedIn } from './placed.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Duration, Instant } from './rules.ts';
import { endsAt, opensAt, shiftsOf } from './shifts.ts';
import type { Counter, QueueState } from './state.ts';
import type { LineTraits } from './traits.ts';

/** A counter that will call, as far as time is concerned. All in ms from now. */
export interface Desk {
  /** Number of its group. */
  readonly group: number;
  /** Place of the counter in the order of the index. */
  readonly place: number;
  /** Undefined where the rules know neither its own nor the configured one. */
  readonly profile: IndexedProfile | undefined;
  /** When it opens; 0: it is open. */
  readonly from: Duration;
  /** From then until its next call, on the mean. */
  readonly first: Duration;
  /** When its work ends; infinite: not by the schedule. */
  until: Duration;
  /** From a call to the next, by what is being played. */
  each: Duration;
}

const NO_INSTANTS: readonly ScheduledInstant[] = [];

/**
 * The counters that serve people of a line and are open, or will be by the schedule, and when each will call next: at once to a
 * standing request or when it opens; when its teller has had time to press the key; or when its visit has taken what visits
 * of that age still take. Those who are there for others and may help are reckoned with where there is no other. Where all
 * work ends, those who end last do not go home while somebody waits.
 */
export function desksOf(
  state: Readonly<QueueState>,
  index: RuleIndex,
  traits: LineTraits,
  times: TimesBook,
  between: Between,
  now: Instant,
): Desk[] {
  const shifts = shiftsOf(state.day?.instants ?? NO_INSTANTS);
  const isTimed = shifts.size > 0;
  const claims = index.claims.on(traits);
  const desks: Desk[] = [];
  const helpers: Desk[] = [];
  for (const { indexed, counter } of placedIn(state, index)) {
    const claim = claims[indexed.group];
    if (!counter || !claim) continue;
    const { group, place, rules } = indexed;
    const opens = counter.state === 'open' ? now : isTimed ? opensAt(shifts, rules.id, now) : null;
    if (opens === null) continue;
    const ends = isTimed ? endsAt(shifts, rules.id, opens) : null;
    (claim.isOwn ? desks : helpers).push({
      group,
      place,
      profile: index.profiles.get(counter.profile) ?? index.profiles.get(rules.profile),
      from: opens - now,
      first: opens === now ? untilFree(state, counter, place, times, between, now) : 0,
      until: ends === null ? FOR_EVER : ends - now,
      each: 0,
    });
  }
  return staying(desks.length > 0 ? desks : helpers);
}

const FOR_EVER = Number.POSITIVE_INFINITY;

function staying(desks: Desk[]): Desk[] {
  let end = 0;
  for (const { until } of desks) end = Math.max(end, until);
  if (end < FOR_EVER) for (const desk of desks) if (desk.until === end) desk.until = FOR_EVER;
  return desks;
}

function untilFree(
  state: Readonly<QueueState>,
  { ticket: id, request }: Counter,
  place: number,
  book: TimesBook,
  between: Between,
  now: Instant,
): Duration {
  if (request) return 0;
  const ticket = id === null ? undefined : state.tickets.get(id);
  if (!ticket || ticket.calledAt === null) return between.gap;
  const times = book.of(ticket.service);
  const hasCome = ticket.status === 'serving';
  const absent = hasCome ? 0 : times.absent;
  const turn = turnOf(times, between, absent);
  // As with turns: counters are added up by their rates, and the rate of an uncertain mean is too high on the mean.
  const usual =
    (times.at[place] ?? times.mean) * (1 + (times.doubtAt[place] ?? 0) * (times.variance / times.mean ** 2));
  const own = Math.max(usual, bulkTime(book.index, ticket) ?? 0);
  return residual(
    turn.mean + (1 - absent) * (own - times.mean),
    turn.variance / (turn.mean * turn.mean),
    now - ticket.calledAt,
  );
}

/** Visits vary less than this: how long they still take is taken for it. */
const MOST_VARIED = 2;

/**
 * What is still to come of something that has lasted a while: all of the mean for what has no memory (exponential, a
 * squared variation of 1), less and less where lengths vary less, down to that share of the mean. Exact for the gamma
 * distribution of shape 2, within a twentieth of the mean for shapes about it.
 *
 * @param variation variance by the square of the mean
 */
function residual(mean: Duration, variation: number, age: Duration): Duration {
  const end = Math.min(variation, MOST_VARIED);
  if (end === 1 || mean === 0) return mean;
  const passed = age / (mean * Math.abs(1 - end));
  const curve = Math.max(0, 3.2 * (0.5 - end));
  return mean * (end + (1 - end) / (1 + passed + curve * passed * passed));
}

/** The calls of several counters: of each from its opening the first after `first`, the others `each` apart. */
export interface Course {
  readonly desks: readonly Desk[];
  /** Calls that are made at once. */
  readonly atOnce: number;
  /** When the work of a counter that is not the last to stay ends for the last time; 0: no work ends. */
  readonly last: Duration;
  readonly byLast: number;
  /** From here on the counters that stay call evenly: `ahead + rate · time` until a time. */
  readonly latest: Duration;
  readonly rate: number;
  readonly ahead: number;
}

/** Sums up the calls of counters. */
export function courseOf(desks: readonly Desk[]): Course {
  let rate = 0;
  let ahead = 0;
  let latest = 0;
  let last = 0;
  for (const desk of desks) {
    if (desk.until < FOR_EVER) {
      ahead += callsOf(desk, desk.until);
      last = Math.max(last, desk.until);
      continue;
    }
    rate += 1 / desk.each;
    ahead += 1 - (desk.from + desk.first) / desk.each;
    latest = Math.max(latest, desk.from + desk.first);
  }
  return {
    desks,
    atOnce: callsUntil(desks, 0),
    last,
    byLast: last > 0 ? callsUntil(desks, last) : 0,
    latest,
    rate,
    ahead,
  };
}

/**
 * When so many calls will have been made, ms. Calls grow evenly, so that counters whose next call is as far away as a whole
 * visit are not all taken to call at the same time: where lengths have no memory, that is exact.
 */
export function timeOfCall({ desks, atOnce, last, byLast, latest, rate, ahead }: Course, number: number): Duration {
  if (atOnce >= number) return 0;
  if (byLast >= number) return searched(desks, number, last);
  const even = (number - ahead) / rate;
  return even >= latest && even >= last ? even : searched(desks, number, Math.max(latest, last));
}

/** Between now and a moment by which so many calls have been made. */
function searched(desks: readonly Desk[], number: number, latest: Duration): Duration {
  let low = 0;
  let high = latest;
  for (let round = 0; round < 40 && high - low > 1; round += 1) {
    const middle = (low + high) / 2;
    if (callsUntil(desks, middle) < number) low = middle;
    else high = middle;
  }
  return high;
}

/** Calls on the mean until a time. */
function callsUntil(desks: readonly Desk[], time: Duration): number {
  let count = 0;
  for (const desk of desks) count += callsOf(desk, time);
  return count;
}

function callsOf({ from, first, each, until }: Desk, time: Duration): number {
  const open = (time < until ? time : until) - from;
  if (open < 0) return 0;
  return open < first ? open / first : 1 + (open - first) / each;
}
