import { z } from 'zod';

const mark = { service: z.string(), score: z.int().min(1), scale: z.int().min(2) };

/** Fields of what customers say of a service, beside head and ticket. */
export const RECORD_FIELDS = {
  /** Of the service that ended at the counter; `replaces`: the mark that it corrects. */
  'ticket-rated': { ...mark, replaces: z.int().min(1).nullable() },
  /** A mark of which the lobby manager is to know. */
  'ticket-rated-low': mark,
} as const;
