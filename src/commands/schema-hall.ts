import { z } from 'zod';
import { HALL_ORDERS } from '../queue/hall-states.ts';

/** What is asked of the hall as a whole. */
export const HALL_COMMANDS = {
  /** Has the hall stand so, whatever the clock says; `open`: the clock rules again. */
  'set-hall': {
    state: z.enum(HALL_ORDERS),
    /** When that is expected to end, as customers are told; of `not-open-yet` and `break` alone. It ends by `open`, not by this. */
    until: z.iso.datetime({ offset: true }).optional(),
  },
} as const;
