import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import { intoPool, outOfPool } from '../pools.ts';
import type { QueueState, Ticket } from '../state.ts';
import { end, keepTime, liveTicket, ticketHere, undoOf, waitAgain } from './parts.ts';

/** The customer is set aside; until it is called again the record keeps what the counter could take back. */
export function parked(state: QueueState, event: EventOf<'parked'>): void {
  const { counter, ticket } = ticketHere(state, event);
  counter.ticket = null;
  counter.undo = undoOf('park', counter, ticket, event);
  counter.noShows = 0;
  ticket.counter = null;
  ticket.parked = { pool: event.pool, since: event.at, until: event.until };
  ticket.parkings += 1;
  intoPool(state, ticket);
}

/** Back in the queue at the place of its arrival; what it waits is measured anew. */
export function unparked(state: QueueState, event: EventOf<'unparked'>): void {
  const ticket = parkedTicket(state, event);
  outOfPool(state, ticket);
  keepTime(ticket);
  waitAgain(state, ticket, event.at);
}

/** Nobody came back for it, or nobody called it before the hours were over. */
export function expired(state: QueueState, event: EventOf<'expired'>): void {
  const ticket = liveTicket(state, event);
  if (ticket.status !== 'waiting' && ticket.status !== 'parked')
    contradict(event, `${ticket.label} is ${ticket.status}`);
  end(state, ticket, 'expired', event.at);
}

function parkedTicket(state: QueueState, event: EventOf<'unparked'>): Ticket {
  const ticket = liveTicket(state, event);
  if (ticket.status !== 'parked') contradict(event, `${ticket.label} is ${ticket.status}`);
  return ticket;
}
