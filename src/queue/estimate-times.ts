import { ABSENCE, type Learned, meanOf, NOBODY, NOTHING, type Pace, type ServicePace } from './pace.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Duration, ServiceId } from './rules.ts';
import type { QueueState } from './state.ts';

/** How long customers of a service keep a counter once they have come, from the call to the end of the visit. */
export interface ServiceTimes {
  readonly mean: Duration;
  readonly variance: number;
  /** Share of those called who do not come. */
  readonly absent: number;
  /** How long those had waited of whom that was learned. */
  readonly waited: Duration;
  /** Means by counter, which is its place in the order of the index. */
  readonly at: Float64Array;
  /** Variance of each of those means by the variance of the times: it was learned from few. */
  readonly doubtAt: Float64Array;
}

/** By state; beside it, because decide writes nothing to a state. */
const kept = new WeakMap<Readonly<QueueState>, TimesBook>();

/** The times of all services, as far as they are learned; to be read before anything more is learned. */
export function timesIn(state: Readonly<QueueState>, index: RuleIndex): TimesBook {
  let book = kept.get(state);
  if (book?.index !== index) {
    book = new TimesBook(state, index);
    kept.set(state, book);
  }
  return book;
}

/** Of one service, with what was learned at each counter by its place. */
interface Kept {
  from: ServicePace | undefined;
  readonly prior: Float64Array;
  readonly sum: Float64Array;
  readonly spread: Float64Array;
  readonly at: Float64Array;
  readonly doubtAt: Float64Array;
  times: ServiceTimes | null;
}

/** Keeps the times of each service until something is learned of it, as that makes its pace another value. */
export class TimesBook {
  readonly index: RuleIndex;
  readonly #pace: Pace;
  readonly #kept = new Map<ServiceId, Kept>();

  constructor({ pace }: Readonly<QueueState>, index: RuleIndex) {
    this.index = index;
    this.#pace = pace;
  }

  /** The times of a service. */
  of(service: ServiceId): ServiceTimes {
    let known = this.#kept.get(service);
    const from = this.#pace.services.get(service);
    if (known?.times && known.from === from) return known.times;
    const step = this.#pace.steps.get(service);
    if (!known) {
      known = this.#made(service);
    } else if (!step || step.from !== known.from) {
      this.#readAll(known, service);
    } else if (step.at !== null) {
      const place = this.index.counters.get(step.at)?.place;
      if (place !== undefined) read(known, place, this.#pace.counters.get(service)?.get(step.at));
    }
    const times = timesOf(known, standardTime(this.index, service), from);
    known.from = from;
    known.times = times;
    return times;
  }

  #made(service: ServiceId): Kept {
    const column = (): Float64Array => new Float64Array(this.index.counters.size);
    const known: Kept = {
      from: undefined,
      prior: column(),
      sum: column(),
      spread: column(),
      at: column(),
      doubtAt: column(),
      times: null,
    };
    this.#readAll(known, service);
    this.#kept.set(service, known);
    return known;
  }

  #readAll(known: Kept, service: ServiceId): void {
    const here = this.#pace.counters.get(service);
    for (const [id, { place }] of this.index.counters) read(known, place, here?.get(id));
  }
}

function read(known: Kept, place: number, { prior, sum, spread }: Learned = NOTHING): void {
  known.prior[place] = prior;
  known.sum[place] = sum;
  known.spread[place] = spread;
}

function timesOf(
  { prior, sum, spread, at, doubtAt }: Kept,
  standard: Duration,
  pace: ServicePace = NOBODY,
): ServiceTimes {
  const mean = meanOf(pace, standard);
  for (let place = 0; place < at.length; place += 1) {
    const own = prior[place] ?? 1;
    at[place] = own * mean + (sum[place] ?? 0);
    doubtAt[place] = (spread[place] ?? 0) + own * own * pace.spread;
  }
  return { mean, variance: pace.variation * mean * mean, absent: pace.absent, waited: pace.waited, at, doubtAt };
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
export function turnOf(times: ServiceTimes, { absence, gap }: Between, absent: number = times.absent): Turn {
  const { mean, variance } = times;
  const come = 1 - absent;
  const kept = come * mean + absent * absence;
  const square = come * (variance + mean * mean) + absent * 2 * absence * absence;
  return { mean: kept + gap, variance: square - kept * kept + gap * gap };
}
