import type { Decision } from '../../queue/decide.ts';
import type { QueueEvent } from '../../queue/events.ts';
import type { CounterId, Duration, Instant, TicketId } from '../../queue/rules.ts';
import type { Counter, QueueState } from '../../queue/state.ts';
import type { Wish } from '../commands.ts';
import type { Stood } from './acts.ts';
import { stoodAt } from './acts.ts';
import type { Numbers } from './numbers.ts';
import type { Done, Part, Pause, Tape } from './tape.ts';
import type { Timers } from './timers.ts';

/** The day that a window is part of. Tickets have the ids of this day, not of the record, unless said otherwise. */
export interface WindowsDay {
  readonly tape: Tape;
  readonly timers: Timers;
  readonly now: Instant;
  readonly state: Readonly<QueueState>;
  run(wish: Wish): Decision;
  readonly numbers: Numbers;
  /** How long a teller takes on average before the next customer is called. */
  readonly breath: Duration;
  /** Whether the window is to be paused or closed within so long. */
  leavesWithin(counter: CounterId, after: Duration): boolean;
}

/** After everything that was recorded of the same moment. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * A window and its teller. As long as all is as it was recorded there, the record itself is played; from the first difference on the
 * teller does for each customer what was done for that customer, wherever it was, and breathes as after that one.
 */
export class Window {
  readonly id: CounterId;
  readonly #day: WindowsDay;
  /** Whose record of openings it follows: its own, or that of the window that it is a copy of. */
  readonly #like: CounterId;
  #isAsRecorded: boolean;
  /** The part in hand. */
  #part: Part | null = null;
  #calls = 0;
  #openings = 0;
  #ends = 0;
  /** The teller goes home once nobody is left who can be called. */
  #isLeaving = false;

  constructor(day: WindowsDay, id: CounterId, like: CounterId, isAsRecorded: boolean) {
    this.#day = day;
    this.id = id;
    this.#like = like;
    this.#isAsRecorded = isAsRecorded;
  }

  get isAsRecorded(): boolean {
    return this.#isAsRecorded;
  }

  /** Hears what happens at the window. */
  hear(event: QueueEvent): void {
    switch (event.type) {
      case 'called':
        this.#called(event.ticket, event.at);
        return;
      case 'counter-opened':
        this.#rests(this.#day.tape.openings.get(this.#like)?.[this.#openings++]);
        return;
      case 'request-ended':
        if (/^(?:time|rules|hall)$/.test(event.reason)) {
          this.#rests(this.#day.tape.ends.get(this.#like)?.[this.#ends++]);
        }
        return;
      default:
        return;
    }
  }

  /** Whether the window stands as it stood when something was recorded there; if not, it goes its own way from now on. */
  stands({ state, ticket, status, calledAt, isAsking }: Stood): boolean {
    if (!this.#isAsRecorded) return false;
    const now = stoodAt(this.#day.state, this.id);
    const isSame =
      now.state === state &&
      now.ticket === (ticket === null ? null : this.#day.numbers.known(ticket)) &&
      now.status === status &&
      now.calledAt === calledAt &&
      now.isAsking === isAsking;
    if (!isSame) this.goesOwnWay();
    return isSame;
  }

  /** The record does not say any more what happens here. */
  goesOwnWay(): void {
    if (!this.#isAsRecorded) return;
    this.#isAsRecorded = false;
    const { ticket = null } = this.#counter ?? {};
    const { calledAt } = stoodAt(this.#day.state, this.id);
    if (ticket !== null) this.#begins(ticket, this.#sinceOf(ticket, calledAt ?? this.#day.now));
    else this.#pressAfter(this.#day.breath, LAST, null);
  }

  /** The teller goes home, or takes a break: at once, or once the customer is served whom nobody else may serve. */
  leaves(wish: Wish, othersWait: boolean): void {
    const isBusy = wish.type === 'close-counter' && (this.#counter?.ticket ?? null) !== null;
    if (!isBusy && !othersWait) {
      this.#day.run(wish);
      return;
    }
    this.goesOwnWay();
    this.#isLeaving = true;
  }

  /** The teller is there since the day before: that opening is none of those on record. */
  standsOpen(wish: Wish): void {
    this.#openings = -1;
    this.#day.run(wish);
  }

  /** The teller is back. */
  comes(wish: Wish): void {
    this.#isLeaving = false;
    this.#day.run(wish);
  }

  get #counter(): Counter | undefined {
    return this.#day.state.counters.get(this.id);
  }

  #called(ticket: TicketId, at: Instant): void {
    if (this.#isAsRecorded) {
      const expected = this.#day.tape.calls.get(this.id)?.[this.#calls++];
      const isSame =
        expected !== undefined && expected.at === at && this.#day.numbers.known(expected.ticket) === ticket;
      if (isSame) return;
      this.#isAsRecorded = false;
    }
    this.#begins(ticket, at);
  }

  /** When the part in hand began: with the call, or with the end of the part before at the same window. */
  #sinceOf(ticket: TicketId, calledAt: Instant): Instant {
    const part = this.#partOf(ticket);
    return part.counter === this.id && part.from > calledAt && part.from <= this.#day.now ? part.from : calledAt;
  }

  #partOf(ticket: TicketId): Part {
    const { numbers, state, now } = this.#day;
    return numbers.partOf(ticket, this.id, state.tickets.get(ticket)?.service ?? '', now);
  }

  #begins(ticket: TicketId, since: Instant): void {
    const part = this.#partOf(ticket);
    this.#part = part;
    const at = (after: Duration): Instant => Math.max(this.#day.now, since + after);
    for (const { after, order, wish } of part.steps) {
      this.#day.timers.put(at(after), order, () => {
        if (this.#part === part) this.#day.run(this.#here(wish));
      });
    }
    const { after, order } = part.end ?? { after: this.#day.numbers.guess(part), order: LAST };
    this.#day.timers.put(at(after), order, () => {
      if (this.#part === part) this.#finishes(ticket, part);
    });
  }

  #finishes(ticket: TicketId, part: Part): void {
    this.#part = null;
    // Taken over, or ended from outside meanwhile.
    if (this.#counter?.ticket !== ticket) {
      this.#rests(part.then);
      return;
    }
    this.#day.numbers.partDone(ticket);
    const asked = this.#ending(part.end);
    const { answer } = this.#day.run(asked);
    if (answer.kind === 'refused') this.#day.run({ type: 'finish', counter: this.id, isWhole: true });
    if (this.#part) return;
    if (this.#counter?.ticket === ticket) this.#begins(ticket, this.#day.now);
    else this.#rests(part.then);
  }

  /** Next ends a visit as well, while the teller stays. */
  #ending(end: Done | null): Wish {
    const isStaying = this.#counter?.state === 'open' && !this.#isLeaving;
    if (!end || (/^call-/.test(end.wish.type) && !isStaying)) return { type: 'finish', counter: this.id };
    return this.#chosen(this.#here(end.wish));
  }

  /** Whom the teller chose is chosen again while that one waits; else the rules choose. */
  #chosen(wish: Wish): Wish {
    if (wish.type !== 'call-ticket' || !('id' in wish.ticket)) return wish;
    const id = this.#day.numbers.known(wish.ticket.id);
    const ticket = id === null ? undefined : this.#day.state.tickets.get(id);
    const isThere = ticket?.status === 'waiting' || ticket?.status === 'parked';
    return isThere && id !== null ? { ...wish, ticket: { id } } : { type: 'call-next', counter: this.id };
  }

  #here(wish: Wish): Wish {
    return 'counter' in wish ? ({ ...wish, counter: this.id } as Wish) : wish;
  }

  #rests(pause: Pause | undefined): void {
    if (this.#isAsRecorded) return;
    if (this.#isLeaving) {
      this.#goes();
      return;
    }
    const { press = null, awayAfter = null } = pause ?? {};
    if (press) this.#pressAfter(press.after, press.order, press.wish);
    else if (awayAfter === null || !this.#day.leavesWithin(this.#like, awayAfter)) {
      this.#pressAfter(this.#day.breath, LAST, null);
    }
  }

  #pressAfter(after: Duration, order: number, wish: Wish | null): void {
    this.#day.timers.put(this.#day.now + after, order, () => {
      const counter = this.#counter;
      if (counter?.state !== 'open' || counter.ticket !== null || counter.request) return;
      if (this.#isLeaving) this.#goes();
      else this.#next(wish);
    });
  }

  #next(wish: Wish | null): void {
    const asked = this.#chosen(this.#here(wish ?? { type: 'call-next', counter: this.id }));
    const { answer } = this.#day.run(asked);
    if (answer.kind === 'refused' && asked.type === 'call-ticket')
      this.#day.run({ type: 'call-next', counter: this.id });
  }

  /** Whoever still waits is called; with nobody left the teller goes. */
  #goes(): void {
    const { answer } = this.#day.run({ type: 'call-next', counter: this.id });
    if (answer.kind !== 'called') this.#day.run({ type: 'close-counter', counter: this.id });
  }
}

/** What a teller does for the customer at the window, or to call one. */
export function isOfWindow({ type }: Wish): boolean {
  return /^(?:call-next|call-ticket|recall|start|finish|no-show|undo|transfer|refer|park|handoff|take-over)$/.test(
    type,
  );
}
