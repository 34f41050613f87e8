import { ABSENCE, type Learned, meanOf, NOBODY, NOTHING, type ServicePace } from './pace.ts';
import type { RuleIndex } from './rule-index.ts';
import type { CounterId, Duration, ServiceId } from './rules.ts';
import type { QueueState } from './state.ts';

/** How long customers of a service keep a counter once they have come, from the call to the end of the visit. */
export interface ServiceTimes {
  readonly mean: Duration;
  readonly variance: number;
  /** Share of those called who do not come. */
  readonly absent: number;
  /** Means by counter, which is its place in the order of the index. */
  readonly at: readonly Duration[];
  /** Variance of each of those means by the variance of the times: it was learned from few. */
  readonly doubtAt: readonly number[];
}

interface Kept {
  readonly index: RuleIndex;
  readonly times: Map<ServiceId, { readonly from: ServicePace | undefined; readonly times: ServiceTimes }>;
}

/** By state; beside it, because decide writes nothing to a state. */
const kept = new WeakMap<Readonly<QueueState>, Kept>();

/** The times of a service. Kept until something is learned of it, as that makes its pace another value. */
export function timesOf(state: Readonly<QueueState>, index: RuleIndex, service: ServiceId): ServiceTimes {
  let book = kept.get(state);
  if (book?.index !== index) {
    book = { index, times: new Map() };
    kept.set(state, book);
  }
  const from = state.pace.services.get(service);
  const known = book.times.get(service);
  if (known && known.from === from) return known.times;
  const times = learnedTimes(state, index, service, from);
  book.times.set(service, { from, times });
  return times;
}

const NOWHERE: ReadonlyMap<CounterId, Learned> = new Map();

function learnedTimes(
  state: Readonly<QueueState>,
  index: RuleIndex,
  service: ServiceId,
  pace: ServicePace = NOBODY,
): ServiceTimes {
  const standard = standardTime(index, service);
  const mean = meanOf(pace, standard);
  const here = state.pace.counters.get(service) ?? NOWHERE;
  const known = [...index.counters.keys()].map((counter) => here.get(counter) ?? NOTHING);
  return {
    mean,
    variance: pace.variation * mean * mean,
    absent: pace.absent,
    at: known.map((each) => meanOf(each, mean)),
    doubtAt: known.map(({ spread, prior }) => spread + prior * prior * pace.spread),
  };
}

/** Time standard of a service, ms; of one that the rules do not know, the shortest of all. */
export function standardTime({ services, rules }: RuleIndex, service: ServiceId): Duration {
  const known = services.get(service)?.standardTime;
  return known ?? Math.min(...rules.services.map(({ standardTime }) => standardTime));
}

/** What lies between visits whatever their service: waiting for the absent, and until the teller calls again. Without memory. */
export interface Between {
  readonly absence: Duration;
  readonly gap: Duration;
}

/** What was learned of the time between visits. */
export function betweenOf({ pace }: Readonly<QueueState>): Between {
  return { absence: meanOf(pace.absence, ABSENCE), gap: meanOf(pace.gap, 0) };
}

/** From one call to the next, for customers some of whom do not come. */
export interface Turn {
  readonly mean: Duration;
  readonly variance: number;
}

/** The turn of a service at whatever counter. */
export function turnOf({ mean, variance, absent }: ServiceTimes, { absence, gap }: Between): Turn {
  const come = 1 - absent;
  const kept = come * mean + absent * absence;
  const square = come * (variance + mean * mean) + absent * 2 * absence * absence;
  return { mean: kept + gap, variance: square - kept * kept + gap * gap };
}
