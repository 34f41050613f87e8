import { codesOf } from './refusal-codes.ts';
import type { Question } from './refusals-hours.ts';
import type { Duration, ServiceId } from './rules.ts';
import type { MachineId } from './rules-guidance.ts';

/** Why a customer is offered a machine, or cannot go to one. */
export type GuidanceRefusal =
  /**
   * A question: a machine does it now. The number is issued when the customer insists, whatever else would have been
   * asked; `reason` says what; null: nothing.
   */
  | {
      readonly code: 'machine-better';
      readonly service: ServiceId;
      readonly machine: MachineId;
      readonly waiting: number;
      readonly reason: Question | null;
      /** Of the wait for a teller; null: nobody knows, or it was not asked for. */
      readonly estimate: Duration | null;
    }
  | { readonly code: 'unknown-machine'; readonly machine: MachineId }
  /** The machine does not do this service. */
  | { readonly code: 'not-at-machine'; readonly machine: MachineId; readonly service: ServiceId }
  /** It says that it cannot be used now, or says nothing. */
  | { readonly code: 'machine-not-usable'; readonly machine: MachineId };

/** Whether a refusal is one of these. */
export const isAboutMachines = codesOf<GuidanceRefusal>({
  'machine-better': true,
  'unknown-machine': true,
  'not-at-machine': true,
  'machine-not-usable': true,
});
