import { type Leaving, learnLeaving, NOBODY_LEFT } from './leaving.ts';
import type { CounterId, Duration, EstimateRules, Instant, SegmentId, ServiceId, TicketId } from './rules.ts';

/**
 * What the branch has learned of its own pace: how long customers keep a counter, how many do not come, how long a
 * counter is free between two, how often somebody arrives. Newer counts more; until there is enough of it, the standard
 * of the service counts along.
 *
 * Sums and products alone, of numbers that every machine computes alike: replay gives the same bits everywhere.
 */
export interface Pace {
  readonly services: Map<ServiceId, ServicePace>;
  /** By service, then counter. */
  readonly counters: Map<ServiceId, Map<CounterId, Learned>>;
  /** How long a counter waits for somebody who does not come. */
  absence: Learned;
  /** From the end of a visit to the next call, while somebody waits. */
  gap: Learned;
  /** How many more do not come the longer they wait. */
  leaving: Leaving;
  /** By service, then segment. */
  readonly arrivals: Map<ServiceId, Map<SegmentId, Arrivals>>;
  /** The last visit of each counter while it may still be undone: it is learned from when the next act there settles it. */
  readonly unsettled: Map<CounterId, Visit>;
  /** What the newest value of a service came from: so much less is to be reckoned anew. */
  readonly steps: Map<ServiceId, PaceStep>;
}

/** From one value of a service to the next. */
export interface PaceStep {
  readonly from: ServicePace | undefined;
  /** Where something was learned; null: nowhere, as nobody came. */
  readonly at: CounterId | null;
}

/** Lengths of time, ms, each with its weight; together with the weight of what was believed before, the weights are 1. */
export interface Learned {
  /** The weight that is left of what was believed before. */
  readonly prior: number;
  readonly sum: number;
  /** Sum of the squares of the weights: how uncertain the mean is by the few that it was learned from. */
  readonly spread: number;
  /** Up to {@link MOST_COUNTED}. */
  readonly count: number;
}

/** A new value whenever anything of it changes, also at one counter. */
export interface ServicePace extends Learned {
  /** Variance of the times by the square of their mean, of a longer memory; 1, as of times without memory, until more is known. */
  readonly variation: number;
  /** Share of those called who do not come. */
  readonly absent: number;
  /** How long those had waited, who came and who did not. */
  readonly waited: Duration;
  /** Ends up to {@link MOST_COUNTED}, of both kinds. */
  readonly ends: number;
}

/** Of a service and a segment. */
export interface Arrivals {
  readonly last: Instant;
  /** Mean time from one to the next. */
  readonly apart: Duration;
  readonly count: number;
}

/** A counter was kept by somebody, or by waiting for somebody who did not come. */
export interface Visit {
  readonly ticket: TicketId;
  readonly service: ServiceId;
  readonly hasCome: boolean;
  /** From the call to the end. */
  readonly took: Duration;
  /** Until the call; left out where there was none: a further service at the same counter. */
  readonly waited?: Duration;
  /** Since when the counter is free; null when it has not been open all the time. */
  readonly freeSince: Instant | null;
  /** A messenger with many slips: how long that took says nothing of others. */
  readonly isBulk?: true;
}

/** Beyond so many the oldest have no weight worth counting. */
const MOST_COUNTED = 1_000;
/** Waiting for an absent customer, while nothing is known of it. */
export const ABSENCE: Duration = 30_000;
/** A visit of so many times the longest that is counted was forgotten at the counter: it says nothing. */
const FORGOTTEN = 2;
/** A counter that was free for longer was not waiting for its teller to press a key. */
const LONGEST_GAP: Duration = 300_000;
/** Who comes so long after the one before comes in another part of the day. */
const LONGEST_APART: Duration = 3_600_000;

/** So much later than their mean comes who is counted along with the first who have come. */
const ONE_LATER: Duration = 600_000;

/** How varied times are is learned more slowly than how long they are: few very long ones make the most of it. */
const SLOWER = 4;

/** What is learned from nothing. */
export const NOTHING: Learned = { prior: 1, sum: 0, spread: 0, count: 0 };
/** The same of a service. */
export const NOBODY: ServicePace = { ...NOTHING, variation: 1, absent: 0, waited: 0, ends: 0 };

/** Nothing is known yet. */
export function newPace(): Pace {
  return {
    services: new Map(),
    counters: new Map(),
    absence: NOTHING,
    gap: NOTHING,
    leaving: NOBODY_LEFT,
    arrivals: new Map(),
    unsettled: new Map(),
    steps: new Map(),
  };
}

/** The mean, given what was believed before. */
export function meanOf({ prior, sum }: Learned, believed: Duration): Duration {
  return prior * believed + sum;
}

function weightOf(rules: EstimateRules, count: number, slower = 1): number {
  return Math.max(rules.smoothing / slower, 1 / (rules.priorWeight + count + 1));
}

function learned(rules: EstimateRules, before: Learned, value: number): Learned {
  const weight = weightOf(rules, before.count);
  const left = 1 - weight;
  return {
    prior: left * before.prior,
    sum: left * before.sum + weight * value,
    spread: left * left * before.spread + weight * weight,
    count: Math.min(before.count + 1, MOST_COUNTED),
  };
}

/**
 * Learns from a visit that is over for good. One much longer than the mean counts as that long; one that was plainly
 * forgotten at the counter does not count.
 *
 * @param standard time standard of the service, ms
 */
export function learnVisit(
  pace: Pace,
  rules: EstimateRules,
  counter: CounterId,
  visit: Visit,
  standard: Duration,
): void {
  const { service, hasCome, took, waited } = visit;
  const from = pace.services.get(service);
  const before = from ?? NOBODY;
  const mean = meanOf(before, standard);
  const longest = rules.outlier * Math.max(mean, standard);
  if (took > FORGOTTEN * longest) return;
  const time = Math.min(took, longest);
  const weight = weightOf(rules, before.ends);
  const slow = hasCome ? weightOf(rules, before.count, SLOWER) : 0;
  const { prior, sum, spread, count } = hasCome ? learned(rules, before, time) : before;
  pace.services.set(service, {
    prior,
    sum,
    spread,
    count,
    variation: (1 - slow) * before.variation + slow * (time / mean - 1) * (time / mean - 1),
    absent: (1 - weight) * before.absent + (hasCome ? 0 : weight),
    waited: (1 - weight) * before.waited + weight * (waited ?? before.waited),
    ends: Math.min(before.ends + 1, MOST_COUNTED),
  });
  if (waited !== undefined) {
    pace.leaving = learnLeaving(pace.leaving, waited, hasCome, weightOf(rules, pace.leaving.count, SLOWER));
  }
  pace.steps.set(service, { from, at: hasCome ? counter : null });
  if (!hasCome) {
    pace.absence = learned(rules, pace.absence, Math.min(took, LONGEST_GAP));
    return;
  }
  const here = inner(pace.counters, service);
  here.set(counter, learned(rules, here.get(counter) ?? NOTHING, time));
}

/** Learns how long a counter was free although somebody waited. */
export function learnGap(pace: Pace, rules: EstimateRules, gap: Duration): void {
  if (gap <= LONGEST_GAP) pace.gap = learned(rules, pace.gap, gap);
}

/** Somebody has come. */
export function learnArrival(
  pace: Pace,
  rules: EstimateRules,
  service: ServiceId,
  segment: SegmentId,
  at: Instant,
): void {
  const here = inner(pace.arrivals, service);
  const before = here.get(segment);
  const since = before ? at - before.last : Number.POSITIVE_INFINITY;
  if (!before || since > LONGEST_APART) {
    here.set(segment, { last: at, apart: before?.apart ?? 0, count: before?.count ?? 0 });
    return;
  }
  const weight = Math.max(arrivalWeight(rules), 1 / (before.count + 1));
  const apart = (1 - weight) * before.apart + weight * since;
  here.set(segment, { last: at, apart, count: Math.min(before.count + 1, MOST_COUNTED) });
}

/** Weight of the newest arrival. How many come is learned from more than how long they take: overtakers hang on it twice. */
export function arrivalWeight({ smoothing }: EstimateRules): number {
  return smoothing / 3;
}

/**
 * How many come in a millisecond; fewer the longer nobody has come. 0 while two have not come yet. Those who wait for the
 * doors to open all come in one moment: while few have come, one more is counted along who comes later than their mean.
 */
export function arrivalRate({ last, apart, count }: Arrivals, now: Instant): number {
  return count === 0 ? 0 : 1 / Math.max(apart + ONE_LATER / (count + 1), now - last);
}

function inner<K extends string, V>(outer: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let found = outer.get(key);
  if (!found) {
    found = new Map();
    outer.set(key, found);
  }
  return found;
}
