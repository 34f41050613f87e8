import { findTicket } from './find-ticket.ts';
import type { CounterId } from './rules.ts';
import type { Serving } from './serving.ts';
import type { QueueState, Ticket } from './state.ts';

/** A service that has ended, of a visit. */
export interface Ended {
  readonly ticket: Ticket;
  readonly part: number;
  readonly serving: Serving & { readonly endedAt: number };
}

/** The how-many-th service of a visit, when that has ended; null: it has not, or nobody knows the visit any more. */
export function endedPart(ticket: Ticket | undefined, part: number): Ended | null {
  const serving = ticket?.servings[part];
  if (!ticket || !serving || serving.endedAt === null) return null;
  return { ticket, part, serving: { ...serving, endedAt: serving.endedAt } };
}

/**
 * What a mark given at a counter counts for: the service that ended there last, until the teller has started with another customer.
 * Whoever stays there for the next service of the visit is nobody else. Null: there is none.
 */
export function rateableAt(state: Readonly<QueueState>, id: CounterId): Ended | null {
  const counter = state.counters.get(id);
  if (!counter?.lastServed) return null;
  const { ticket: served, part } = counter.lastServed;
  const here = counter.ticket === null ? undefined : state.tickets.get(counter.ticket);
  if (here?.status === 'serving' && here.id !== served) return null;
  return endedPart(findTicket(state, served), part);
}
