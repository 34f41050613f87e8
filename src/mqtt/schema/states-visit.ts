import { z } from 'zod';
import { duration } from './common.ts';

const progress = { at: z.int().min(1), of: z.int().min(1) };

/** What the customer at a counter has said once, and what has been done: before every teller of the visit. */
export const visitState = {
  service: z.string(),
  /** BCP 47. */
  language: z.string(),
  /** Which of how many services; null: it is the only one. */
  visit: z.strictObject(progress).nullable(),
  /** Services to come, in order. */
  pending: z.array(z.string()),
  /** Null: nobody has looked. */
  papersReady: z.boolean().nullable(),
  /** Why somebody sent the customer: the reason's code and what it is called, and the counter that sent. */
  referral: z
    .strictObject({ reason: z.string(), names: z.record(z.string(), z.string()), counter: z.string() })
    .nullable(),
  /** The step in hand; null: the service has none. */
  step: z.strictObject({ step: z.string(), ...progress }).nullable(),
  /** Steps that are over, in order. */
  steps: z.array(z.strictObject({ service: z.string(), step: z.string(), took: duration, standard: duration })),
  /** Counters that had the customer before, the newest last. */
  seenAt: z.array(z.string()),
} as const;
