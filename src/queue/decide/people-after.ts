import type { TicketId } from '../rules.ts';
import type { QueueState, Ticket } from '../state.ts';
import type { Draft } from './outcome.ts';

/**
 * Everybody who has a number after drafts that are not written yet, as far as waiting, being called and being set aside go.
 *
 * @param waiting who waits then
 */
export function peopleAfter(
  { tickets }: Readonly<QueueState>,
  waiting: readonly Ticket[],
  before: readonly Draft[],
): readonly Ticket[] {
  const waits = new Map(waiting.map((ticket) => [ticket.id, ticket]));
  const called = new Set<TicketId>();
  const back = new Set<TicketId>();
  for (const { body } of before) {
    if (body.type === 'called') called.add(body.ticket);
    else if (body.type === 'unparked') back.add(body.ticket);
  }
  return [...tickets.values()].flatMap((ticket): Ticket[] => {
    const { id, status } = ticket;
    const still = waits.get(id);
    if (still) return [{ ...still, status: 'waiting' }];
    if (called.has(id)) return [{ ...ticket, status: 'called' }];
    const isOver = status === 'waiting' || (status === 'parked' && back.has(id));
    return isOver ? [] : [ticket];
  });
}
