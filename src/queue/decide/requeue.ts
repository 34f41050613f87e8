import type { CounterId } from '../rules.ts';
import type { Ticket } from '../state.ts';
import { visitOf, type WaitingPool } from '../visit.ts';
import { isAttended, type Seat } from '../waiting-pools.ts';
import { type Draft, draft } from './outcome.ts';
import { callToRequest } from './request.ts';
import type { Situation } from './situation.ts';

type Reason = 'closed' | 'rules' | 'asked';

/** Those who wait for a window, a teller or a step and whom nobody at these counters would call any more, the oldest first. */
export function stranded({ state, index }: Situation, seats: readonly Seat[]): readonly Ticket[] {
  if (state.pooled.size === 0) return [];
  return [...state.pooled.values()]
    .flat()
    .filter((ticket) => isStranded({ index }, ticket, seats))
    .sort((a, b) => a.id - b.id);
}

/** Whether nobody at these counters would call a ticket from the pool that it waits for, or will wait for again. */
export function isStranded({ index }: Pick<Situation, 'index'>, { visit }: Ticket, seats: readonly Seat[]): boolean {
  return visit?.pool != null && !isAttended(index, visit.pool, visit.home, seats);
}

/**
 * Sends somebody from a pool on: a step that others do back to the counter that began, while somebody sits there; everybody
 * else to the queue of the service, at the place of the arrival.
 */
export function requeued(
  { index }: Pick<Situation, 'index'>,
  ticket: Ticket,
  seats: readonly Seat[],
  reason: Reason,
  counter: CounterId | null = null,
): { readonly draft: Draft; readonly ticket: Ticket } {
  const visit = visitOf(ticket);
  const home: WaitingPool | null =
    visit.pool?.kind === 'step' && visit.home !== null ? { kind: 'counter', counter: visit.home } : null;
  const pool = home && isAttended(index, home, null, seats) ? home : null;
  const { id, label, service } = ticket;
  const queuedAt = visit.arrivedAt;
  return {
    draft: draft(
      { type: 'requeued', ticket: id, label, service, pool, queuedAt, reason },
      counter,
      reason === 'rules' ? 'rules' : null,
    ),
    ticket: { ...ticket, queuedAt, visit: { ...visit, pool } },
  };
}

/**
 * Sends on whom nobody at these counters would call any more, to standing requests where there are some.
 *
 * @param taken counters whose request ends within this command
 */
export function requeueStranded(
  situation: Situation,
  seats: readonly Seat[],
  reason: Reason,
  taken: Set<CounterId>,
): Draft[] {
  return stranded(situation, seats).flatMap((each) => {
    const { draft: sent, ticket } = requeued(situation, each, seats, reason);
    return [sent, ...callToRequest(situation, ticket, taken)];
  });
}
