import type { HallPhase } from './instants.ts';
import type { Instant, WallTime } from './rules.ts';

/** How a person may have the hall stand, whatever the clock says. */
const HAND_STATES = ['evacuation', 'out-of-order', 'not-open-yet', 'break', 'closing'] as const;
export type HandState = (typeof HAND_STATES)[number];

/** What a person may ask of the hall; `open`: the clock rules again. */
export const HALL_ORDERS = [...HAND_STATES, 'open'] as const;
export type HallOrder = (typeof HALL_ORDERS)[number];

/** States in which numbers and calls stand still. */
export const STOPPED_STATES = ['evacuation', 'out-of-order'] as const;
export type StoppedState = (typeof STOPPED_STATES)[number];

/** What a person has asked of the hall, until somebody takes it back or the day is over. */
export interface ByHand {
  readonly state: HandState;
  readonly since: Instant;
  /** How the hall stood before: it goes on there where no clock says otherwise. */
  readonly before: HallPhase;
  /** When it is expected to end, as customers are told; left out: nobody has said. */
  readonly until?: WallTime;
}

/** Whether a state may say when it is expected to end: customers are told why no number is issued, and when it will be. */
export function hasExpectedEnd(order: HallOrder): boolean {
  return order === 'not-open-yet' || order === 'break';
}

interface HandedHall {
  readonly byHand?: ByHand;
}

/** What a person has asked of the hall. */
export function orderOf({ byHand }: HandedHall): HallOrder {
  return byHand?.state ?? 'open';
}

/** Why numbers and calls stand still; null: they do not. */
export function stoppedBy({ byHand }: HandedHall): StoppedState | null {
  if (!byHand) return null;
  return STOPPED_STATES.find((stopped) => stopped === byHand.state) ?? null;
}

/** Whether a person has shut the hall: until that is taken back the clock opens no counter in it. */
export function isShutByHand({ byHand }: HandedHall): boolean {
  return byHand?.state === 'closing' || byHand?.state === 'not-open-yet';
}

/** Whether the end of the hours ends what a person has asked, and forgot: a break, or a branch that did not open at all. */
export function endsWithHours({ byHand }: HandedHall): boolean {
  return byHand?.state === 'break' || byHand?.state === 'not-open-yet';
}

/**
 * Whether the clock may bring the hall to a phase. What a person has asked holds against the clock; but none of it keeps a
 * branch open, or about to open, after its hours.
 */
export function mayTurnTo({ byHand }: HandedHall, phase: HallPhase): boolean {
  if (!byHand) return true;
  return stoppedBy({ byHand }) === null && (phase === 'closing' || phase === 'closed');
}
