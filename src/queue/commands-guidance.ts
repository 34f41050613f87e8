import type { ServiceId } from './rules.ts';
import type { MachineId } from './rules-guidance.ts';

/** How a customer took a machine: said so, or did not insist on a number. */
export const WAYS_TAKEN = ['chosen', 'silence'] as const;
export type Taken = (typeof WAYS_TAKEN)[number];

/** What is asked for customers who may do without a teller. */
export type GuidanceCommand =
  /** The customer who was offered a machine goes there. */
  | { readonly type: 'take-machine'; readonly service: ServiceId; readonly machine: MachineId; readonly how: Taken }
  /** What is known of a machine now; `queue`: how many stand before it. */
  | { readonly type: 'machine-state'; readonly machine: MachineId; readonly isUsable: boolean; readonly queue: number };
