import { z } from 'zod';

/** What `lobbyd advise --json` writes: versioned, described, times in seconds. A new key is no new version; another meaning is. */

const shareSchema = z
  .strictObject({
    target: z.string().describe('The target, as it was asked for.'),
    customers: z
      .number()
      .describe('Customers who count for it, of all days together; 0: nobody does, and any plan keeps it.'),
    share: z.number().describe('Share of customers in time, 0 to 1: of all days together; 1 where nobody counts.'),
    plusMinus: z.number().nullable().describe('Half of its 95 % interval; null: one day alone was played.'),
  })
  .describe('How a target is kept.');

const slotSchema = z.strictObject({
  from: z.number().describe('When the slot begins, s after midnight.'),
  to: z
    .number()
    .describe('When it ends, s after midnight; who is there in the last slot stays until the hall is empty.'),
  counters: z.array(z.string()).describe('Ids of the counters that are open.'),
});

const planSchema = z
  .strictObject({
    rules: z.string().describe('Id of the rules: of the scenario, or a profile that all counters follow.'),
    names: z.record(z.string(), z.string()).describe('Their name by language tag.'),
    counterHours: z.number().describe('Counter hours of the plan, h.'),
    targets: z.array(shareSchema),
    onOtherDays: z
      .strictObject({
        days: z.number().describe('How many other days were played.'),
        isKept: z.boolean().describe('Whether all targets are kept on them.'),
        targets: z.array(shareSchema),
      })
      .nullable()
      .describe(
        'The same on days on which no plan was searched: a plan that was chosen suits its own days best. Where `searched` says so, counters were opened until it held there too. Null: none were played.',
      ),
    slots: z.array(slotSchema),
    leftOut: z
      .array(z.string())
      .describe('Services of which customers come in a slot in which no counter is open that serves them.'),
  })
  .describe('Which counters are open when, and what it comes to.');

/** The result of an advice. */
export const adviceSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    scenario: z.strictObject({
      names: z.record(z.string(), z.string()).describe('Name by language tag.'),
      seed: z.number().describe('The same seed gives the same advice.'),
      replications: z.number().describe('Days that each plan was played on.'),
    }),
    services: z
      .record(z.string(), z.record(z.string(), z.string()))
      .describe('Names of the services by id, each by language tag.'),
    counters: z
      .record(z.string(), z.record(z.string(), z.string()))
      .describe('Names of counters that have a number, by id, each by language tag.'),
    isReachable: z.boolean().describe('False: not even with all counters open all day; `best` is that plan then.'),
    judged: z.number().describe('Plans that were played, if only on a day.'),
    best: planSchema.describe(
      'The plan that is advised: it keeps the targets on the days searched, and on the others.',
    ),
    searched: planSchema
      .nullable()
      .describe(
        'The plan with the fewest counter hours on the days searched, where it misses the targets on the others and `best` was made of it by opening more; null: it is `best`.',
      ),
    next: z
      .array(planSchema)
      .describe(
        'Others that keep the targets on the days searched; first those that keep them on the others too, the best first.',
      ),
    less: z
      .array(
        z.strictObject({
          from: z.number().describe('When the slot begins, s after midnight.'),
          counters: z.number().describe('How many counters are left open in it.'),
          targets: z.array(shareSchema),
        }),
      )
      .describe('The price of one counter less in each slot, where it costs least: shares of the other days.'),
    overload: z
      .strictObject({
        services: z.array(z.string()).describe('Services whose customers ask for more than there is.'),
        brings: z.number().describe('Counter hours that they bring, h.'),
        has: z.number().describe('Counter hours that there are for them, h.'),
      })
      .nullable()
      .describe('Why it cannot be reached, where there is too much work for all counters.'),
  })
  .describe('What `lobbyd advise --json` writes.');

export type AdviceResult = z.output<typeof adviceSchema>;
export type PlanResult = AdviceResult['best'];
