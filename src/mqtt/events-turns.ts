import { unreachable } from '../errors.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import { ASIDE_VERSIONS } from '../queue/events-aside.ts';
import { headOf, isoOf, type PublicBody, ticketBody } from './events-body.ts';

type BookingEvent = EventOf<'booked' | 'booking-cancelled' | 'booking-expired' | 'checked-in'>;
type TurnEvent = EventOf<keyof typeof ASIDE_VERSIONS>;

/** Whether an event is one of these. */
export function isTurn(event: QueueEvent): event is TurnEvent {
  return Object.hasOwn(ASIDE_VERSIONS, event.type);
}

/** The published form of what may happen to a visit beside being called, served and ended by its counter. */
export function turnBody(event: TurnEvent): PublicBody {
  switch (event.type) {
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
    case 'booked':
    case 'booking-cancelled':
    case 'booking-expired':
    case 'checked-in':
      return bookingBody(event);
    case 'bookings-stranded': {
      const { service, references } = event;
      const data = { ...headOf(event), service, references: [...references] };
      return { type: 'appointments-stranded', subject: `service/${service}`, data };
    }
    default:
      return unreachable(event, 'events-turns');
  }
}

function bookingBody(event: BookingEvent): PublicBody {
  const subject = `appointment/${event.reference}`;
  const data = { ...headOf(event), reference: event.reference };
  switch (event.type) {
    case 'booked': {
      const time = isoOf(event.time);
      return { type: 'appointment-booked', subject, data: { ...data, service: event.service, time } };
    }
    case 'booking-cancelled':
      return { type: 'appointment-cancelled', subject, data };
    case 'booking-expired':
      return { type: 'appointment-expired', subject, data };
    case 'checked-in': {
      const { ticket, label, standing } = event;
      return { type: 'appointment-checked-in', subject, data: { ...data, ticket, label, standing } };
    }
    default:
      return unreachable(event, 'events-turns');
  }
}
