import type { HallOrder } from './hall-states.ts';
import type { WallTime } from './rules.ts';

/** What is asked of the hall as a whole. */
export type HallCommand =
  /** A person has the hall stand so, whatever the clock says; `open`: the clock rules again. */
  {
    readonly type: 'set-hall';
    readonly state: HallOrder;
    /** When that is expected to end, as customers are told: nothing ends by it. Of `not-open-yet` and `break` alone. */
    readonly until?: WallTime;
  };
