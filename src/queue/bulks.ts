import type { QueueState, Ticket } from './state.ts';

/** Notes whether a live ticket is a bulk visit: few are, and an estimate asks for those few alone. */
export function noteBulk(state: QueueState, ticket: Ticket): void {
  if (ticket.bulk === null || ticket.endedAt !== null) state.bulks.delete(ticket.id);
  else state.bulks.set(ticket.id, ticket);
}
