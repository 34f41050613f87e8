import type { IndexedCounter, RuleIndex } from './rule-index.ts';
import type { Counter, QueueState } from './state.ts';

/** A configured counter and how it stands. */
export interface PlacedCounter {
  readonly indexed: IndexedCounter;
  /** Undefined: the state does not know it yet. */
  readonly counter: Counter | undefined;
}

/** The configured counters in their order, under the rules in force or others that are about to be. */
export function placedIn(state: Readonly<QueueState>, index: RuleIndex): readonly PlacedCounter[] {
  return state.placed && state.rules === index.rules ? state.placed : place(state, index);
}

/** Puts the counters of the rules in force in their order; they are looked through for every number that is issued. */
export function placeCounters(state: QueueState, index: RuleIndex): void {
  state.placed = place(state, index);
}

function place({ counters }: Readonly<QueueState>, index: RuleIndex): readonly PlacedCounter[] {
  return [...index.counters.values()].map((indexed) => ({ indexed, counter: counters.get(indexed.rules.id) }));
}
