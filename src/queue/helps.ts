import { DUE } from './due.ts';
import type { QueueEvent } from './events.ts';
import { linesFor } from './lines.ts';
import { indexOf } from './rule-index.ts';
import type { Instant } from './rules.ts';
import type { QueueState } from './state.ts';

/**
 * When a counter whose request stands helps somebody who has waited long enough by then, if nothing happens until then;
 * null: never.
 */
function nextHelp(state: Readonly<QueueState>): Instant | null {
  const index = state.rules && indexOf(state.rules);
  if (!index?.claims.isHelpByWait) return null;
  let earliest = Number.POSITIVE_INFINITY;
  const groups = new Set<number>();
  for (const { rules, group } of index.counters.values()) {
    if (state.counters.get(rules.id)?.request && index.claims.isHelper(group)) groups.add(group);
  }
  for (const group of groups) {
    for (const { traits, first } of linesFor(state, index, group)) {
      const after = index.claims.of(group, traits)?.helpedAfter ?? Number.POSITIVE_INFINITY;
      if (first) earliest = Math.min(earliest, first.queuedAt + after + 1);
    }
  }
  return earliest === Number.POSITIVE_INFINITY ? null : earliest;
}

/** Notes when that is; after an event that changes no rules nothing is to be noted where the rules know no such help. */
export function settleHelps(state: QueueState, event: QueueEvent | null = null): void {
  const isNever = state.rules === null || !indexOf(state.rules).claims.isHelpByWait;
  if (isNever && event && event.type !== 'rules-applied') return;
  state.due.set(DUE.helps, nextHelp(state));
}
