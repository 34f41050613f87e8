import { dueName } from './due.ts';
import type { Refusal } from './refusals.ts';
import { type IndexedCounter, indexOf, type RuleIndex } from './rule-index.ts';
import type { CounterId } from './rules.ts';
import type { Counter, Pool, QueueState, Ticket } from './state.ts';
import { mayWaitFor } from './waiting-pools.ts';

/**
 * Why it is not for a counter to call a ticket that waits or is parked: it is in a pool of others, its service is not of
 * the counter, or the counter is there for others and never helps these. Null when it is.
 */
export function whyNotFor(index: RuleIndex, counter: Counter, indexed: IndexedCounter, ticket: Ticket): Refusal | null {
  const { label, service, status, parked, visit } = ticket;
  const awaited = visit?.pool;
  // Who is set aside for a window before it waits there may come earlier.
  if (awaited && mayWaitFor(awaited, visit.home, counter, indexed)) return null;
  if (awaited && status === 'waiting') return { code: 'waits-for-other', label, pool: awaited.kind };
  const pool = status === 'parked' ? parked?.pool : undefined;
  if (pool && !mayCallFrom(pool, counter)) return { code: 'parked-elsewhere', label, pool: pool.kind };
  // Who parked a customer may go on with it, also where the window does not serve that any more.
  const isOwn = pool !== undefined && pool.kind !== 'branch';
  if (isOwn || index.claims.of(indexed.group, index.traits.traitsOf(ticket))) return null;
  return indexed.services.has(service)
    ? { code: 'other-segment', label, counter: counter.id }
    : { code: 'not-served-here', counter: counter.id, service };
}

/** Which of the tickets that wait or are parked are for a counter, as {@link whyNotFor} says; none when the rules do not know the counter. */
export function isFor(state: Readonly<QueueState>, id: CounterId): (ticket: Ticket) => boolean {
  const index = state.rules && indexOf(state.rules);
  const indexed = index?.counters.get(id);
  const counter = state.counters.get(id);
  if (!index || !indexed || !counter) return () => false;
  return (ticket) => whyNotFor(index, counter, indexed, ticket) === null;
}

/** Whether a pool is open to a counter. Whether the counter may call a ticket from it is asked of {@link whyNotFor}. */
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
