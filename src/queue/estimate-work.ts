import type { Ahead, Asker } from './ahead.ts';
import type { Desk } from './estimate-desks.ts';
import { type Between, type ServiceTimes, type TimesBook, type Turn, turnOf } from './estimate-times.ts';
import { arrivalWeight } from './pace.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Duration, ServiceId } from './rules.ts';
import type { LineTraits } from './traits.ts';

/** What the counters have to do before they call a ticket; where nobody goes before it, its own service stands for that. */
export interface Work {
  /** From a call to the next, on the mean. */
  readonly mean: Duration;
  /** Variance of turns by the square of their mean, whosever they are. */
  readonly variation: number;
  /** The same of turns of which it is known whose they are: who waits is known. */
  readonly ownVariation: number;
  /** Variance of a learned rate by its square. */
  readonly doubt: number;
  /** Part of those turns in which somebody is served. */
  readonly served: number;
  /** Share of those called who do not come, and how long those had waited of whom it was learned. */
  readonly absent: number;
  readonly usual: Duration;
  /** Those whom the counters of a group serve: looked up once for each group, as every counter asks. */
  shareOf(group: number): Share;
}

/** The calls that the counters of a group make before a ticket, by service. */
interface Share {
  readonly calls: number;
  readonly parts: readonly SharePart[];
}

interface SharePart {
  /** Calls of people who come. */
  readonly come: number;
  /** What those take who do not come. */
  readonly lost: Duration;
  /** Uncertain means count so much in the variance of the whole. */
  readonly doubtful: number;
  readonly at: Float64Array;
  readonly doubtAt: Float64Array;
}

/** The calls of one service. */
interface Part {
  readonly traits: LineTraits;
  calls: number;
  readonly times: ServiceTimes;
  readonly turn: Turn;
  /** What those who do not come take of each call, on the mean. */
  readonly absence: Duration;
}

/** The work before a ticket. */
export function workOf(
  index: RuleIndex,
  { service, segment }: Asker,
  ahead: Ahead,
  times: TimesBook,
  between: Between,
): Work {
  const calls = ahead.count > 0 ? ahead.calls : [{ traits: index.traits.traitsOf({ service, segment }), calls: 1 }];
  const total = ahead.count > 0 ? ahead.count : 1;
  const parts = partsOf(index, calls, times, between);
  let mean = 0;
  let variance = 0;
  let square = 0;
  let [served, absent, usual] = [0, 0, 0];
  for (const { calls: count, turn, times: each } of parts) {
    const share = count / total;
    mean += share * turn.mean;
    variance += share * turn.variance;
    square += share * (turn.variance + turn.mean * turn.mean);
    served += share * (1 - each.absent) * each.mean;
    absent += share * each.absent;
    usual += share * each.waited;
  }
  const newest = index.rules.estimates ? arrivalWeight(index.rules.estimates) : 1;
  return {
    mean,
    variation: square / (mean * mean) - 1,
    ownVariation: variance / (mean * mean),
    doubt: newest / (2 - newest),
    served: served / mean,
    absent,
    usual,
    shareOf: byGroup(index, parts),
  };
}

/** One part for each service, whatever the segments of those who wait for it, unless counters make a difference. */
function partsOf(index: RuleIndex, calls: Ahead['calls'], book: TimesBook, between: Between): Part[] {
  const parts: Part[] = [];
  for (const { traits, calls: count } of calls) {
    if (count === 0) continue;
    const { service } = traits;
    const known = index.hasOwn ? undefined : ofService(parts, service);
    if (known) {
      known.calls += count;
      continue;
    }
    const times = book.of(service);
    parts.push({ traits, calls: count, times, turn: turnOf(times, between), absence: times.absent * between.absence });
  }
  return parts;
}

function ofService(parts: readonly Part[], service: ServiceId): Part | undefined {
  for (const part of parts) if (part.traits.service === service) return part;
  return undefined;
}

function byGroup(index: RuleIndex, parts: readonly Part[]): (group: number) => Share {
  const known: Share[] = [];
  return (group) => {
    const found = known[group];
    if (found) return found;
    let count = 0;
    const own: SharePart[] = [];
    for (const { traits, calls, times, absence } of parts) {
      if (index.claims.of(group, traits) === null) continue;
      count += calls;
      const come = calls * (1 - times.absent);
      const { at, doubtAt } = times;
      own.push({ come, lost: calls * absence, doubtful: come * come * times.variance, at, doubtAt });
    }
    const share = { calls: count, parts: own };
    known[group] = share;
    return share;
  };
}

/**
 * Sets for each counter its turns while it works off those before the ticket whom it serves.
 *
 * @returns the variances of those means by their squares, added up
 */
export function setTurns(desks: readonly Desk[], { shareOf, mean }: Work, { gap }: Between): number {
  let doubts = 0;
  for (let from = 0; from < desks.length; ) {
    const until = endOfGroup(desks, from);
    const share = shareOf(desks[from]?.group ?? 0);
    if (share.calls > 0) doubts = setTurnsOf(desks, from, until, share, gap, doubts);
    else for (let n = from; n < until; n += 1) setTurn(desks[n], mean);
    from = until;
  }
  return doubts;
}

/** Where the desks of one group end that stand side by side. */
function endOfGroup(desks: readonly Desk[], from: number): number {
  const group = desks[from]?.group;
  let until = from + 1;
  while (until < desks.length && desks[until]?.group === group) until += 1;
  return until;
}

/** Sums and place by desk, used again for every estimate. */
let columns = columnsFor(64);

function columnsFor(desks: number) {
  return { times: new Float64Array(desks), doubtfuls: new Float64Array(desks), places: new Uint32Array(desks) };
}

/** Adds up service by service, desk for desk: the same sums as desk by desk, at a fraction of the looks. */
function setTurnsOf(
  desks: readonly Desk[],
  from: number,
  until: number,
  { calls, parts }: Share,
  gap: Duration,
  before: number,
): number {
  if (columns.times.length < desks.length) columns = columnsFor(desks.length);
  // Constants of this call: what a module may change is looked up in every round.
  const { times, doubtfuls, places } = columns;
  times.fill(0, from, until);
  doubtfuls.fill(0, from, until);
  for (let n = from; n < until; n += 1) places[n] = desks[n]?.place ?? 0;
  for (const { come, lost, doubtful, at, doubtAt } of parts) {
    for (let n = from; n < until; n += 1) {
      const place = places[n] ?? 0;
      times[n] = (times[n] ?? 0) + (come * (at[place] ?? 0) + lost);
      doubtfuls[n] = (doubtfuls[n] ?? 0) + doubtful * (doubtAt[place] ?? 0);
    }
  }
  let doubts = before;
  for (let n = from; n < until; n += 1) {
    const each = Math.max(1, (times[n] ?? 0) / calls + gap);
    const share = (doubtfuls[n] ?? 0) / (calls * calls * each * each);
    // Counters are added up by their rates, and the rate of an uncertain mean is too high on the mean.
    setTurn(desks[n], each * (1 + share));
    doubts += share;
  }
  return doubts;
}

function setTurn(desk: Desk | undefined, each: Duration): void {
  if (desk) desk.each = each;
}
