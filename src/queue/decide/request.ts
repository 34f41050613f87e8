import { isWorkFor, linesIn, openTo, type PlayedLine, passFirst, playLine } from '../lines.ts';
import { placedIn } from '../placed.ts';
import type { IndexedCounter } from '../rule-index.ts';
import type { CounterId, Instant, TicketId } from '../rules.ts';
import type { Counter, Ticket } from '../state.ts';
import { mayWaitFor } from '../waiting-pools.ts';
import { type Callable, called, lookBack } from './called.ts';
import { chooseTicket } from './choose.ts';
import type { Draft } from './outcome.ts';
import { profileOf, type Situation } from './situation.ts';

/** A counter whose *next* stands as a request. */
interface Standing {
  readonly counter: Counter;
  readonly indexed: IndexedCounter;
}

/**
 * Calls a ticket that may be called from now on to a standing request: of the counters that are there for it, that it waits
 * for, or that help its people while they have nobody of their own, to the one that has stood longest. Nothing when none
 * stands. While nobody else has become callable this keeps the promise that no eligible ticket waits while a counter that
 * asked stands idle; who is helped by the wait is called by a tick.
 *
 * @param taken counters whose request ends within this command; the one that gets the ticket is added. Left out: none
 */
export function callToRequest(situation: Situation, arrival: Callable, taken?: Set<CounterId>): Draft[] {
  let first: Counter | null = null;
  for (const { indexed, counter } of placedIn(situation.state, situation.index)) {
    if (!counter?.request || taken?.has(counter.id)) continue;
    // Of two that stand equally long the lower counter number comes first.
    if (first?.request && first.request.since <= counter.request.since) continue;
    if (isCalledBy(situation, counter, indexed, arrival)) first = counter;
  }
  if (!first) return [];
  taken?.add(first.id);
  return [calledToRequest(situation, arrival, first.id)];
}

/**
 * Calls tickets to all standing requests that have become able to call some, as after a change of rules: the one
 * that has stood longest chooses first, each by its own profile.
 */
export function callToRequests(situation: Situation): Draft[] {
  const { state, index } = situation;
  const lines = [...linesIn(state, index, 'callable')].map((queue) => playLine(index, queue));
  return callFrom(situation, lines, new Set());
}

/**
 * Calls from lines to standing requests: the one that has stood longest chooses first, each by its own profile.
 *
 * @param lines are played on
 * @param taken counters whose request ends within this command; those that get somebody are added
 */
export function callFrom(situation: Situation, lines: readonly PlayedLine<Ticket>[], taken: Set<CounterId>): Draft[] {
  const { index, now } = situation;
  const gone = new Set<TicketId>();
  const drafts: Draft[] = [];
  for (const { counter, indexed } of standing(situation)) {
    if (taken.has(counter.id)) continue;
    const mine = lines.filter(({ traits }) => index.claims.of(indexed.group, traits));
    const own = openTo(index, indexed.group, mine, now);
    lookBack(situation, own);
    const profile = profileOf(situation, counter, indexed);
    const choice = chooseTicket<PlayedLine<Ticket>>(situation, { counter, indexed, profile }, own, null, gone);
    if (!choice) continue;
    gone.add(choice.ticket.id);
    taken.add(counter.id);
    drafts.push(calledToRequest(situation, choice.ticket, counter.id));
    if (choice.line) passFirst(choice.line);
  }
  return drafts;
}

/** Whether a counter that has asked for anybody calls somebody who may be called from now on. */
export function isCalledBy(
  { index }: Situation,
  counter: Counter,
  indexed: IndexedCounter,
  arrival: Callable,
): boolean {
  const pool = arrival.visit?.pool;
  if (pool) return mayWaitFor(pool, arrival.visit?.home ?? null, counter, indexed);
  // Nobody of its own may be called while its request stands: it helps as an idle one does.
  return isWorkFor(index, indexed.group, arrival);
}

/** Who has stood longest comes first; of two that stand equally long the lower counter number. */
function standing({ state, index }: Situation): Standing[] {
  const found: Standing[] = [];
  for (const { indexed, counter } of placedIn(state, index)) if (counter?.request) found.push({ counter, indexed });
  return found.length < 2 ? found : found.sort((a, b) => since(a) - since(b));
}

function since({ counter }: Standing): Instant {
  return counter.request?.since ?? 0;
}

/** The call of a ticket to a counter whose *next* stands. */
export function calledToRequest(situation: Situation, ticket: Callable, counter: CounterId): Draft {
  return called(situation, ticket, counter, { how: 'request', score: null, turns: null }, 'request');
}
