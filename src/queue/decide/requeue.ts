import type { CounterId } from '../rules.ts';
import type { Ticket } from '../state.ts';
import { visitOf, type WaitingPool } from '../visit.ts';
import { isAttended, type Seat } from '../waiting-pools.ts';
import { type Draft, draft } from './outcome.ts';
import { callToRequest } from './request.ts';
import type { Situation } from './situation.ts';

type Reason = 'closed' | 'rules' | 'asked';

/** Somebody who waits, where that is, and what is told of it. */
interface Onward {
  readonly drafts: readonly Draft[];
  readonly ticket: Ticket;
}

/** Those who wait for a window, a teller or a step and whom nobody at these counters would call any more, the oldest first. */
export function stranded(situation: Situation, seats: readonly Seat[]): readonly Ticket[] {
  const { pooled } = situation.state;
  if (pooled.size === 0) return [];
  return strandedOf(situation, [...pooled.values()].flat(), seats).sort((a, b) => a.id - b.id);
}

function strandedOf(situation: Situation, tickets: readonly Ticket[], seats: readonly Seat[]): Ticket[] {
  return tickets.filter((ticket) => isStranded(situation, ticket, seats));
}

/** Whether nobody at these counters would call a ticket from the pool that it waits for, or will wait for again. */
function isStranded({ index }: Situation, { visit }: Ticket, seats: readonly Seat[]): boolean {
  return visit?.pool != null && !isAttended(index, visit.pool, visit.home, seats);
}

/**
 * Sends somebody from a pool on: a step that others do back to the counter that began, while somebody sits there; everybody
 * else to the queue of the service, at the place of the arrival.
 */
export function requeued(
  { index }: Situation,
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

/** Where somebody waits who is to wait: there, or further on when nobody at these counters would call from that pool. */
export function onward(situation: Situation, ticket: Ticket, seats: readonly Seat[], reason: Reason): Onward {
  if (!isStranded(situation, ticket, seats)) return { drafts: [], ticket };
  const sent = requeued(situation, ticket, seats, reason);
  return { drafts: [sent.draft], ticket: sent.ticket };
}

/**
 * The same, and the call to a request that stands.
 *
 * @param taken counters whose request ends within this command
 */
export function onwardToRequest(
  situation: Situation,
  waiting: Ticket,
  seats: readonly Seat[],
  reason: Reason,
  taken: Set<CounterId>,
): Draft[] {
  const { drafts, ticket } = onward(situation, waiting, seats, reason);
  return [...drafts, ...callToRequest(situation, ticket, taken)];
}

/**
 * Sends on whom nobody at these counters would call any more, to standing requests where there are some.
 *
 * @param taken counters whose request ends within this command
 * @param of those of these alone, in this order; left out: of all, the oldest first
 */
export function requeueStranded(
  situation: Situation,
  seats: readonly Seat[],
  reason: Reason,
  taken: Set<CounterId>,
  of?: readonly Ticket[],
): Draft[] {
  const left = of ? strandedOf(situation, of, seats) : stranded(situation, seats);
  return left.flatMap((ticket) => onwardToRequest(situation, ticket, seats, reason, taken));
}
