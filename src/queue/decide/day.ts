import type { CommandOf } from '../commands.ts';
import { snapshot } from '../snapshot.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import type { Situation } from './situation.ts';

/**
 * A business day begins: the numbers start again, live ones stay taken, visits under way go on. Days only go
 * forward; a day without a date is opened only when there is none yet.
 */
export function openDay({ state }: Situation, command: CommandOf<'open-day'>): Outcome {
  const { day, instants, openingHash } = command;
  if (state.day && (day === null || (state.day.date !== null && day <= state.day.date))) {
    return refuse({ code: 'day-not-after', day: state.day.date ?? '' });
  }
  return accept([draft({ type: 'day-opened', day, instants, opening: snapshot(state), openingHash })], done(null));
}

/** The wall clock's label on branch time has changed. */
export function setClock({ offset, isTrusted }: CommandOf<'set-clock'>): Outcome {
  return accept([draft({ type: 'clock-set', offset, isTrusted })], done(null));
}
