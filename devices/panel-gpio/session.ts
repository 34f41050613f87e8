import type { Millis } from '../../src/clock.ts';
import type { ButtonChange, Standing } from '../../src/devices/wire/gpio.ts';

/** One button: the whole of what is remembered of it. */
export interface ButtonState {
  readonly standing: Standing;
  /** Changes before this moment are bounces. */
  readonly deafUntil: Millis;
  /** Since when it is down, or was already when the pins were opened; null while it is not known to be. */
  readonly downSince: Millis | null;
}

/** All buttons of a panel, in order. */
export type Session = readonly ButtonState[];

export interface Timing {
  /** After a press and after a release a button is deaf for so long. */
  readonly lockOut: Millis;
  /** A button that is down for so long is stuck. */
  readonly heldAfter: Millis;
}

/** What a change came to. */
export interface Step {
  readonly session: Session;
  readonly isPress: boolean;
}

/** The pins are open: a button that is down already was not pressed for us. */
export function startSession(standing: readonly Standing[], at: Millis): Session {
  return standing.map((each) => ({ standing: each, deafUntil: at, downSince: each === 'down' ? at : null }));
}

/**
 * A button moved. The first edge is the press, at once; then the button is deaf while its contacts bounce, and again
 * after it was let go. Nothing waits for quiet: a press that is shorter than any bounce counts, and none is late.
 * Pure.
 *
 * @param button index, from 0
 * @param at monotonic time
 */
export function buttonChanged(
  session: Session,
  button: number,
  change: ButtonChange,
  at: Millis,
  { lockOut }: Timing,
): Step {
  const before = session[button];
  if (!before) return { session, isPress: false };
  const step = changed(before, change, at, lockOut);
  return { session: session.with(button, step.state), isPress: step.isPress };
}

function changed(
  before: ButtonState,
  change: ButtonChange,
  at: Millis,
  lockOut: Millis,
): { readonly state: ButtonState; readonly isPress: boolean } {
  if (change === 'lost') return { state: { ...before, standing: 'unknown', downSince: null }, isPress: false };
  const downSince = change === 'up' ? null : (before.downSince ?? at);
  // A bounce still says where the button stands now.
  if (at < before.deafUntil) return { state: { ...before, standing: change, downSince }, isPress: false };
  // Up, and it was up: it was down and up again before anybody could read it.
  const isPress = change === 'down' ? before.standing !== 'down' : before.standing === 'up';
  const isRelease = change === 'up' && before.standing === 'down';
  const deafUntil = isPress || isRelease ? at + lockOut : before.deafUntil;
  return { state: { standing: change, downSince, deafUntil }, isPress };
}

/** Numbers (from 1) of the buttons that are stuck now. */
export function stuckButtons(session: Session, at: Millis, { heldAfter }: Timing): readonly number[] {
  return session.flatMap(({ downSince }, index) =>
    downSince !== null && at - downSince >= heldAfter ? [index + 1] : [],
  );
}
