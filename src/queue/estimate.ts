import { type Ahead, type Asker, aheadOf } from './ahead.ts';
import { type BulkBefore, bulksBefore, callsLost } from './estimate-bulk.ts';
import { type Course, courseOf, type Desk, desksOf, timeOfCall } from './estimate-desks.ts';
import { areInOrder, type Overtaking, overtakersWithin, overtakingOf } from './estimate-overtaking.ts';
import { type Between, betweenOf, type TimesBook, timesIn } from './estimate-times.ts';
import { setTurns, type Work, workOf } from './estimate-work.ts';
import { gammaQuantiles } from './gamma.ts';
import { leavingRate, shortenedBy } from './leaving.ts';
import { indexOf, type RuleIndex } from './rule-index.ts';
import type { Duration, Instant, SegmentId, ServiceId } from './rules.ts';
import type { QueueState } from './state.ts';

/** How long somebody will wait from now until the call, ms: one of ten is called before `p10`, one of ten after `p90`. */
export interface Estimate {
  readonly p10: Duration;
  readonly p50: Duration;
  readonly p90: Duration;
}

/**
 * How long somebody who came now would wait for a service.
 *
 * @param now branch time, ms
 * @returns null when nobody will call (no counter that serves it is open, or will be by the schedule), and where the rules estimate nothing
 */
export function estimateOf(
  state: Readonly<QueueState>,
  service: ServiceId,
  segment: SegmentId,
  now: Instant,
): Estimate | null {
  if (!state.rules?.estimates) return null;
  const index = indexOf(state.rules);
  const ticket: Asker = { id: state.lastTicket + 1, queuedAt: now, service, segment };
  return estimateFor(state, index, ticket, aheadOf(state, index, ticket, now), now);
}

const AT_ONCE: Estimate = { p10: 0, p50: 0, p90: 0 };
/** No day is longer: where far more come than are served, the mean of a wait that overtakers make longer and longer runs away. */
const LONGEST: Duration = 86_400_000;

/**
 * How long a ticket will wait: the time until the counters that serve it have called everybody who goes before it,
 * those who may still come and overtake it included, at the pace that was learned; spread as the gamma distribution
 * spreads the sum of so many visits. While nothing is learned that is Erlang's formula.
 *
 * @param ahead those who would be called before it if time stood still, as {@link aheadOf} says
 * @returns null when no counter that serves it is open or will be
 */
export function estimateFor(
  state: Readonly<QueueState>,
  index: RuleIndex,
  ticket: Asker,
  ahead: Ahead,
  now: Instant,
): Estimate | null {
  const between = betweenOf(state);
  const times = timesIn(state, index);
  const traits = index.traits.traitsOf(ticket);
  const desks = desksOf(state, index, traits, times, between, now);
  if (desks.length === 0) return null;
  let free = 0;
  let opening = Number.POSITIVE_INFINITY;
  for (const { from, first } of desks) {
    if (from + first === 0) free += 1;
    opening = Math.min(opening, from);
  }
  if (ahead.count < free) return AT_ONCE;
  const play = playedThrough(state, index, { ticket, desks, times, between, ahead, now });
  if (play.ahead < free) return AT_ONCE;
  const { p10, p50, p90 } = gammaQuantiles(1 / spreadOf(play, desks, free));
  // Until the first counter opens nobody is called, that is certain.
  const at = (quantile: number): Duration => Math.round(Math.min(opening + (play.mean - opening) * quantile, LONGEST));
  return { p10: at(p10), p50: at(p50), p90: at(p90) };
}

/** What an estimate starts from. */
interface Start {
  readonly ticket: Asker;
  readonly desks: readonly Desk[];
  readonly times: TimesBook;
  readonly between: Between;
  readonly ahead: Ahead;
  readonly now: Instant;
}

/**
 * Plays the calls before a ticket. Who goes first may be another question by the time that it is its turn: waits count
 * at different weights, caps are reached. Then it is asked anew for the time of the call. As the answer moves that time,
 * the wait is taken where the two agree if the order changes evenly from now to then.
 */
function playedThrough(state: Readonly<QueueState>, index: RuleIndex, start: Start): Play {
  const { ticket, desks, times, between, ahead, now } = start;
  const isInOrder = areInOrder(desks);
  const overtaking = isInOrder ? null : overtakingOf(state, index, ticket, ahead, desks, times, between, now);
  const rate = leavingRate(state.pace.leaving);
  const playWith = (those: Ahead): Play => {
    const work = workOf(index, ticket, those, times, between);
    return played(work, desks, those, overtaking, between, bulksBefore(state, index, those, times), rate);
  };
  const still = playWith(ahead);
  if (!ahead.later || isInOrder) return still;
  const then = ahead.later(now + still.mean);
  if (then.count === ahead.count) return still;
  const late = playWith(then);
  const part = still.mean / Math.max(still.mean, 2 * still.mean - late.mean);
  const { work, doubt, overtakers, growth, follows, stay } = late;
  return {
    work,
    doubt,
    ahead: ahead.count + part * (then.count - ahead.count),
    mean: still.mean * part,
    overtakers,
    growth,
    follows,
    stay,
  };
}

/** The calls before a ticket, played on the mean. */
interface Play {
  readonly work: Work;
  readonly doubt: number;
  readonly ahead: number;
  readonly mean: Duration;
  readonly overtakers: number;
  /** How many more overtake for each call that the ticket waits longer. */
  readonly growth: number;
  /** By what part of itself it is longer where the work before it is longer by all of it: the more leave, the less. */
  readonly follows: number;
  /** Part of those before it who will still be there, of those who would be by what was learned. */
  readonly stay: number;
}

function played(
  work: Work,
  desks: readonly Desk[],
  ahead: Ahead,
  overtaking: Overtaking | null,
  between: Between,
  bulks: readonly BulkBefore[],
  rate: number,
): Play {
  const doubt = setTurns(desks, work, between) / desks.length ** 2;
  // A call is counted when it is made: at the other counters, at any one moment, a part of the next is over.
  const count = ahead.count + 1 + (ripeness(ahead.count + 1, desks) * (desks.length - 1) * (1 - work.variation)) / 2;
  const course = courseOf(desks);
  const lost = callsLost(bulks, desks, (more) => waitOf(course, count + more, overtaking, work.mean).mean);
  const { mean: whole, overtakers, growth } = waitOf(course, count + lost, overtaking, work.mean);
  if (rate === 0 || whole <= work.usual) {
    return { work, doubt, ahead: ahead.count, mean: whole, overtakers, growth, follows: 1, stay: 1 };
  }
  const { mean, follows, stay } = shortenedBy(rate, { first: timeOfCall(course, 1), ...work }, whole);
  return { work, doubt, ahead: ahead.count, mean, overtakers, growth, follows, stay };
}

/** Calls that each counter has to make, up to one: with fewer, those of several together come as if they had no memory. */
function ripeness(calls: number, desks: readonly Desk[]): number {
  return Math.min(1, calls / desks.length);
}

/** Overtakers make the wait longer, and a longer wait more overtakers: so often that is followed. */
const ROUNDS = 16;
/** A wait that grows by overtakers alone is not longer than so many times its own. */
const MOST_GROWTH = 0.9;
const STEP = 1.05;

function waitOf(
  course: Course,
  count: number,
  overtaking: Overtaking | null,
  turn: Duration,
): Pick<Play, 'mean' | 'overtakers' | 'growth'> {
  let mean = timeOfCall(course, count);
  if (!overtaking) return { mean, overtakers: 0, growth: 0 };
  let overtakers = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = overtakers;
    overtakers = overtakersWithin(overtaking, mean, turn);
    if (overtakers - before < 0.01) break;
    mean = timeOfCall(course, count + overtakers);
  }
  const more = (overtakersWithin(overtaking, mean * STEP, turn) - overtakers) / ((STEP - 1) * (count + overtakers));
  return { mean, overtakers, growth: Math.min(MOST_GROWTH, Math.max(0, more)) };
}

/**
 * Variance of a wait by the square of its mean: of the visits before it, of how many overtake, and of the mean itself,
 * all of them made greater where a longer wait lets more overtake (the variance of a busy period).
 */
function spreadOf(
  { work, doubt, ahead, overtakers, growth, follows, stay }: Play,
  desks: readonly Desk[],
  free: number,
): number {
  const number = ahead + 1 - free;
  const all = number + overtakers;
  const visits = (work.ownVariation + 1) / stay - 1;
  const own = 1 + (visits - 1) * ripeness(number, desks);
  const come = overtakers * (own + 1) + overtakers * overtakers * work.doubt;
  return ((number * own + come) / (all * all) + doubt) * (follows / (1 - growth)) ** 2;
}
