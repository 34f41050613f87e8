import type { EventOf, QueueEvent } from '../../queue/events.ts';
import { evolve } from '../../queue/evolve.ts';
import type { CounterId, Instant, TicketId } from '../../queue/rules.ts';
import { restore } from '../../queue/snapshot.ts';
import type { Counter, QueueState, TicketStatus } from '../../queue/state.ts';
import type { Wish } from '../commands.ts';
import { type Asked, askedBy } from './infer.ts';

/** How a window stood. */
export interface Stood {
  readonly state: Counter['state'];
  readonly ticket: TicketId | null;
  readonly status: TicketStatus | null;
  readonly calledAt: Instant | null;
  readonly isAsking: boolean;
}

/** One command of a recorded day. */
export interface Act {
  readonly at: Instant;
  /** Place in the day: of two in one moment the lower was first. */
  readonly order: number;
  readonly wish: Wish;
  readonly events: readonly QueueEvent[];
}

/** Hears a recorded day: each command before its events are written, and after. */
export interface Listener {
  before?(act: Act, state: Readonly<QueueState>): void;
  event?(event: QueueEvent, state: Readonly<QueueState>, act: Act): void;
  after?(act: Act, state: Readonly<QueueState>): void;
}

/** What cannot be read out of a day. */
export interface Unread {
  readonly at: Instant;
  readonly types: readonly string[];
}

/**
 * Replays a recorded day, and tells the commands that were behind it.
 *
 * @param events of the day, its opening first
 * @returns what these events do not tell
 */
export function hearDay(events: readonly [EventOf<'day-opened'>, ...QueueEvent[]], listener: Listener): Unread[] {
  const state = restore(events[0].opening);
  const unread: Unread[] = [];
  let order = 0;
  for (const batch of batchesOf(events)) {
    const at = batch[0]?.at ?? 0;
    const asked = askedBy(batch, state);
    if (asked.kind === 'unknown') unread.push({ at, types: batch.map(({ type }) => type) });
    // What matters to no queue is written all the same: it is part of how the branch stood.
    const wish = wishOf(asked);
    const act: Act = { at, order: order++, wish, events: batch };
    const isTold = asked.kind === 'wish' || asked.kind === 'sign';
    if (isTold) listener.before?.(act, state);
    for (const event of batch) {
      if (isTold) listener.event?.(event, state, act);
      evolve(state, event);
    }
    if (isTold) listener.after?.(act, state);
  }
  return unread;
}

function wishOf(asked: Asked): Wish {
  if (asked.kind === 'wish') return asked.wish;
  // Where nobody is at the window a recall is refused, and is a sign all the same.
  return asked.kind === 'sign' ? { type: 'recall', counter: asked.counter } : { type: 'tick' };
}

/** Events by the command that they came of: its last one carries the answer. */
function* batchesOf(events: readonly QueueEvent[]): Generator<readonly QueueEvent[]> {
  let batch: QueueEvent[] = [];
  for (const event of events) {
    batch.push(event);
    if (event.answer === null) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** How a window stands; a counter that is not there is closed. */
export function stoodAt(state: Readonly<QueueState>, id: CounterId): Stood {
  const counter = state.counters.get(id);
  const ticket = counter?.ticket == null ? undefined : state.tickets.get(counter.ticket);
  return {
    state: counter?.state ?? 'closed',
    ticket: ticket?.id ?? null,
    status: ticket?.status ?? null,
    calledAt: ticket?.calledAt ?? null,
    isAsking: counter?.request != null,
  };
}
