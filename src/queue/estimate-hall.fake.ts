import type { Command } from './commands.ts';
import { decide } from './decide.ts';
import type { QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { CounterId, Duration, Instant, Rules, SegmentId, ServiceId, TicketId } from './rules.ts';
import { emptyState } from './snapshot.ts';
import type { QueueState } from './state.ts';

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Customers of one kind, who come at random. */
export interface Stream {
  readonly service: ServiceId;
  readonly segment: SegmentId;
  /** Mean time from one to the next. */
  readonly every: Duration;
  /** How long one is served, drawn. */
  readonly serving: (roll: () => number, counter: CounterId) => Duration;
  /** How long one waits before walking out, drawn; left out: for ever. */
  readonly patience?: (roll: () => number) => Duration;
}

/** Customers, tellers and time, over the real queue. */
export interface HallPlan {
  readonly seed: number;
  readonly rules: Rules;
  readonly open: readonly CounterId[];
  readonly streams: readonly Stream[];
  readonly customers: number;
  /** How long a teller looks for somebody who has walked out. */
  readonly absence?: Duration;
  /** From the end of a visit to the press of *next*. */
  readonly gap?: Duration;
}

/** A customer who had to wait. */
export interface Told {
  readonly service: ServiceId;
  readonly segment: SegmentId;
  readonly ticket: TicketId;
  readonly ahead: number;
  readonly p10: Duration;
  readonly p50: Duration;
  readonly p90: Duration;
  readonly waited: Duration;
}

/** Exponential, by its mean. */
export const exponential =
  (mean: Duration) =>
  (roll: () => number): Duration =>
    Math.max(1, Math.round(-mean * Math.log(1 - roll())));

/** Lognormal, by its mean and its variation (standard deviation by mean). */
export const lognormal = (mean: Duration, variation: number) => {
  const square = Math.log(1 + variation * variation);
  return (roll: () => number): Duration => {
    const normal = Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
    return Math.max(1, Math.round(mean * Math.exp(Math.sqrt(square) * normal - square / 2)));
  };
};

type Deed = { readonly at: Instant; readonly order: number; readonly act: () => void };

/** Plays a hall, and tells of each customer who had to wait what the ticket said and how long it really was. */
export function playHall(plan: HallPlan): {
  readonly told: Told[];
  readonly state: QueueState;
  readonly events: QueueEvent[];
} {
  const hall = new Hall(plan);
  hall.play();
  return hall;
}

class Hall {
  readonly told: Told[] = [];
  readonly state = emptyState();
  readonly events: QueueEvent[] = [];
  readonly #plan: HallPlan;
  readonly #roll: () => number;
  readonly #deeds: Deed[] = [];
  readonly #issued = new Map<
    TicketId,
    Omit<Told, 'waited'> & { readonly stream: Stream; readonly leaves: Instant; readonly at: Instant }
  >();
  #now: Instant = 1_000;
  #order = 0;
  #left: number;

  constructor(plan: HallPlan) {
    this.#plan = plan;
    this.#roll = dice(plan.seed);
    this.#left = plan.customers;
  }

  play(): void {
    const { rules, open, streams } = this.#plan;
    this.#run({ type: 'apply-rules', rules });
    this.#run({ type: 'open-day', day: null, instants: [], openingHash: '' });
    for (const counter of open) {
      this.#run({ type: 'open-counter', counter, teller: null, profile: null });
      this.#next(counter);
    }
    for (const stream of streams) this.#expect(stream);
    for (let deed = this.#first(); deed; deed = this.#first()) {
      this.#now = deed.at;
      deed.act();
    }
  }

  #first(): Deed | undefined {
    if (this.#left === 0 && this.state.tickets.size === 0) return undefined;
    return this.#deeds.shift();
  }

  #later(duration: Duration, act: () => void): void {
    const deed = { at: this.#now + duration, order: this.#order++, act };
    let low = 0;
    let high = this.#deeds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#deeds[middle]?.at ?? 0) <= deed.at) low = middle + 1;
      else high = middle;
    }
    this.#deeds.splice(low, 0, deed);
  }

  #expect(stream: Stream): void {
    this.#later(exponential(stream.every)(this.#roll), () => {
      if (this.#left === 0) return;
      this.#left -= 1;
      this.#come(stream);
      this.#expect(stream);
    });
  }

  #come(stream: Stream): void {
    const { service, segment, patience } = stream;
    const leaves = this.#now + (patience?.(this.#roll) ?? Number.POSITIVE_INFINITY);
    const events = this.#run({ type: 'issue', service, segment, language: 'en', handover: 'screen' });
    for (const event of events) {
      if (event.type !== 'issued') continue;
      const { ticket, ahead, estimate } = event;
      if (estimate)
        this.#issued.set(ticket, { service, segment, ticket, ahead, ...estimate, stream, leaves, at: this.#now });
      else
        this.#issued.set(ticket, {
          service,
          segment,
          ticket,
          ahead,
          p10: 0,
          p50: 0,
          p90: 0,
          stream,
          leaves,
          at: this.#now,
        });
    }
    this.#serve(events);
  }

  #next(counter: CounterId): void {
    this.#serve(this.#run({ type: 'call-next', counter }));
  }

  #serve(events: readonly QueueEvent[]): void {
    for (const event of events) {
      const known = event.type === 'called' ? this.#issued.get(event.ticket) : undefined;
      const { counter } = event;
      if (!known || counter === null) continue;
      const { stream, leaves, at, ...told } = known;
      const waited = this.#now - at;
      if (waited > 0) this.told.push({ ...told, waited });
      if (leaves < this.#now) this.#later(this.#plan.absence ?? 30_000, () => this.#end(counter, 'no-show'));
      else {
        this.#run({ type: 'start', counter });
        this.#later(stream.serving(this.#roll, counter), () => this.#end(counter, 'finish'));
      }
    }
  }

  #end(counter: CounterId, how: 'finish' | 'no-show'): void {
    this.#run({ type: how, counter });
    const { gap = 0 } = this.#plan;
    if (gap === 0) this.#next(counter);
    else this.#later(exponential(gap)(this.#roll), () => this.#next(counter));
  }

  #run(
    body: Command extends infer C ? (C extends Command ? Omit<C, 'id' | 'actor'> : never) : never,
  ): readonly QueueEvent[] {
    const command = { ...body, id: null, actor: { kind: 'daemon' } } as Command;
    const decision = decide(this.state, command, this.#now);
    const events = decision.kind === 'decided' ? decision.events : [];
    for (const event of events) evolve(this.state, event);
    this.events.push(...events);
    return events;
  }
}

/** How well customers were told. */
export interface Score {
  readonly customers: number;
  /** Share of those whose wait lay between P10 and P90. */
  readonly coverage: number;
  /** Share of those who were called before P10. */
  readonly below: number;
  /** Share of those who were called after P90. */
  readonly above: number;
  /** Share of those who were called before P50. */
  readonly early: number;
}

/** Scores what customers were told. */
export function scoreOf(told: readonly Told[]): Score {
  const share = (is: (each: Told) => boolean): number => told.filter(is).length / told.length;
  return {
    customers: told.length,
    coverage: share(({ p10, p90, waited: real }) => real >= p10 && real <= p90),
    below: share(({ p10, waited: real }) => real < p10),
    above: share(({ p90, waited: real }) => real > p90),
    early: share(({ p50, waited: real }) => real < p50),
  };
}
