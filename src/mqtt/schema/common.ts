import { z } from 'zod';

/** ISO 8601 in UTC; null while the branch does not trust its wall clock. */
export const wallTime = z.iso.datetime().nullable();
/** What people read: `A012`. */
export const label = z.string().min(1);
/** Serial number of a ticket, never used again while the journal lives. */
export const ticketId = z.int().positive();
/** A length of time, ms. */
export const duration = z.number().min(0);
/** Sequence number of a journal record. */
export const sequence = z.int().min(0);
