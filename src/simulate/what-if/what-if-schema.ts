import { z } from 'zod';
import { resultSchema } from '../result-schema.ts';

/** What `lobbyd what-if --json` writes: versioned, described, times in seconds. A new key is no new version; another meaning is. */

const count = (about: string) => z.number().int().nonnegative().describe(about);

/** The result of a what-if. */
export const whatIfSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    day: z.string().describe('Business day, ISO date; empty: the clock was not trusted.'),
    profile: z.string().nullable().describe('Profile that all counters follow; null: as it was.'),
    counters: z
      .array(
        z.strictObject({
          counter: z.string().describe('Id of the counter that was not there.'),
          like: z.string().describe('Counter that it is a copy of: services, hours, when its teller was there.'),
        }),
      )
      .describe('Counters more than there were.'),
    gone: z.array(z.string()).describe('Ids of counters that were there, and are not here.'),
    limits: z
      .strictObject({
        tickets: count('Numbers of the day.'),
        imputed: count("Tickets whose time at a window was not recorded, and is the day's mean of their service."),
        imputedShare: z.number().describe('Their share of the tickets, 0 to 1.'),
        walkedOut: count(
          'Gave up before they were called (censored): they leave when they left, unless called before.',
        ),
        noShows: count('Calls that nobody answered: nobody does here.'),
        moved: count('Served at another counter than in truth, for their own time.'),
        chosen: count('Calls for which a teller chose the customer.'),
        undone: count('Presses that were taken back.'),
        refused: count('Asked for a number and got none, in truth; they get none here.'),
        diverted: count('Went to a machine.'),
        unread: count('Things done that cannot be read out of the record.'),
        calls: count('Calls of the day.'),
        repeated: count("Calls that the program repeats under the day's own rules: same ticket, counter and moment."),
      })
      .describe('What is not known.'),
    rules: resultSchema.shape.rules.describe(
      'What happened (id `happened`), and what would have (id `what-if`). Times of day are seconds after midnight.',
    ),
  })
  .describe('What `lobbyd what-if --json` writes.');

export type WhatIfResult = z.output<typeof whatIfSchema>;
