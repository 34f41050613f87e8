import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import { enqueue } from '../places.ts';
import type { QueueState } from '../state.ts';
import { ticketHere } from './parts.ts';

/** The visit goes on in another queue, or in its own again when its counter is gone. */
export function transferred(state: QueueState, event: EventOf<'transferred'>): void {
  const { counter, ticket } = ticketHere(state, event);
  if (ticket.service !== event.from) contradict(event, `${ticket.label} is here for ${ticket.service}`);
  counter.ticket = null;
  counter.noShows = 0;
  counter.undo = null;
  ticket.service = event.to;
  if (event.to !== event.from) ticket.services.push(event.to);
  ticket.status = 'waiting';
  ticket.queuedAt = event.queuedAt;
  ticket.waitingSince = event.at;
  ticket.counter = null;
  ticket.calledAt = null;
  ticket.startedAt = null;
  ticket.recalls = 0;
  ticket.isFromRequest = false;
  ticket.parked = null;
  enqueue(state, ticket);
}
