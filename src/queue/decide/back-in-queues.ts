import type { TicketId } from '../rules.ts';
import type { QueueState, Ticket } from '../state.ts';
import type { Draft } from './outcome.ts';

/** What takes a ticket out of its queue by time alone. */
const LEAVES_QUEUE: ReadonlySet<string> = new Set(['called', 'expired', 'held-over']);

/** What is decided already moves people: who stands in a queue no more, and who stands there again. */
export interface Moved {
  readonly gone: ReadonlySet<TicketId>;
  /** From parking, as they stand in the state. Who waits for a window or a teller stands in no queue. */
  readonly back: readonly Ticket[];
}

/** Who is in a queue no more, or again, after drafts that are not written yet. */
export function movedBy({ parked }: Readonly<QueueState>, before: readonly Draft[]): Moved {
  const gone = new Set(
    before.flatMap(({ body }) => (LEAVES_QUEUE.has(body.type) && 'ticket' in body ? [body.ticket] : [])),
  );
  const requeued = new Set(
    before.flatMap(({ body }) => (body.type === 'requeued' && body.pool === null ? [body.ticket] : [])),
  );
  const unparked = before.flatMap(({ body }) => (body.type === 'unparked' ? (parked.get(body.ticket) ?? []) : []));
  const isQueued = ({ id, visit }: Ticket): boolean => visit?.pool == null || requeued.has(id);
  return { gone, back: unparked.filter((ticket) => !gone.has(ticket.id) && isQueued(ticket)) };
}
