import type { CommandOf } from '../commands.ts';
import { snapshot } from '../snapshot.ts';
import type { Ticket } from '../state.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import type { Situation } from './situation.ts';

/**
 * A business day begins: the numbers start again, live ones stay taken, visits under way go on, parked ones expire
 * unless the rules keep them. Days only go forward; a day without a date is opened only when there is none yet.
 */
export function openDay({ state, index }: Situation, command: CommandOf<'open-day'>): Outcome {
  const { day, instants, openingHash } = command;
  if (state.day && (day === null || (state.day.date !== null && day <= state.day.date))) {
    return refuse({ code: 'day-not-after', day: state.day.date ?? '' });
  }
  const opened = draft({ type: 'day-opened', day, instants, opening: snapshot(state), openingHash });
  // After a day without a date nobody knows that it is not the same day.
  const isOver = state.day !== null && state.day.date !== null;
  const isKept = !isOver || index.rules.parking?.atDayEnd === 'keep';
  return accept(
    [opened, ...(isKept ? [] : [...state.parked.values()].sort((a, b) => a.id - b.id).map(expired))],
    done(null),
  );
}

function expired({ id, label, service }: Ticket): Draft {
  return draft({ type: 'expired', ticket: id, label, service });
}

/** The wall clock's label on branch time has changed. */
export function setClock({ offset, isTrusted }: CommandOf<'set-clock'>): Outcome {
  return accept([draft({ type: 'clock-set', offset, isTrusted })], done(null));
}
