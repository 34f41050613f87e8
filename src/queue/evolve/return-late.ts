import { noteBulk } from '../bulks.ts';
import { withoutPager } from '../care.ts';
import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import type { QueueState } from '../state.ts';
import { waitAgain } from './parts.ts';

/** The visit goes on: the customer waits again. */
export function returned(state: QueueState, event: EventOf<'returned'>): void {
  const place = state.ended.findLastIndex(({ id }) => id === event.ticket);
  const ticket = state.ended[place];
  if (!ticket || ticket.label !== event.label) throw contradict(event, `${event.label} is not among the ended`);
  if (ticket.status !== 'no-show') contradict(event, `${ticket.label} is ${ticket.status}`);
  if (state.labels.has(ticket.label)) contradict(event, `${ticket.label} is live`);
  if (event.times !== ticket.returns + 1) contradict(event, `return ${event.times} after ${ticket.returns}`);
  state.ended.splice(place, 1);
  ticket.endedAt = null;
  ticket.queuedAt = event.queuedAt;
  // Being late never betters a place, nor does it keep a window waiting.
  if (ticket.visit) ticket.visit = { ...ticket.visit, pool: null, arrivedAt: event.queuedAt };
  ticket.missedAfter = null;
  ticket.returns = event.times;
  if (event.withoutPager) ticket.needs = withoutPager(ticket.needs);
  state.tickets.set(ticket.id, ticket);
  noteBulk(state, ticket);
  state.labels.set(ticket.label, ticket.id);
  waitAgain(state, ticket, event.at);
}
