import { unreachable } from '../errors.ts';
import type { EventOf } from '../queue/events.ts';
import { type PublicBody, ticketBody } from './events-body.ts';

type TurnEvent = EventOf<'transferred' | 'parked' | 'unparked' | 'expired' | 'returned'>;

/** The published form of what may happen to a visit beside being called, served and ended by its counter. */
export function turnBody(event: TurnEvent): PublicBody {
  switch (event.type) {
    case 'transferred':
      return ticketBody('ticket-transferred', event, { from: event.from, to: event.to, served: event.served });
    case 'parked': {
      // Which teller's pool it is stays inside.
      const { at, service, pool, until, served } = event;
      const returnAfter = until === null ? null : until - at;
      return ticketBody('ticket-parked', event, { service, pool: pool.kind, returnAfter, served });
    }
    case 'unparked':
      return ticketBody('ticket-unparked', event, { service: event.service, reason: event.reason });
    case 'returned':
      return ticketBody('ticket-returned', event, { service: event.service, times: event.times });
    case 'expired':
      return ticketBody('ticket-expired', event, { service: event.service });
    default:
      return unreachable(event, 'events-turns');
  }
}
