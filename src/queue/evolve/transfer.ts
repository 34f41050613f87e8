import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import type { QueueState } from '../state.ts';
import { ticketHere, waitAgain } from './parts.ts';
import { ended } from './rate.ts';

/** The visit goes on in another queue, or in its own again when its counter is gone. */
export function transferred(state: QueueState, event: EventOf<'transferred'>): void {
  const { counter, ticket } = ticketHere(state, event);
  if (ticket.service !== event.from) contradict(event, `${ticket.label} is here for ${ticket.service}`);
  if (event.to !== event.from) ended(counter, ticket, event.from, event);
  counter.ticket = null;
  counter.noShows = 0;
  counter.undo = null;
  ticket.service = event.to;
  if (event.to !== event.from) ticket.services.push(event.to);
  ticket.queuedAt = event.queuedAt;
  waitAgain(state, ticket, event.at);
}
