import { z } from 'zod';
import { word } from './values.ts';

/** Fields of the commands for the record. */
export const RECORD_COMMANDS = {
  /** A customer's mark for the service that ended last: at the counter, of the ticket, or of the ticket at the counter. */
  rate: {
    /** 1 is the worst; the bank standard says up to where. */
    score: z.int().min(1).max(10),
    label: word.optional(),
    counter: word.optional(),
  },
} as const;
