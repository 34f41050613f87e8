import { z } from 'zod';
import { wallTime } from './common.ts';

/**
 * `…/live/panic`: a teller calls for help. Not retained; goes before anything is on disk and may come twice. The record of
 * it is the event `alert-raised`, or `alert-repeated`.
 */
export const livePanic = z.strictObject({
  counter: z.string(),
  at: wallTime,
});

export type LivePanic = z.infer<typeof livePanic>;
