import { z } from 'zod';

/** What people read: `A012`. */
export const label = z.string().min(1);
/** Serial number of a ticket, never used again while the journal lives. */
export const ticketId = z.int().positive();
/** Sequence number of a journal record. */
export const sequence = z.int().min(0);

/**
 * What a client may call something: letters, digits, dot, dash, underscore and percent, as in one level of a topic. It
 * stands in logs, in the journal and on screens, where a blank, a control sign or a turned direction would mislead.
 */
export const WORD = /^[A-Za-z0-9._%-]+$/;
/** Longest such word of a client, its own name as well. */
export const LONGEST_WORD = 64;
/** An id or a name of the configuration, as a client gives it. */
export const word = z
  .string()
  .max(LONGEST_WORD)
  .regex(WORD, `1 to ${LONGEST_WORD} letters, digits, dots, dashes, underscores or percent signs`);

/** What stands on a pager. */
export const pagerId = z
  .string()
  .max(8)
  .regex(/^[A-Za-z0-9-]+$/, '1 to 8 letters, digits or dashes');

/** How long a wait will be, ms: one of ten is called before `p10`, half before `p50`, one of ten after `p90`. */
export const estimate = z.strictObject({ p10: z.int().min(0), p50: z.int().min(0), p90: z.int().min(0) });
