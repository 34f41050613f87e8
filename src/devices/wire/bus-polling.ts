import { type Millis, ms, seconds } from '../../clock.ts';

/** How often units are asked. */
export interface Polling {
  /** After a press a unit is asked so often … */
  readonly activeEvery: Millis;
  /** … for so long. */
  readonly activeFor: Millis;
  /** Else so often, as far as the wire can. Also the rest that an ill unit takes before it is asked again. */
  readonly idleEvery: Millis;
  /**
   * While nobody on the bus has pressed anything for a while: so often, if that is longer. A bus that needs longer for a
   * round than {@link idleEvery} would otherwise ask one unit after the other without a pause, all night.
   */
  readonly quietEvery: Millis;
  /**
   * After a press nobody is asked for so long, unless somebody has something to say before: what the press comes to would find
   * the bus taken, for a slot that costs many times more than a commit.
   */
  readonly answerWithin: Millis;
  /** So many ill answers in a row, and a unit is taken for dead … */
  readonly deadAfter: number;
  /** … or two in a row that lie so far apart: on a slow bus, or one with many dead, five would take too long. */
  readonly deadWithin: Millis;
  /** Then it gets a slot after this time, then after twice as long … */
  readonly deadFirst: Millis;
  /** … and at last so often, so that it cannot slow the others down. */
  readonly deadEvery: Millis;
  /** The longest wait for it while no other polled unit lives: there is nobody to slow down. */
  readonly loneDeadEvery: Millis;
  /**
   * A unit that does answer, but wrongly, so often, times the number of such units: what spoils its answers may be over
   * at any moment, and each try costs the others a tenth of a second.
   */
  readonly garbledEvery: Millis;
}

/** The polling of keypads: a press is found at once after another one, and within a moment otherwise. */
export const POLLING: Polling = {
  activeEvery: ms(25),
  activeFor: seconds(30),
  idleEvery: ms(100),
  quietEvery: ms(100),
  answerWithin: ms(10),
  deadAfter: 5,
  deadWithin: seconds(2),
  deadFirst: seconds(1),
  deadEvery: seconds(10),
  loneDeadEvery: seconds(1),
  garbledEvery: ms(700),
};
