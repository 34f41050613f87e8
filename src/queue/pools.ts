import { dueName } from './due.ts';
import type { Counter, Pool, QueueState, Ticket } from './state.ts';

/** Whether a counter may call from a pool. That it also serves the service is asked of the branch's pool alone. */
export function mayCallFrom(pool: Pool, { id, teller }: Pick<Counter, 'id' | 'teller'>): boolean {
  switch (pool.kind) {
    case 'counter':
      return pool.counter === id;
    case 'teller':
      return pool.teller === teller;
    case 'branch':
      return true;
  }
}

/** Sets a ticket aside where its `parked` says. */
export function intoPool(state: QueueState, ticket: Ticket): void {
  ticket.status = 'parked';
  state.parked.set(ticket.id, ticket);
  state.due.set(dueName({ kind: 'parked', id: ticket.id }), ticket.parked?.until ?? null);
}

/** Takes a ticket out of its pool; its `parked` still says which. */
export function outOfPool(state: QueueState, ticket: Ticket): void {
  state.parked.delete(ticket.id);
  state.due.set(dueName({ kind: 'parked', id: ticket.id }), null);
}
