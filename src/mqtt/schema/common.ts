import { z } from 'zod';

/** ISO 8601 in UTC; null while the branch does not trust its wall clock. */
export const wallTime = z.iso.datetime().nullable();
/** A length of time, ms. */
export const duration = z.number().min(0);
