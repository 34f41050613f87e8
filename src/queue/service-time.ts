import type { RuleIndex } from './rule-index.ts';
import type { CounterId, Instant } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';

/** How long a service takes, from its first counter to its last: what a time standard is compared with. */

/** Who is called or served at a counter. */
export function ticketAt(state: Readonly<QueueState>, counter: CounterId | null): Ticket | undefined {
  const id = state.counters.get(counter ?? '')?.ticket ?? null;
  return id === null ? undefined : state.tickets.get(id);
}

/** Start, or call where start was not pressed; so much earlier as counters were at this service before. */
export function servedSince(ticket: Ticket | undefined): Instant | null {
  const since = hereSince(ticket);
  return since === null ? null : since - (ticket?.visit?.served ?? 0);
}

/** Start at the counter where it is, or call. */
export function hereSince(ticket: Ticket | undefined): Instant | null {
  return ticket?.startedAt ?? ticket?.calledAt ?? null;
}

/** When the standard time of who is at a counter is used up, so many times; null: nobody is there, or no standard is known. */
export function standardEnd(state: Readonly<QueueState>, index: RuleIndex, counter: CounterId | null): Instant | null {
  const times = index.rules.alerts?.serviceOver;
  const ticket = ticketAt(state, counter);
  const since = servedSince(ticket);
  // A messenger with many slips takes as long as that takes.
  const standard = ticket?.bulk === null ? index.services.get(ticket.service)?.standardTime : undefined;
  return times === undefined || since === null || standard === undefined ? null : since + Math.floor(standard * times);
}
