import { codesOf } from './refusal-codes.ts';
import type { Duration, ServiceId, WallTime } from './rules.ts';
import type { MachineId } from './rules-guidance.ts';

/** Numbers and calls stand still; `service`: where a number was asked for. */
export type StoppedRefusal =
  | { readonly code: 'hall-evacuated'; readonly service?: ServiceId }
  | { readonly code: 'hall-out-of-order'; readonly service?: ServiceId };

/** Why no number is issued now. Where something opens again, `opens` says when; null: nobody knows. */
export type HoursRefusal =
  | StoppedRefusal
  | { readonly code: 'not-open-yet'; readonly service: ServiceId; readonly opens: WallTime | null }
  | { readonly code: 'branch-closed'; readonly service: ServiceId; readonly opens: WallTime | null }
  | { readonly code: 'branch-break'; readonly service: ServiceId; readonly opens: WallTime | null }
  /** The branch is open, the service is not. */
  | { readonly code: 'service-closed'; readonly service: ServiceId; readonly opens: WallTime | null }
  /** Whoever takes a number now would not be called before closing. */
  | {
      readonly code: 'no-time-left';
      readonly service: ServiceId;
      readonly closes: WallTime | null;
      readonly estimate: Duration | null;
    }
  /** As many numbers as a day has, of the service or of the branch. */
  | {
      readonly code: 'capacity-reached';
      readonly service: ServiceId;
      readonly of: 'service' | 'branch';
      readonly limit: number;
    }
  /** A question: the number is issued when the customer insists. */
  | {
      readonly code: 'confirm-needed';
      readonly service: ServiceId;
      readonly reason: Question;
      readonly waiting: number;
      readonly estimate: Duration | null;
    };

/** Whether a refusal is one of these. */
export const isAboutHours = codesOf<HoursRefusal>({
  'hall-evacuated': true,
  'hall-out-of-order': true,
  'not-open-yet': true,
  'branch-closed': true,
  'branch-break': true,
  'service-closed': true,
  'no-time-left': true,
  'capacity-reached': true,
  'confirm-needed': true,
});

/** Why a customer is asked whether it is worth the wait. */
export type Question = 'waiting' | 'closing';

/** What a customer would have been asked before a number, where nobody could answer. */
export interface Unasked {
  readonly reason: Question | null;
  /** Which machine does it now. */
  readonly machine: MachineId | null;
}
