import { type Millis, ms, seconds } from '../../clock.ts';

/** Disturbances of a bus, newest last: the whole state, as a value. */
export interface NoiseState {
  /** When the last few were counted. */
  readonly marks: readonly Millis[];
  /** When bytes last came that nobody asked for. */
  readonly lastAt: Millis;
  readonly isRaised: boolean;
}

/** So many disturbances … */
const MARKS = 5;
/** … within this time, and the bus is called garbled: well within the 5 s in which a babbler must be named. */
const WINDOW: Millis = seconds(3);
/** A stream of bytes counts once in this time. */
const APART: Millis = ms(200);
/** Without any for so long, and it is well again. Longer than {@link WINDOW} / {@link MARKS}: a steady drip does not flicker. */
const CALM: Millis = ms(900);

export const QUIET: NoiseState = { marks: [], lastAt: Number.NEGATIVE_INFINITY, isRaised: false };

/** Bytes came that nobody asked for, or an answer that is none. */
export function disturbed(state: NoiseState, now: Millis): NoiseState {
  const last = state.marks.at(-1);
  if (last !== undefined && now - last < APART) return { ...state, lastAt: now };
  const marks = [...state.marks, now].filter((mark) => now - mark <= WINDOW).slice(-MARKS);
  return { marks, lastAt: now, isRaised: state.isRaised || marks.length >= MARKS };
}

/** When to look again whether it has become calm; null when nothing is raised. */
export function calmAt(state: NoiseState): Millis | null {
  return state.isRaised ? state.lastAt + CALM : null;
}

/** Time has passed: it is well again after `calm` without any. */
export function calmed(state: NoiseState, now: Millis, calm: Millis = CALM): NoiseState {
  return state.isRaised && now >= state.lastAt + calm ? { ...QUIET, lastAt: state.lastAt } : state;
}
