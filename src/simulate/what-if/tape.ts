import type { EventOf, QueueEvent } from '../../queue/events.ts';
import { foundBy } from '../../queue/lines.ts';
import { indexOf } from '../../queue/rule-index.ts';
import type { CounterId, Duration, Instant, ServiceId, TicketId } from '../../queue/rules.ts';
import type { QueueState } from '../../queue/state.ts';
import type { Wish } from '../commands.ts';
import { type Act, hearDay, type Stood, stoodAt, type Unread } from './acts.ts';
import { PartsHeard } from './parts.ts';

/** Something that a teller did, so long after the call or the end before it. */
export interface Done {
  readonly after: Duration;
  readonly order: number;
  readonly wish: Wish;
}

/** What a teller did between two customers. */
export interface Pause {
  from: Instant;
  /** Null: no next was pressed. */
  press: Done | null;
  /** The window was paused or closed so long after; null: it was not before the next was pressed. */
  awayAfter: Duration | null;
}

/** What was done for a customer at one window, from the call to the end, to the next step or to where the customer was sent. */
export interface Part {
  readonly ticket: TicketId;
  readonly service: ServiceId;
  readonly counter: CounterId;
  readonly from: Instant;
  readonly steps: Done[];
  /** Null: it was not over when the record ended. */
  end: Done | null;
  readonly then: Pause;
}

/** Which part of a customer's visit comes next once something was done as it was recorded. */
export interface Turn {
  readonly ticket: TicketId;
  readonly next: number;
}

/** A command of the day with what is to be known when it is given again. */
export interface TapeAct extends Act {
  readonly counter: CounterId | null;
  /** How that window stood. */
  readonly stood: Stood | null;
  /** Customers whom that window might have called. */
  readonly couldCall: number;
  readonly turns: readonly Turn[];
}

/** A recorded day, taken apart. */
export interface Tape {
  readonly opening: EventOf<'day-opened'>;
  readonly events: readonly QueueEvent[];
  readonly acts: readonly TapeAct[];
  readonly parts: ReadonlyMap<TicketId, readonly Part[]>;
  readonly calls: ReadonlyMap<CounterId, readonly { readonly ticket: TicketId; readonly at: Instant }[]>;
  /** What followed each opening of a window, in order. */
  readonly openings: ReadonlyMap<CounterId, readonly Pause[]>;
  /** What followed when a request had ended by itself, in order. */
  readonly ends: ReadonlyMap<CounterId, readonly Pause[]>;
  readonly unread: readonly Unread[];
  /** Until when it is played: what came after is not known. */
  readonly horizon: Instant;
}

/**
 * Takes a recorded day apart: who came and when, what each teller did for each customer, when windows were open.
 *
 * @param events of the day, its opening first
 * @param horizon when the next day begins, or the record ends
 */
export function tapeOf(events: readonly [EventOf<'day-opened'>, ...QueueEvent[]], horizon: Instant): Tape {
  const acts: TapeAct[] = [];
  const calls = new Map<CounterId, { ticket: TicketId; at: Instant }[]>();
  const parts = new PartsHeard();
  let stood: Stood | null = null;
  let couldCall = 0;
  const unread = hearDay(events, {
    before(act, state) {
      const counter = counterOf(act.wish);
      stood = counter === null ? null : stoodAt(state, counter);
      couldCall = act.wish.type === 'close-counter' ? foundAt(state, act.wish.counter) : 0;
      parts.before(act);
    },
    event(event, _state, act) {
      parts.hear(event, act);
      if (event.type !== 'called' || event.counter === null) return;
      const mine = calls.get(event.counter) ?? [];
      mine.push({ ticket: event.ticket, at: event.at });
      calls.set(event.counter, mine);
    },
    after(act) {
      acts.push({ ...act, counter: counterOf(act.wish), stood, couldCall, turns: parts.takeTurns() });
    },
  });
  const { openings, ends } = parts;
  return { opening: events[0], events, acts, parts: parts.parts, calls, openings, ends, unread, horizon };
}

/** How many customers a window might call now. */
export function foundAt(state: Readonly<QueueState>, id: CounterId): number {
  const index = state.rules ? indexOf(state.rules) : null;
  const group = index?.counters.get(id)?.group;
  return index && group !== undefined ? foundBy(state, index, group, 'waiting') : 0;
}

function counterOf(wish: Wish): CounterId | null {
  return 'counter' in wish ? wish.counter : null;
}
