import type { CommandOf } from '../commands.ts';
import { isByHours } from '../hall.ts';
import { hasHours } from '../instants.ts';
import { snapshot } from '../snapshot.ts';
import { endOfDay, expired, heldOverAgain } from './held-over.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { handEnded } from './set-hall.ts';
import type { Situation } from './situation.ts';

/**
 * A business day begins: the numbers start again, live ones stay taken, visits under way go on, parked ones expire
 * unless the rules keep them. Who still waits from a day that had opening hours is held over, or expires as well. Days
 * only go forward; a day without a date is opened only when there is none yet.
 */
export function openDay(situation: Situation, command: CommandOf<'open-day'>): Outcome {
  const { state, index } = situation;
  const { day, instants, openingHash } = command;
  if (state.day && (day === null || (state.day.date !== null && day <= state.day.date))) {
    return refuse({ code: 'day-not-after', day: state.day.date ?? '' });
  }
  const openedDay = draft({ type: 'day-opened', day, instants, opening: snapshot(state), openingHash });
  // After a day without a date nobody knows that it is not the same day.
  const isOver = state.day !== null && state.day.date !== null;
  const isKept = !isOver || index.rules.parking?.atDayEnd === 'keep';
  const parked = [...state.parked.values()].sort((a, b) => a.id - b.id);
  const left = isKept ? [] : parked.filter(({ parked }) => !parked?.isHeldOver).map((ticket) => expired(ticket, null));
  const waits = isOver && isByHours(state) ? endOfDay(situation, hasHours(instants)) : [];
  // Without opening hours no clock would bring them back.
  const back = hasHours(instants) ? [] : heldOverAgain(situation);
  const byHand = handEnded(state, hasHours(instants));
  return accept([openedDay, ...left, ...waits, ...byHand, ...back], done(null));
}

/** The instants of the day that is open are others from now on. */
export function planDay(situation: Situation, { instants }: CommandOf<'plan-day'>): Outcome {
  if (!situation.state.day) return refuse({ code: 'no-day' });
  const back = hasHours(instants) ? [] : heldOverAgain(situation);
  return accept([draft({ type: 'day-planned', instants }), ...back], done(null));
}

/** The wall clock's label on branch time has changed. */
export function setClock({ offset, isTrusted }: CommandOf<'set-clock'>): Outcome {
  return accept([draft({ type: 'clock-set', offset, isTrusted })], done(null));
}
