import type { HallOrder } from './hall-states.ts';
import type { HallPhase } from './instants.ts';
import { codesOf } from './refusal-codes.ts';
import type { CounterId, TellerId, WallTime } from './rules.ts';

/** Why the hall does not stand otherwise, or nobody sits down. */
export type HallRefusal =
  /** Somebody has asked for it already; `open`: nobody has asked for anything else. */
  | { readonly code: 'hall-already'; readonly state: HallOrder }
  /** No break while the branch is not open, and no early close or late opening once it is closing or has closed. */
  | { readonly code: 'hall-shut'; readonly phase: HallPhase }
  /** Numbers have been issued today: the branch has opened. */
  | { readonly code: 'hall-has-opened' }
  /** Nobody is told when this state ends, or the time is over. */
  | { readonly code: 'hall-no-until'; readonly state: HallOrder; readonly until: WallTime }
  /** The same login at two windows: the teller is at work at this one. A pause is none: whoever moves pauses the first window. */
  | { readonly code: 'teller-elsewhere'; readonly teller: TellerId; readonly counter: CounterId };

/** Whether a refusal is one of these. */
export const isAboutHall = codesOf<HallRefusal>({
  'hall-already': true,
  'hall-shut': true,
  'hall-has-opened': true,
  'hall-no-until': true,
  'teller-elsewhere': true,
});
