import { unreachable } from '../errors.ts';
import type { EventOf } from '../queue/events.ts';
import { severityOf } from '../views/alerts.ts';
import { headOf, type PublicBody } from './events-body.ts';

type AlertEvent = EventOf<'alert-raised' | 'alert-repeated' | 'alert-acknowledged' | 'alert-cleared'>;

/** The published form of what becomes of an alert. */
export function alertBody(event: AlertEvent): PublicBody {
  const subject = `alert/${event.alert}`;
  const head = { ...headOf(event), alert: event.alert };
  switch (event.type) {
    case 'alert-raised': {
      const { kind, service, measured } = event;
      const tickets = event.tickets.map(({ ticket, label }) => ({ ticket, label }));
      const counters = [...event.counters];
      const data = { ...head, kind, severity: severityOf(kind), service, tickets, counters, measured };
      return { type: event.type, subject, data };
    }
    case 'alert-repeated':
      return { type: event.type, subject, data: { ...head, kind: event.kind, times: event.times } };
    case 'alert-acknowledged': {
      const { kind, service, device: aboutDevice, person } = event;
      return { type: event.type, subject, data: { ...head, kind, service, aboutDevice, person } };
    }
    case 'alert-cleared': {
      const { kind, service, lasted } = event;
      return { type: event.type, subject, data: { ...head, kind, service, lasted } };
    }
    default:
      return unreachable(event, 'events-alerts');
  }
}
