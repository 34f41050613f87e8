import { z } from 'zod';
import { WAYS_TAKEN } from '../../queue/commands-guidance.ts';

/** Data of the published events of customers who may do without a teller. */
export function guidanceEvents<H extends z.ZodRawShape>(head: H) {
  return {
    /** A customer goes to a machine, and takes no number: said so, or did not insist on one. */
    'customer-diverted': z.strictObject({
      ...head,
      service: z.string(),
      machine: z.string(),
      how: z.enum(WAYS_TAKEN),
    }),
    /** What a machine says of itself; `queue`: at most as many as make a difference. */
    'machine-changed': z.strictObject({
      ...head,
      machine: z.string(),
      isUsable: z.boolean(),
      queue: z.int().min(0),
    }),
  } as const;
}

/** Version of the published shape of each. */
export const GUIDANCE_EVENT_VERSIONS = { 'customer-diverted': 1, 'machine-changed': 1 } as const;
