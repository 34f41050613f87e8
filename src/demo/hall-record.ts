import { z } from 'zod';
import { type Clock, type Millis, minutes, ms, seconds, type Timer } from '../clock.ts';
import type { HeardEvent } from './mqtt-tap.ts';
import { type BranchClock, type HallSample, type HallTotals, SAMPLES_MOST } from './stage.ts';

export interface HallRecordParts {
  readonly clock: Clock;
  /** Called with the newest sample when people or totals have changed, and when time has passed. */
  onChange(sample: HallSample, totals: HallTotals): void;
}

/** Queues and people, as any consumer of MQTT can tell them: from the retained states and the events. */
export interface HallRecord {
  state(thing: string, state: unknown): void;
  event(event: HeardEvent): void;
  /** What has changed is told now, not together with what will follow. */
  settle(): void;
  /** Oldest first. */
  samples(): readonly HallSample[];
  totals(): HallTotals;
  branchTime(): BranchClock;
  stop(): void;
}

/** One sample stands for so much branch time. */
const EACH: Millis = seconds(30);
/** States that change within this time make one sample. */
const GATHER: Millis = ms(50);

const QUEUE = z.object({ service: z.string(), waiting: z.number() });
const COUNTER = z.object({
  counter: z.string(),
  ticket: z.object({ status: z.enum(['called', 'serving']) }).nullable(),
});

const NOTHING: HallTotals = { issued: 0, served: 0, noShows: 0, transferred: 0, meanWait: null, longestWait: null };

/** Starts with an empty hall. */
export function hallRecord(parts: HallRecordParts): HallRecord {
  return new Record(parts);
}

class Record implements HallRecord {
  readonly #parts: HallRecordParts;
  readonly #waiting = new Map<string, number>();
  readonly #windows = new Map<string, 'called' | 'serving' | null>();
  readonly #samples: HallSample[] = [];
  #totals = NOTHING;
  #waits = { count: 0, sum: 0 };
  #time: { readonly at: Millis; readonly heard: Millis } | null = null;
  #speed = 1;
  #gathering: Timer | null = null;
  #passing: Timer | null = null;
  #isStopped = false;

  constructor(parts: HallRecordParts) {
    this.#parts = parts;
  }

  state(thing: string, state: unknown): void {
    const [kind] = thing.split('/');
    if (kind === 'queue') {
      const queue = QUEUE.safeParse(state).data;
      if (queue) this.#waiting.set(queue.service, queue.waiting);
    } else if (kind === 'counter') {
      const counter = COUNTER.safeParse(state).data;
      if (counter) this.#windows.set(counter.counter, counter.ticket?.status ?? null);
    } else return;
    this.#changed();
  }

  event({ type, data, time }: HeardEvent): void {
    if (type === 'daemon-started') this.#speed = typeof data.branchSpeed === 'number' ? data.branchSpeed : 1;
    if (time !== null) this.#tellTime(time);
    const before = this.#totals;
    this.#totals = this.#counted(type, data);
    if (this.#totals !== before) this.#changed();
  }

  settle(): void {
    if (!this.#gathering) return;
    this.#gathering.cancel();
    this.#gathering = null;
    this.#take();
  }

  samples(): readonly HallSample[] {
    return [...this.#samples];
  }

  totals(): HallTotals {
    return this.#totals;
  }

  branchTime(): BranchClock {
    return { at: Math.round(this.#now()), speed: this.#speed };
  }

  stop(): void {
    this.#isStopped = true;
    this.#gathering?.cancel();
    this.#passing?.cancel();
  }

  #now(): Millis {
    const { clock } = this.#parts;
    if (!this.#time) return clock.wall();
    return this.#time.at + (clock.monotonic() - this.#time.heard) * this.#speed;
  }

  /** The branch's clock as its events tell it; between two of them it goes on. An event that took its time turns nothing back. */
  #tellTime(at: Millis): void {
    const now = this.#now();
    if (this.#time && at < now && now - at < minutes(1) * this.#speed) return;
    this.#time = { at, heard: this.#parts.clock.monotonic() };
  }

  #counted(type: string, data: HeardEvent['data']): HallTotals {
    const totals = this.#totals;
    switch (type) {
      case 'day-opened':
        this.#waits = { count: 0, sum: 0 };
        return NOTHING;
      case 'ticket-issued':
        return { ...totals, issued: totals.issued + 1 };
      case 'ticket-finished':
        return { ...totals, served: totals.served + 1 };
      case 'ticket-no-show':
        return { ...totals, noShows: totals.noShows + 1 };
      case 'ticket-transferred':
        return { ...totals, transferred: totals.transferred + 1 };
      case 'ticket-called': {
        const waited = typeof data.waited === 'number' ? data.waited : 0;
        this.#waits = { count: this.#waits.count + 1, sum: this.#waits.sum + waited };
        const longestWait = Math.max(totals.longestWait ?? 0, waited);
        return { ...totals, meanWait: Math.round(this.#waits.sum / this.#waits.count), longestWait };
      }
      default:
        return totals;
    }
  }

  #changed(): void {
    if (this.#isStopped) return;
    this.#gathering ??= this.#parts.clock.after(GATHER, () => this.settle());
  }

  #take(): void {
    const sample = this.#sample();
    const last = this.#samples.at(-1);
    if (last && last.at >= sample.at) this.#samples.pop();
    this.#samples.push(sample);
    while (this.#samples.length > SAMPLES_MOST || this.#isOld(this.#samples[0])) this.#samples.shift();
    this.#parts.onChange(sample, this.#totals);
    const next = sample.at + EACH - this.#now();
    this.#passing?.cancel();
    this.#passing = this.#parts.clock.after(Math.max(GATHER, next / this.#speed), () => this.#take());
  }

  #isOld(sample: HallSample | undefined): boolean {
    return sample !== undefined && sample.at < this.#now() - EACH * SAMPLES_MOST;
  }

  #sample(): HallSample {
    const windows = [...this.#windows.values()];
    const called = windows.filter((status) => status === 'called').length;
    const serving = windows.filter((status) => status === 'serving').length;
    const waiting = [...this.#waiting.values()].reduce((sum, count) => sum + count, 0);
    return {
      at: Math.floor(this.#now() / EACH) * EACH,
      waiting: Object.fromEntries(this.#waiting),
      called,
      serving,
      inHall: waiting + called + serving,
    };
  }
}
