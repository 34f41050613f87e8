import type { CounterId, Duration, Instant, Rules } from '../queue/rules.ts';
import type { Customer } from './customers.ts';
import type { Scenario } from './scenario.ts';
import type { Told } from './told.ts';

/** What became of a customer. */
export const FATES = [
  'expected',
  'waiting',
  'called',
  'served',
  'walked-out',
  'expired',
  'refused',
  'diverted',
] as const;
export type Fate = (typeof FATES)[number];

/** What a counter did, ms. */
export interface CounterTime {
  open: Duration;
  busy: Duration;
  served: number;
}

/** What happened on one day, by customer and by counter. */
export interface DayRecord {
  readonly customers: readonly Customer[];
  readonly fates: readonly Fate[];
  /** First call of who was called and came; NaN: nobody called. */
  readonly calledAt: Float64Array;
  /** First call of the number, whoever came to it; NaN: nobody called. */
  readonly firstCallAt: Float64Array;
  /** What the tickets said, by place; empty where rules estimate nothing. */
  readonly told: ReadonlyMap<number, Told>;
  /** When the customer left the hall. */
  readonly leftAt: Float64Array;
  /** Later arrivals that were called before the customer was, at the first call. */
  readonly passedOver: Uint32Array;
  /** Numbers that were called and nobody came. */
  readonly noShows: number;
  readonly refusals: ReadonlyMap<string, number>;
  readonly counters: ReadonlyMap<CounterId, CounterTime>;
  /** When the last customer had left; NaN: nobody came. */
  readonly endedAt: Instant;
  /** It was given up while somebody was still there. */
  readonly isLeftAlone: boolean;
  came(place: number): void;
  tells(place: number, told: Told): void;
  callsFirst(place: number, at: Instant): void;
  called(place: number, at: Instant, passedOver: number): void;
  served(place: number, at: Instant, counter: CounterId): void;
  left(place: number, how: 'cancelled' | 'no-show' | 'expired', at: Instant): void;
  refused(place: number, code: string): void;
  diverted(place: number): void;
  isWaiting(place: number): boolean;
  /** Has come back after a call in vain. */
  returned(place: number): void;
  hasReturned(place: number): boolean;
  /** How many steps of the service in hand are done. */
  stepOf(place: number): number;
  stepDone(place: number): void;
  /** The next service of the visit begins. */
  serviceDone(place: number): void;
  wasOpen(counter: CounterId, from: Instant, to: Instant): void;
  wasBusy(counter: CounterId, from: Instant, to: Instant): void;
  /** @param isOver false: it is given up while somebody is still there */
  ends(now: Instant, isOver: boolean): void;
}

/** An empty record of a day. */
export function newRecord(scenario: Scenario, rules: Rules, customers: readonly Customer[]): DayRecord {
  return new Recorder(scenario, rules, customers);
}

class Recorder implements DayRecord {
  readonly customers: readonly Customer[];
  readonly fates: Fate[];
  readonly calledAt: Float64Array;
  readonly firstCallAt: Float64Array;
  readonly told = new Map<number, Told>();
  readonly leftAt: Float64Array;
  readonly passedOver: Uint32Array;
  readonly refusals = new Map<string, number>();
  readonly counters: Map<CounterId, CounterTime>;
  readonly #steps: Uint8Array;
  readonly #back = new Set<number>();
  /** What is counted of the time of counters. */
  readonly #window: { readonly from: Instant; readonly to: Instant };
  noShows = 0;
  endedAt: Instant = Number.NaN;
  isLeftAlone = false;

  constructor({ begins, steady }: Scenario, { counters }: Rules, customers: readonly Customer[]) {
    this.customers = customers;
    this.fates = customers.map(() => 'expected');
    this.calledAt = new Float64Array(customers.length).fill(Number.NaN);
    this.firstCallAt = this.calledAt.slice();
    this.leftAt = new Float64Array(customers.length).fill(Number.NaN);
    this.passedOver = new Uint32Array(customers.length);
    this.#steps = new Uint8Array(customers.length);
    this.counters = new Map(counters.map(({ id }) => [id, { open: 0, busy: 0, served: 0 }]));
    this.#window = {
      from: begins + (steady?.warmUp ?? 0),
      to: steady ? begins + steady.lasts : Number.POSITIVE_INFINITY,
    };
  }

  came(place: number): void {
    this.fates[place] = 'waiting';
  }

  tells(place: number, told: Told): void {
    this.told.set(place, told);
  }

  callsFirst(place: number, at: Instant): void {
    if (Number.isNaN(this.firstCallAt[place])) this.firstCallAt[place] = at;
  }

  called(place: number, at: Instant, passedOver: number): void {
    // Only who waits in the hall is passed over, and waits: what is done on papers comes later.
    if (this.fates[place] !== 'waiting') return;
    this.fates[place] = 'called';
    this.calledAt[place] = at;
    this.passedOver[place] = passedOver;
  }

  served(place: number, at: Instant, counter: CounterId): void {
    this.#gone(place, 'served', at);
    const time = this.counters.get(counter);
    if (time && at >= this.#window.from && at <= this.#window.to) time.served += 1;
  }

  left(place: number, how: 'cancelled' | 'no-show' | 'expired', at: Instant): void {
    if (how === 'no-show') this.noShows += 1;
    const leaves = this.#back.has(place) ? at : (this.customers[place]?.leaves ?? at);
    const hasLeft = how !== 'expired' || leaves < at;
    this.#gone(place, hasLeft ? 'walked-out' : 'expired', Math.min(leaves, at));
  }

  refused(place: number, code: string): void {
    this.fates[place] = 'refused';
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }

  diverted(place: number): void {
    this.fates[place] = 'diverted';
  }

  isWaiting(place: number): boolean {
    return this.fates[place] === 'waiting';
  }

  returned(place: number): void {
    this.#back.add(place);
    this.fates[place] = 'waiting';
    this.leftAt[place] = Number.NaN;
  }

  hasReturned(place: number): boolean {
    return this.#back.has(place);
  }

  serviceDone(place: number): void {
    this.#steps[place] = 0;
  }

  stepOf(place: number): number {
    return this.#steps[place] ?? 0;
  }

  stepDone(place: number): void {
    this.#steps[place] = this.stepOf(place) + 1;
  }

  wasOpen(counter: CounterId, from: Instant, to: Instant): void {
    const time = this.counters.get(counter);
    if (time) time.open += this.#within(from, to);
  }

  wasBusy(counter: CounterId, from: Instant, to: Instant): void {
    const time = this.counters.get(counter);
    if (time) time.busy += this.#within(from, to);
  }

  /** Whoever is still there has not been served. */
  ends(now: Instant, isOver: boolean): void {
    this.isLeftAlone = !isOver;
    for (const [place, fate] of this.fates.entries()) {
      if (fate === 'waiting' || fate === 'called') this.left(place, 'expired', now);
    }
  }

  #gone(place: number, fate: Fate, at: Instant): void {
    this.fates[place] = fate;
    this.leftAt[place] = at;
    if (!(at <= this.endedAt)) this.endedAt = at;
  }

  #within(from: Instant, to: Instant): Duration {
    return Math.max(0, Math.min(to, this.#window.to) - Math.max(from, this.#window.from));
  }
}
