import { noteBulk } from '../bulks.ts';
import { isPagerWanted } from '../care.ts';
import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import type { QueueState } from '../state.ts';
import { touchName } from '../touched.ts';
import { liveTicket } from './parts.ts';

/** A visit of many slips, or after all an ordinary one. */
export function bulkMarked(state: QueueState, event: EventOf<'bulk-marked'>): void {
  const ticket = liveTicket(state, event);
  ticket.bulk = event.size;
  noteBulk(state, ticket);
  if (ticket.counter !== null) touchName(state.alerts.touched.counters, ticket.counter);
}

/** The lobby is told; nothing changes. */
export function pagerNeeded(state: QueueState, event: EventOf<'pager-needed'>): void {
  if (!isPagerWanted(liveTicket(state, event).needs)) contradict(event, `${event.label} needs no pager`);
}

/** What the customer needs from now on. */
export function needsSet(state: QueueState, event: EventOf<'needs-set'>): void {
  liveTicket(state, event).needs = event.needs;
}
