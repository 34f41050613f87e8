import { contradict } from '../contradiction.ts';
import { isCopyInHand } from '../copies.ts';
import type { EventOf } from '../events.ts';
import { findTicket } from '../find-ticket.ts';
import type { QueueState } from '../state.ts';
import { liveTicket } from './parts.ts';

/** Somebody wants a copy of a slip: counted, whatever comes of it. */
export function reprintAsked(state: QueueState, event: EventOf<'reprint-asked'>): void {
  const ticket = liveTicket(state, event);
  const { copies } = ticket;
  if (isCopyInHand(copies)) contradict(event, `a copy of ${ticket.label} is in hand`);
  if (event.times !== (copies?.asked ?? 0) + 1) contradict(event, `copy ${event.times} after ${copies?.asked ?? 0}`);
  const where = event.kiosk === undefined ? {} : { kiosk: event.kiosk };
  ticket.copies = { asked: event.times, end: null, ...where };
}

/** The copy is out, or not, or nobody knows: nothing else of the ticket changes. */
export function reprintEnded(state: QueueState, event: EventOf<'reprint-ended'>): void {
  const ticket = findTicket(state, event.ticket);
  if (ticket?.label !== event.label) throw contradict(event, `ticket ${event.ticket} is not ${event.label}`);
  const { copies } = ticket;
  if (!copies || !isCopyInHand(copies)) throw contradict(event, `no copy of ${ticket.label} is in hand`);
  if (event.times !== copies.asked) contradict(event, `copy ${event.times} is not the newest`);
  ticket.copies = { ...copies, end: event.end };
}
