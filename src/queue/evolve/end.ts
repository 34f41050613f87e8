import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import type { QueueState } from '../state.ts';
import { end, liveTicket, ticketHere, undoOf } from './parts.ts';
import { ended } from './rate.ts';

/** The visit is over. */
export function finished(state: QueueState, event: EventOf<'finished'>): void {
  const { counter, ticket } = ticketHere(state, event);
  const undo = undoOf('finish', counter, ticket, event);
  ended(counter, ticket, event.service, event);
  end(state, ticket, 'finished', event.at);
  counter.noShows = 0;
  counter.undo = undo;
}

/** Nobody came: counted in a row when the ticket was called to a standing request. */
export function noShow(state: QueueState, event: EventOf<'no-show'>): void {
  const { counter, ticket } = ticketHere(state, event);
  if (ticket.status !== 'called') contradict(event, `${ticket.label} is ${ticket.status}`);
  const undo = undoOf('no-show', counter, ticket, event);
  end(state, ticket, 'no-show', event.at);
  ticket.missedAfter = state.calls.get(ticket.service) ?? 0;
  // Who presses *next* sits at the window.
  counter.noShows = ticket.isFromRequest && event.rule !== 'next' ? counter.noShows + 1 : 0;
  counter.undo = undo;
}

/** Given up. A counter that cancels its own customer has nothing left to undo. */
export function cancelled(state: QueueState, event: EventOf<'cancelled'>): void {
  const ticket = liveTicket(state, event);
  const counter = ticket.counter === null ? undefined : state.counters.get(ticket.counter);
  if (counter && event.counter !== null && event.counter !== counter.id) {
    contradict(event, `${ticket.label} is at counter ${counter.id}`);
  }
  end(state, ticket, 'cancelled', event.at);
  if (!counter) return;
  counter.noShows = 0;
  if (event.counter === counter.id) counter.undo = null;
}
