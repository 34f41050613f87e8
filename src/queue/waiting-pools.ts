import { comesBefore } from './places.ts';
import { type IndexedCounter, indexOf, type RuleIndex } from './rule-index.ts';
import type { CounterId, Place, TicketId } from './rules.ts';
import type { VisitRules } from './rules-visit.ts';
import type { Counter, QueueState, Ticket } from './state.ts';
import { poolKey, type WaitingPool } from './visit.ts';

/** A counter as far as pools ask: which it is, and who sits there. */
export type Seat = Pick<Counter, 'id' | 'teller'>;

/** Whether a counter calls from a pool. Nobody does a step of a customer of the own. */
export function mayWaitFor(
  pool: WaitingPool,
  home: CounterId | null,
  { id, teller }: Seat,
  { rules, stepPools }: IndexedCounter,
): boolean {
  switch (pool.kind) {
    case 'counter':
      return pool.counter === id && !rules.isBack;
    case 'teller':
      return pool.teller === teller && !rules.isBack;
    case 'step':
      return id !== home && stepPools.has(poolKey(pool));
  }
}

/** Whether somebody at these counters calls from a pool. */
export function isAttended(
  index: RuleIndex,
  pool: WaitingPool,
  home: CounterId | null,
  seats: Iterable<Seat>,
): boolean {
  for (const seat of seats) {
    const indexed = index.counters.get(seat.id);
    if (indexed && mayWaitFor(pool, home, seat, indexed)) return true;
  }
  return false;
}

/** Counters where somebody sits, open or paused. */
export function seatsOf(state: Readonly<QueueState>): readonly Counter[] {
  return [...state.counters.values()].filter(({ state: status }) => status !== 'closed');
}

/** Names of the pools that a counter calls from. */
export function poolsOf({ id, teller }: Seat, { rules, stepPools }: IndexedCounter): readonly string[] {
  if (rules.isBack) return [...stepPools];
  const own = poolKey({ kind: 'counter', counter: id });
  return teller === null ? [own, ...stepPools] : [own, poolKey({ kind: 'teller', teller }), ...stepPools];
}

/**
 * Who stands first of all that wait for a counter, its teller or the steps that it does; null when nobody does.
 *
 * @param gone who is called by what is being decided
 */
export function firstInPools(
  state: Readonly<QueueState>,
  counter: Seat,
  indexed: IndexedCounter,
  gone: ReadonlySet<TicketId> = NOBODY,
): Ticket | null {
  if (state.pooled.size === 0) return null;
  let first: Ticket | null = null;
  for (const key of poolsOf(counter, indexed)) {
    const found = state.pooled.get(key)?.find((ticket) => !gone.has(ticket.id) && isForOther(ticket, counter.id));
    if (found && (!first || comesBefore(found, first))) first = found;
  }
  return first;
}

const NOBODY: ReadonlySet<TicketId> = new Set();

function isForOther({ visit }: Ticket, counter: CounterId): boolean {
  return visit?.pool?.kind !== 'step' || visit.home !== counter;
}

/**
 * Whether the first of a line is called before somebody who waits for the counter: when it was passed over too often, and
 * when it came earlier and has waited as long as the cap, or the rules go by the arrival.
 *
 * @param rule by which the profile chose it
 */
export function goesBeforePool(rule: string, first: Place, pooled: Place, pools: VisitRules['pools']): boolean {
  if (rule === 'pass-over') return true;
  return comesBefore(first, pooled) && (rule === 'cap' || pools === 'arrival');
}

/** How many wait for a counter, its teller or the steps that it does. */
export function countInPools(state: Readonly<QueueState>, counter: Seat, indexed: IndexedCounter): number {
  if (state.pooled.size === 0) return 0;
  let count = 0;
  for (const key of poolsOf(counter, indexed)) {
    count += state.pooled.get(key)?.filter((ticket) => isForOther(ticket, counter.id)).length ?? 0;
  }
  return count;
}

/** How many wait for a counter by its id; none when the rules do not know it. */
export function countWaitingFor(state: Readonly<QueueState>, id: CounterId): number {
  const indexed = state.rules ? indexOf(state.rules).counters.get(id) : undefined;
  const counter = state.counters.get(id);
  return indexed && counter ? countInPools(state, counter, indexed) : 0;
}
