import { type DeviceEvent, deviceDraft } from '../../branch/health.ts';
import { draftOf } from '../../journal/codec.ts';
import type { Draft } from '../../journal/store.ts';
import type { Command } from '../../queue/commands.ts';
import { decide } from '../../queue/decide.ts';
import { nextDue } from '../../queue/due.ts';
import type { QueueEvent } from '../../queue/events.ts';
import { evolve } from '../../queue/evolve.ts';
import type { CounterId, Instant, Rules } from '../../queue/rules.ts';
import { emptyState } from '../../queue/snapshot.ts';
import type { QueueState } from '../../queue/state.ts';

type Without<T> = T extends unknown ? Omit<T, 'id' | 'actor'> : never;
type Wish = Without<Command>;

/** How busy the days are. */
export interface BusyDays {
  readonly rules: Rules;
  readonly days: number;
  /** Customers a day. */
  readonly customers: number;
  /** Midnight of the first day in the branch's zone, Unix ms. */
  readonly from: number;
  /** Of the numbers that are drawn. */
  readonly seed?: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OPENS = 8.5 * 60 * MINUTE;
const CLOSES = 17 * 60 * MINUTE;

/** Days of a branch as its journal would hold them: customers come in two waves, all counters work. Branch time is wall time. */
export function busyDays({ rules, days, customers, from, seed = 7 }: BusyDays): readonly Draft[] {
  const hall = new Hall(rules, dice(seed));
  hall.run({ type: 'apply-rules', rules }, from);
  for (let day = 0; day < days; day += 1) {
    const midnight = from + day * DAY;
    const date = new Date(midnight + DAY / 2).toISOString().slice(0, 10);
    hall.run({ type: 'open-day', day: date, instants: [], openingHash: '' }, midnight + 4 * 60 * MINUTE);
    hall.device({ type: 'daemon-started' }, midnight + OPENS - 10 * MINUTE);
    hall.openCounters(midnight + OPENS);
    hall.customers(midnight, customers);
    hall.device({ type: 'device-lost', device: 'printer1', reason: 'gone' }, midnight + 11 * 60 * MINUTE);
    hall.device({ type: 'device-running', device: 'printer1', detail: null }, midnight + (11 * 60 + 17) * MINUTE);
    hall.work(midnight + DAY + 3 * 60 * MINUTE);
  }
  return hall.drafts;
}

/** Rules with so many counters: the first ones again, under other names. */
export function withCounters(rules: Rules, count: number): Rules {
  const more = Array.from({ length: count - rules.counters.length }, (_, index) => {
    const like = rules.counters[index % rules.counters.length];
    return like ? [{ ...like, id: `more${index + 1}`, number: 50 + index }] : [];
  });
  return { ...rules, counters: [...rules.counters, ...more.flat()] };
}

/** Mulberry32: the same numbers from the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Todo = { readonly at: Instant; readonly wish: Wish } | { readonly at: Instant; readonly event: DeviceEvent };

class Hall {
  readonly drafts: Draft[] = [];
  readonly #state: QueueState = emptyState();
  readonly #rules: Rules;
  readonly #dice: () => number;
  #todo: Todo[] = [];
  /** When tellers stop to ask for customers who do not come. */
  #closes: Instant = 0;

  constructor(rules: Rules, roll: () => number) {
    this.#rules = rules;
    this.#dice = roll;
  }

  openCounters(at: Instant): void {
    this.#closes = at + CLOSES - OPENS;
    for (const [index, { id }] of this.#rules.counters.entries()) {
      this.#plan(at, { type: 'open-counter', counter: id, teller: `teller-${index + 1}`, profile: null });
      this.#plan(at + 1_000, { type: 'call-next', counter: id });
    }
  }

  customers(midnight: Instant, count: number): void {
    const services = this.#rules.services.filter(({ isIssuing }) => isIssuing);
    const segments = this.#rules.segments;
    for (let n = 0; n < count; n += 1) {
      const isMorning = this.#dice() < 0.55;
      const hour = isMorning ? 9.4 : 14.2;
      const spread = (this.#dice() + this.#dice() + this.#dice() - 1.5) * 2.2;
      const at = Math.min(midnight + CLOSES, Math.max(midnight + OPENS, midnight + (hour + spread) * 60 * MINUTE));
      const service = services[Math.floor(this.#dice() ** 2 * services.length)];
      const segment = segments[this.#dice() < 0.8 ? 0 : Math.floor(this.#dice() * segments.length)];
      if (!service || !segment) continue;
      const whom = { service: service.id, segment: segment.id, language: 'en', handover: 'screen' } as const;
      this.#plan(Math.round(at), { type: 'issue', ...whom });
    }
  }

  device(event: DeviceEvent, at: Instant): void {
    this.#todo.push({ at, event });
  }

  /** All that is planned, in order of time, and what comes of it. */
  work(until: Instant): void {
    this.#todo.sort((a, b) => b.at - a.at);
    for (;;) {
      const at = this.#nextAt();
      this.#tickUntil(Math.min(at, until));
      // What time has brought may have set people to work before that.
      if (this.#nextAt() < at) continue;
      if (at > until) break;
      const next = this.#todo.pop();
      if (next && 'event' in next) this.drafts.push(deviceDraft(next.event, { at, offset: 0, isTrusted: true }));
      else if (next) this.#decide(next.wish, at);
    }
    this.#todo = [];
  }

  run(wish: Wish, at: Instant): void {
    this.#tickUntil(at);
    this.#decide(wish, at);
  }

  #nextAt(): Instant {
    return this.#todo.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  }

  /** What time alone brings before `at`, or before somebody does something sooner because of it. */
  #tickUntil(at: Instant): void {
    for (
      let due = nextDue(this.#state);
      due !== null && due < Math.min(at, this.#nextAt());
      due = nextDue(this.#state)
    ) {
      const before = due;
      this.#decide({ type: 'tick' }, due);
      if (nextDue(this.#state) === before) break;
    }
  }

  #decide(wish: Wish, at: Instant): void {
    // As the daemon names who does what time brings.
    const actor = { kind: wish.type === 'tick' ? 'schedule' : 'daemon' };
    const decision = decide(this.#state, { ...wish, id: null, actor } as Command, at);
    if (wish.type === 'finish' && decision.answer.kind === 'refused') {
      this.#decide({ type: 'handoff', counter: wish.counter }, at);
      return;
    }
    for (const event of decision.kind === 'decided' ? decision.events : []) {
      evolve(this.#state, event);
      this.drafts.push(draftOf(event, { offset: 0, isTrusted: true }));
      this.#follow(event);
    }
  }

  /** What the people at the counter do next. */
  #follow(event: QueueEvent): void {
    const { counter, at, type } = event;
    if (counter === null) return;
    if (type === 'called') this.#serve(counter, event.service, at);
    if (type === 'finished' && this.#dice() < 0.4) {
      const score = 1 + Math.floor(5 * this.#dice() ** 0.4);
      this.#plan(at + 2_000, { type: 'rate', counter, ticket: null, score });
    }
    if (type === 'counter-paused') {
      this.#plan(at + 60_000, { type: 'open-counter', counter, teller: event.teller, profile: null });
      this.#plan(at + 61_000, { type: 'call-next', counter });
    }
    // Nobody came for a while: the teller asks again.
    if (type === 'request-ended' && event.reason === 'time' && at < this.#closes)
      this.#plan(at + 1_000, { type: 'call-next', counter });
    const isFree = type === 'finished' || type === 'no-show' || (type === 'handed-off' && event.where !== 'here');
    if (isFree) this.#plan(at + 4_000, { type: 'call-next', counter });
    else if (type === 'handed-off') this.#plan(at + 60_000, { type: 'finish', counter });
  }

  #serve(counter: CounterId, service: string, at: Instant): void {
    if (this.#dice() < 0.05) {
      this.#plan(at + 45_000, { type: 'no-show', counter });
      return;
    }
    const standard = this.#rules.services.find(({ id }) => id === service)?.standardTime ?? 0;
    const took = (0.3 + 1.1 * this.#dice() * this.#dice() * 2) * standard;
    this.#plan(at + Math.round(took), { type: 'finish', counter });
  }

  /** By time, the next last. */
  #plan(at: Instant, wish: Wish): void {
    let [low, high] = [0, this.#todo.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#todo[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    this.#todo.splice(low, 0, { at, wish });
  }
}
