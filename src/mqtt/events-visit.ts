import { unreachable } from '../errors.ts';
import type { Signals } from '../queue/care.ts';
import type { EventOf } from '../queue/events.ts';
import type { CareBody } from '../queue/events-care.ts';
import type { VisitBody } from '../queue/events-visit.ts';
import { type CustomerLanguage, customerLanguage } from '../views/languages.ts';
import { type PublicBody, ticketBody } from './events-body.ts';

type VisitEvent = EventOf<'transferred' | VisitBody['type'] | CareBody['type']>;

/** What a customer reads who sits down until the number is called again, by language. */
const SEAT_TEXTS: Readonly<Record<CustomerLanguage, string>> = {
  'zh-CN': '请先就座，办理完成后会再次叫您的号。',
  en: 'Please take a seat. Your number will be called again.',
};

/** The published form of what happens to a visit of several services, counters or tellers. Which teller's pool it is stays inside. */
export function visitBody(event: VisitEvent): PublicBody {
  switch (event.type) {
    case 'transferred':
      return ticketBody('ticket-transferred', event, sentOf(event));
    case 'referred':
      return ticketBody('ticket-referred', event, { ...sentOf(event), reason: event.reason });
    case 'taken-over':
      return ticketBody('ticket-taken-over', event, { from: event.from, status: event.status, ...signalsIn(event) });
    case 'service-finished': {
      const { from, to, where, served, step = null } = event;
      return ticketBody('ticket-service-finished', event, { from, to, where, served, step: step && { ...step } });
    }
    case 'handed-off': {
      const { service, step, to, where, isSeated, language } = event;
      const text = isSeated ? SEAT_TEXTS[customerLanguage(language)] : null;
      const own = { service, step: step && { ...step }, to, where, pool: event.pool?.kind ?? null, isSeated, text };
      return ticketBody('ticket-handed-off', event, own);
    }
    case 'requeued': {
      const { service, pool, reason } = event;
      return ticketBody('ticket-requeued', event, { service, pool: pool?.kind ?? null, reason });
    }
    case 'service-added':
      return ticketBody('ticket-service-added', event, { service: event.service, pending: [...event.pending] });
    case 'service-dropped':
      return ticketBody('ticket-service-dropped', event, { service: event.service, pending: [...event.pending] });
    case 'papers-marked':
      return ticketBody('ticket-papers-marked', event, { ready: event.isReady });
    case 'bulk-marked':
      return ticketBody('ticket-bulk-marked', event, { size: event.size });
    case 'needs-set':
      // What the customer needs is nobody's business but the teller's, who reads it on the keypad.
      return ticketBody('ticket-needs-set', event, {});
    case 'pager-needed':
      return ticketBody('customer-needs-pager', event, { service: event.service });
    default:
      return unreachable(event, 'events-visit');
  }
}

/** What flashes or buzzes with a call; nothing with most. */
export function signalsIn({ flash, pager }: Signals): Signals {
  return { ...(flash ? { flash } : {}), ...(pager === undefined ? {} : { pager }) };
}

function sentOf({ from, to, served, pool, until, at }: EventOf<'transferred' | 'referred'>) {
  return { from, to, served, pool: pool?.kind ?? null, delay: until === undefined ? null : until - at };
}
