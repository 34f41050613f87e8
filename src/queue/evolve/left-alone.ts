import { isIdle } from '../alert-measures.ts';
import { dueName } from '../due.ts';
import type { QueueEvent } from '../events.ts';
import { indexOf, type RuleIndex } from '../rule-index.ts';
import type { Duration } from '../rules.ts';
import type { Counter, QueueState } from '../state.ts';

/** Notes after each event which counters stand open without anybody who works there, and when they pause. */
export function watchSeats(state: QueueState, event: QueueEvent): void {
  const index = state.rules && indexOf(state.rules);
  if (!index) return;
  if (event.type === 'rules-applied') forgetOthers(state, index);
  for (const { id, after, due } of index.leavable) {
    const counter = state.counters.get(id);
    if (!counter) continue;
    if (!isIdle(state, index, id)) counter.leftSince = null;
    else if (counter.leftSince === null || isKey(event, counter)) counter.leftSince = event.at;
    arm(state, counter, after, due);
  }
}

/** Notes of a state that was made anew when its counters pause. */
export function armSeats(state: QueueState): void {
  const index = state.rules && indexOf(state.rules);
  for (const { id, after, due } of index?.leavable ?? []) {
    const counter = state.counters.get(id);
    if (counter) arm(state, counter, after, due);
  }
}

/** Counters that pause by themselves no more. */
function forgetOthers(state: QueueState, { counters }: RuleIndex): void {
  for (const counter of state.counters.values()) {
    if (counter.leftSince === null || counters.get(counter.id)?.rules.pausesAfter !== undefined) continue;
    counter.leftSince = null;
    state.due.set(dueName({ kind: 'left', id: counter.id }), null);
  }
}

function arm(state: QueueState, { leftSince }: Counter, after: Duration, due: string): void {
  state.due.set(due, leftSince === null ? null : leftSince + after);
}

/**
 * Whether somebody has done something at the counter, be it in vain. That an alert is raised there is no sign of life, but
 * where the teller called for help; nor is what a customer says of the service.
 */
export function isKey(event: QueueEvent, { id }: Pick<Counter, 'id'>): boolean {
  if (event.counter !== id) return false;
  switch (event.type) {
    case 'alert-raised':
      return event.kind === 'panic';
    case 'alert-repeated':
    case 'alert-acknowledged':
    case 'alert-cleared':
    case 'profile-switched':
    case 'rated':
    case 'low-rated':
      return false;
    case 'refused':
      return event.asked !== 'rate';
    default:
      return true;
  }
}
