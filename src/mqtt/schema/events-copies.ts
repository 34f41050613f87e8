import { z } from 'zod';
import { head, ticketOfEvent } from './event-head.ts';

const times = z.int().min(1);

/** Data of the events of a slip that was lost and printed again. */
export const COPY_DATA = {
  /** The `times`-th copy is printed, at the printer of `kiosk`; null: at the branch's. Who asked by name stands in the journal. */
  'reprint-asked': z.strictObject({ ...head, ...ticketOfEvent, times, kiosk: z.string().nullable() }),
  /** Nothing else of the ticket changes, however it ended. */
  'reprint-ended': z.strictObject({
    ...head,
    ...ticketOfEvent,
    times,
    printer: z.string(),
    end: z.enum(['printed', 'failed', 'unknown']),
    /** Why it failed, or why nobody knows; null: it is printed. `over`: the visit had ended before its turn. */
    reason: z
      .enum(['paper-out', 'cover-open', 'fault', 'gone', 'over', 'no-answer', 'restart', 'connection-lost'])
      .nullable(),
  }),
} as const;

/** Version of the published shape of each. */
export const COPY_DATA_VERSIONS = { 'reprint-asked': 1, 'reprint-ended': 1 } as const;
