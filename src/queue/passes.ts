import { linesIn } from './lines.ts';
import { comesBefore, countBefore } from './places.ts';
import type { IndexedCounter, RuleIndex } from './rule-index.ts';
import type { Place } from './rules.ts';
import type { Counter, QueueState, Ticket } from './state.ts';
import type { LineTraits } from './traits.ts';

/**
 * Whom others were called past: for the counters that serve the same services for the same people, the places of those
 * who were called while somebody waited there who had come before. A ticket was passed over by all of them that came after it.
 */

/** How many later arrivals were called before a ticket, at counters that are there for it. */
export function passedOver(
  state: Readonly<Pick<QueueState, 'passes'>>,
  index: RuleIndex,
  traits: LineTraits,
  place: Place,
): number {
  if (state.passes.size === 0) return 0;
  let count = 0;
  for (let group = 0; group < index.groupNames.length; group += 1) {
    const passes = state.passes.get(index.groupNames[group] ?? '');
    if (passes && index.claims.of(group, traits)?.isOwn) count += countAfter(passes, place);
  }
  return count;
}

/** How many of ordered places come after one. */
export function countAfter(places: readonly Place[], { queuedAt, id }: Place): number {
  const last = places[places.length - 1];
  if (!last || last.queuedAt < queuedAt) return 0;
  return places.length - countBefore(places, { queuedAt, id: id + 1 });
}

/** A ticket has been called and waits no longer: counted against those who came before it and still wait. */
export function recordPass(state: QueueState, index: RuleIndex, counter: IndexedCounter, ticket: Ticket): void {
  const name = index.groupNames[counter.group] ?? '';
  const first = firstWaiting(state, index, counter);
  const isPassing = first !== null && comesBefore(first, ticket);
  const passes = state.passes.get(name) ?? [];
  if (!isPassing && passes.length === 0) return;
  const bound = isPassing ? first : ticket;
  // Nobody who stands before all that are counted lets any be forgotten: then nobody has to be looked for.
  if (passes[0] && comesBefore(passes[0], bound)) forgetBefore(passes, earliestPlace(state, bound));
  if (isPassing) passes.splice(countBefore(passes, ticket), 0, { queuedAt: ticket.queuedAt, id: ticket.id });
  if (passes.length === 0) state.passes.delete(name);
  else state.passes.set(name, passes);
}

/** A call was taken back: it has passed over nobody. */
export function forgetPass(state: QueueState, index: RuleIndex, counter: Counter, ticket: Ticket): void {
  const indexed = index.counters.get(counter.id);
  const name = indexed ? (index.groupNames[indexed.group] ?? '') : '';
  const passes = state.passes.get(name);
  const place = passes ? countBefore(passes, ticket) : 0;
  if (passes?.[place]?.id !== ticket.id) return;
  passes.splice(place, 1);
  if (passes.length === 0) state.passes.delete(name);
}

/** Where counters serve other services than before, counting begins anew. */
export function refitPasses(state: QueueState, index: RuleIndex): void {
  for (const name of state.passes.keys()) if (!index.groupNames.includes(name)) state.passes.delete(name);
}

/** Who has come first of those for whom the counter is there, callable or not. */
function firstWaiting(state: QueueState, index: RuleIndex, { group }: IndexedCounter): Place | null {
  let first: Place | null = null;
  for (const [candidate] of linesIn(state, index, 'waiting')) {
    if (!candidate || (first && comesBefore(first, candidate))) continue;
    if (index.claims.of(group, index.traits.traitsOf(candidate))?.isOwn) first = candidate;
  }
  return first;
}

/** Who was called and may be back by an undo still counts what passed it. */
function earliestPlace(state: QueueState, first: Place): Place {
  let earliest = first;
  for (const { ticket: id } of state.counters.values()) {
    const ticket = id === null ? undefined : state.tickets.get(id);
    if (ticket && comesBefore(ticket, earliest)) earliest = ticket;
  }
  return earliest;
}

/** Mostly nobody or one: an engine that takes out the first need not move those behind. */
function forgetBefore(passes: Place[], earliest: Place): void {
  const gone = countBefore(passes, earliest);
  if (gone === 1) passes.shift();
  else if (gone > 1) passes.splice(0, gone);
}
