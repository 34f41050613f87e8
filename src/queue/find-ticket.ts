import type { TicketId } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';

/** A ticket, live or among the ended visits that are kept. */
export function findTicket(state: Readonly<QueueState>, id: TicketId): Ticket | undefined {
  return state.tickets.get(id) ?? state.ended.findLast((ticket) => ticket.id === id);
}
