import { z } from 'zod';
import { duration } from './common.ts';

/** `mean` and `worst` in ms; null where nothing was measured. */
const tally = z.strictObject({
  kept: z.int().min(0),
  of: z.int().min(0),
  mean: duration.nullable(),
  worst: duration.nullable(),
});

const figures = {
  /** Issue or return to a queue → call, against the wait that the bank promises. */
  wait: tally,
  /** The whole service, against its time standard. */
  service: tally,
  noShows: z.int().min(0),
  recalls: z.int().min(0),
  /** Customers who were handed to the client manager. */
  referrals: z.int().min(0),
  /** Visits of messengers with many slips: their time stands in no mean above. */
  bulk: z.strictObject({ visits: z.int().min(0), slips: z.int().min(0), mean: duration.nullable() }),
  /** What customers said: `of` how many, their mean and the worst; null where nobody did. */
  marks: z.strictObject({
    of: z.int().min(0),
    mean: z.number().nullable(),
    worst: z.int().nullable(),
  }),
};

/** How often the standards were kept on the business day so far. */
export const STANDARDS_STATE = {
  /** ISO date; null while the branch does not know it. */
  day: z.string().nullable(),
  all: z.strictObject(figures),
  /** Those of the branch for which something was counted, sorted by id. */
  services: z.array(z.strictObject({ id: z.string(), ...figures })),
  counters: z.array(z.strictObject({ id: z.string(), ...figures })),
  /** Steps of these services against their time standards, sorted by service and step. */
  steps: z.array(z.strictObject({ service: z.string(), step: z.string(), ...tally.shape })),
  /** By what was known of the customer's papers: `ready`, `missing`, `not-seen`. */
  papers: z.array(z.strictObject({ id: z.string(), ...figures })),
} as const;
