import type { EventOf } from '../queue/events.ts';
import { type PublicBody, ticketBody } from './events-body.ts';

/** The published form of what becomes of copies of slips. */
export function copyBody(event: EventOf<'reprint-asked' | 'reprint-ended'>): PublicBody {
  if (event.type === 'reprint-asked') {
    const { times, kiosk = null } = event;
    return ticketBody('reprint-asked', event, { times, kiosk });
  }
  const { times, device: printer, end } = event;
  const reason = event.end === 'printed' ? null : event.reason;
  return ticketBody('reprint-ended', event, { times, printer, end, reason });
}
