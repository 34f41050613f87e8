import { unreachable } from '../errors.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import { HOURS_VERSIONS, type HoursBody } from '../queue/events-hours.ts';
import { headOf, isoOf, type PublicBody, ticketBody } from './events-body.ts';

export type HoursEvent = EventOf<HoursBody['type']>;

/** Whether an event is one of what the hours of a day bring. */
export function isOfHours(event: QueueEvent): event is HoursEvent {
  return Object.hasOwn(HOURS_VERSIONS, event.type);
}

/** The published form of what the hours of a day bring. */
export function hoursBody(event: HoursEvent): PublicBody {
  const head = headOf(event);
  switch (event.type) {
    case 'hall-set': {
      const { from, state, until = null } = event;
      return { type: 'hall-set', subject: 'branch', data: { ...head, from, state, until: isoOf(until) } };
    }
    case 'hall-phase-changed': {
      const { from, phase } = event;
      return { type: 'hall-phase-changed', subject: 'branch', data: { ...head, from, phase } };
    }
    case 'service-hours-changed': {
      const { service, isOpen } = event;
      return { type: 'service-hours-changed', subject: `queue/${service}`, data: { ...head, service, isOpen } };
    }
    case 'counter-hours-changed': {
      const { of: counter, isOpen, by: openedBy } = event;
      const data = { ...head, counter, isOpen, openedBy };
      return { type: 'counter-hours-changed', subject: `counter/${counter}`, data };
    }
    case 'held-over':
      return ticketBody('ticket-held-over', event, { service: event.service });
    case 'day-planned':
      return { type: 'day-planned', subject: 'branch', data: head };
    default:
      return unreachable(event, 'events-hours');
  }
}
