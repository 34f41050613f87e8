import type { TicketId } from '../rules.ts';
import type { QueueState, Ticket } from '../state.ts';
import { visitOf } from '../visit.ts';
import type { Draft } from './outcome.ts';

/** What ends a wait by time alone. */
const ENDS_WAIT: ReadonlySet<string> = new Set(['called', 'expired', 'held-over']);

/** What is decided already moves people who wait, and people back to where one waits. */
export interface Moved {
  /** Who waits no more. */
  readonly gone: ReadonlySet<TicketId>;
  /** Who waits elsewhere than the state says: back from parking, or sent on from a pool; in the place where they will stand. */
  readonly moved: readonly Ticket[];
}

/** Who waits no more, or elsewhere, after drafts that are not written yet. */
export function movedBy({ parked, tickets }: Readonly<QueueState>, before: readonly Draft[]): Moved {
  const gone = new Set<TicketId>();
  const moved = new Map<TicketId, Ticket>();
  for (const { body } of before) {
    if (!('ticket' in body)) continue;
    if (body.type === 'unparked') {
      const back = parked.get(body.ticket);
      if (back) moved.set(back.id, back);
    } else if (body.type === 'requeued') {
      const sent = moved.get(body.ticket) ?? tickets.get(body.ticket);
      const visit = sent && { ...visitOf(sent), pool: body.pool };
      if (visit) moved.set(sent.id, Object.assign({}, sent, { queuedAt: body.queuedAt, visit }));
    } else if (ENDS_WAIT.has(body.type)) {
      gone.add(body.ticket);
      moved.delete(body.ticket);
    }
  }
  return { gone, moved: [...moved.values()] };
}

/** Of those whom drafts have moved, who stands in a queue: who waits for a window, a teller or a step does not. */
export function backInQueues({ moved }: Moved): readonly Ticket[] {
  return moved.filter(({ visit }) => !visit?.pool);
}
