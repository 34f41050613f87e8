import type { EventOf } from '../queue/events.ts';
import { type PublicBody, ticketBody } from './events-body.ts';

/** The published form of what customers say: tied to ticket, service and counter; who the teller is stays inside. */
export function recordBody(event: EventOf<'rated' | 'low-rated'>): PublicBody {
  const { service, score, scale } = event;
  if (event.type === 'low-rated') return ticketBody('ticket-rated-low', event, { service, score, scale });
  return ticketBody('ticket-rated', event, { service, score, scale, replaces: event.replaces });
}
