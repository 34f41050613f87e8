import { unreachable } from '../errors.ts';
import type { EventOf } from '../queue/events.ts';
import { type PublicBody, ticketBody } from './events-body.ts';

/** The published form of what becomes known of who a customer is: for the lobby, never for the hall. */
export function segmentBody(event: EventOf<'recognized' | 'segment-changed'>): PublicBody {
  switch (event.type) {
    case 'recognized':
      return ticketBody('customer-recognized', event, { service: event.service, segment: event.segment });
    case 'segment-changed': {
      const { service, from, to, reason } = event;
      return ticketBody('segment-changed', event, { service, from, to, reason });
    }
    default:
      return unreachable(event, 'events-segments');
  }
}
