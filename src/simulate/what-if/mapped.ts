import type { TicketId } from '../../queue/rules.ts';
import type { Wish } from '../commands.ts';

/**
 * What was asked, about the same customer here.
 *
 * @returns null when that customer has no number here
 */
export function mapped(wish: Wish, known: (ticket: TicketId) => TicketId | null): Wish | null {
  if (!('ticket' in wish) || wish.ticket === null) return wish;
  if (typeof wish.ticket === 'number') {
    const id = known(wish.ticket);
    return id === null ? null : ({ ...wish, ticket: id } as Wish);
  }
  if (!('id' in wish.ticket)) return wish;
  const id = known(wish.ticket.id);
  return id === null ? null : ({ ...wish, ticket: { id } } as Wish);
}
