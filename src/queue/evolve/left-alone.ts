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
  for (const counter of state.counters.values()) {
    const after = pausesAfter(index, counter);
    if (after === undefined && counter.leftSince === null) continue;
    if (after === undefined || !isIdle(state, index, counter.id)) counter.leftSince = null;
    else if (counter.leftSince === null || isKey(event, counter)) counter.leftSince = event.at;
    arm(state, counter, after);
  }
}

/** Notes of a state that was made anew when its counters pause. */
export function armSeats(state: QueueState): void {
  const index = state.rules && indexOf(state.rules);
  if (!index) return;
  for (const counter of state.counters.values()) arm(state, counter, pausesAfter(index, counter));
}

function pausesAfter({ counters }: RuleIndex, { id }: Counter): Duration | undefined {
  return counters.get(id)?.rules.pausesAfter;
}

function arm(state: QueueState, { id, leftSince }: Counter, after: Duration | undefined): void {
  const at = leftSince === null || after === undefined ? null : leftSince + after;
  state.due.set(dueName({ kind: 'left', id }), at);
}

/** Whether somebody has done something at the counter, be it in vain; that an alert is raised there is no sign of life. */
function isKey({ type, counter }: QueueEvent, { id }: Counter): boolean {
  return counter === id && !type.startsWith('alert-') && type !== 'profile-switched';
}
