import { toldUntil } from '../hall.ts';
import { orderOf } from '../hall-states.ts';
import { HOURS } from './counter.ts';
import { type Draft, draft } from './outcome.ts';
import type { Situation } from './situation.ts';

/** The hall stands as it did, but for the time that customers were told: that has come, and nobody has opened. */
export function noLongerTold({ state, now }: Situation): Draft[] {
  const until = toldUntil(state);
  if (until === null || until > now) return [];
  const order = orderOf(state.hall);
  return [draft({ type: 'hall-set', from: order, state: order }, null, HOURS)];
}
