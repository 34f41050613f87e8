import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import { reline } from '../places.ts';
import type { QueueState } from '../state.ts';
import { liveTicket } from './parts.ts';

/** The customer is somebody else than was thought: in another line at the same place, or where the ticket is. */
export function segmentChanged(state: QueueState, event: EventOf<'segment-changed'>): void {
  const ticket = liveTicket(state, event);
  if (ticket.segment !== event.from) contradict(event, `${ticket.label} is ${ticket.segment}`);
  reline(state, ticket, () => {
    ticket.segment = event.to;
  });
}

/** The lobby is told; nothing changes. */
export function recognized(state: QueueState, event: EventOf<'recognized'>): void {
  if (liveTicket(state, event).segment !== event.segment) contradict(event, `${event.label} is not ${event.segment}`);
}
