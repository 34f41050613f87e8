import type { ServiceId } from './rules.ts';
import type { MachineId } from './rules-guidance.ts';

/** What a machine has said of itself last. */
export interface MachineState {
  readonly isUsable: boolean;
  /** How many stand before it, at most the bound of the rules: beyond that it makes no difference. */
  readonly queue: number;
}

/** What one service had to do with one machine since the business day began. */
export interface Diversion {
  readonly service: ServiceId;
  readonly machine: MachineId;
  /** Customers who were asked. */
  readonly offered: number;
  /** Who went there. */
  readonly taken: number;
  /** Who insisted on a number. */
  readonly refused: number;
}
