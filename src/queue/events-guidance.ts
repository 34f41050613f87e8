import type { Taken } from './commands-guidance.ts';
import type { ServiceId } from './rules.ts';
import type { MachineId } from './rules-guidance.ts';

/** What happens to customers who may do without a teller. */
export type GuidanceBody =
  /** What a machine says of itself, as far as it decides who is sent there; `queue`: at most the bound of the rules. */
  | {
      readonly type: 'machine-changed';
      readonly machine: MachineId;
      readonly isUsable: boolean;
      /** 0 where it is not usable. */
      readonly queue: number;
    }
  /** A customer goes to a machine, and takes no number. */
  | { readonly type: 'diverted'; readonly service: ServiceId; readonly machine: MachineId; readonly how: Taken };

/** Version of each event's shape in the journal. */
export const GUIDANCE_VERSIONS: { readonly [T in GuidanceBody['type']]: number } = {
  'machine-changed': 1,
  diverted: 1,
};
