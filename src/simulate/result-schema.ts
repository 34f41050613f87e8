import { z } from 'zod';

/** What `lobbyd simulate --json` writes: versioned, described, times in seconds. A new key is no new version; another meaning is. */

const figure = (about: string) =>
  z
    .strictObject({
      mean: z.number().nullable().describe('Mean over the days; null: there was nothing to measure.'),
      plusMinus: z.number().nullable().describe('Half of its 95 % interval (Student); null: one day alone was played.'),
    })
    .describe(about);

const times = (about: string) =>
  z
    .strictObject({
      mean: figure('The mean, s.'),
      p50: figure('Half of them are not longer, s.'),
      p90: figure('Nine of ten are not longer, s.'),
      p95: figure('Nineteen of twenty are not longer, s.'),
      max: figure('The longest, s.'),
    })
    .describe(about);

const names = z.record(z.string(), z.string()).describe('Name by language tag.');

const errors = (about: string) =>
  z
    .strictObject({
      bias: figure('Mean of the true wait less what was told (P50): above 0 they wait longer than they were told, s.'),
      rmse: figure('Root of the mean square of the same, s.'),
      pinball: figure(
        'Mean pinball loss of the 10th, 50th and 90th percentile, s: the lower, the truer is the range. A single number stands for all three.',
      ),
    })
    .describe(about);

const toldSchema = z
  .strictObject({
    of: figure(
      'Customers who were told how long they would wait, and were called, whether they came or not; who was told that there was no wait, and had none, is left out.',
    ),
    inside: figure('Share of them who were called between P10 and P90, 0 to 1.'),
    early: figure('Share of them who were called before P10.'),
    late: figure('Share of them who were called after P90.'),
    estimate: errors('How far off the estimates were.'),
    plain: errors(
      'The same for a rule of thumb: people ahead × true mean service time / open counters that serve the service.',
    ),
  })
  .describe('How true the waits were that customers were told; 0 customers where nobody was told.');

const groupSchema = z
  .strictObject({
    service: z.string().nullable().describe('Id of the service; null: all.'),
    segment: z.string().nullable().describe('Id of the segment; null: all.'),
    customers: figure('Customers who came.'),
    served: figure('Customers who were served.'),
    walkedOut: figure('Customers who left before they were called.'),
    unserved: figure('Customers who still waited when the day was over.'),
    refused: figure('Customers who got no number.'),
    diverted: figure('Customers who went to a machine.'),
    wait: times('From the number to the first call, of those who came when they were called.'),
    visit: times('From the number to the end of the visit, of those who were served.'),
    withinTarget: figure('Share of those who were called within the target of their service, 0 to 1.'),
    passedOver: z
      .strictObject({
        mean: figure('How many later arrivals were called before a customer, on average.'),
        max: figure('The same of the customer who was passed over most.'),
      })
      .describe('Later arrivals that were called before, at counters that serve the same service.'),
    told: toldSchema,
  })
  .describe('Some of the customers.');

const hallSchema = z
  .strictObject({
    from: z.number().describe('When the first step begins, s after midnight; of a long run after its beginning.'),
    every: z.number().describe('Length of a step, s.'),
    people: z.array(figure('People in the hall, on average over the step.')),
    waiting: z.array(figure('People who wait for their first call, on average over the step.')),
    most: figure('Most people at one time.'),
  })
  .describe('The hall over time.');

const notOverSchema = z
  .strictObject({
    days: z.number().describe('How many of the days, or of the runs of a long run, were not over.'),
    services: z.array(z.string()).describe('Ids of services of which somebody was never served.'),
    customers: z.number().describe('Customers for them who came, on average over those days or runs, whole.'),
    unserved: z.number().describe('How many of them still waited then, the same.'),
  })
  .nullable()
  .describe(
    'Days, or runs of a long run, that were not over two days after the last customer had come: of a queue that never empties figures say little. Null: all were over, or it is a recorded day.',
  );

const rulesSchema = z
  .strictObject({
    id: z.string().describe('Id of the rules.'),
    names,
    groups: z.array(groupSchema).describe('All customers, each service, each segment, each service and segment.'),
    notOver: notOverSchema,
    counters: z.array(
      z.strictObject({
        counter: z.string().describe('Id of the counter.'),
        use: figure('Share of its open time in which somebody was called or served there, 0 to 1.'),
        open: figure('How long it was open, s.'),
        served: figure('Visits that ended there.'),
      }),
    ),
    hall: hallSchema,
    noShows: figure('Numbers that were called and nobody came.'),
    endsAt: figure(
      'When the last customer had left, s after midnight, of a long run after its beginning; null: nobody came.',
    ),
    timeInHall: figure('Time that all customers together spent in the hall, s.'),
    meanWaitAgainstFirst: figure(
      'Mean wait of all, less that under the first rules on the same days or runs: the interval of the difference, s.',
    ),
  })
  .describe('What one set of rules came to.');

/** The result of a simulation. */
export const resultSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    scenario: z.strictObject({
      names,
      about: z.record(z.string(), z.string()).describe('What it shows, by language tag.'),
      sources: z.array(z.string()).describe('Where its figures come from.'),
      seed: z.number().describe('The same seed gives the same result.'),
      replications: z.number().describe('Days, or runs of a long run, that were played under each set of rules.'),
      date: z.string().describe('Business day.'),
      steady: z
        .strictObject({
          lasts: z.number().describe('How long customers come.'),
          warmUp: z.number().describe('Who comes before this is not counted.'),
        })
        .nullable()
        .describe('A long time at the same rates in place of a day; null: days were played.'),
      services: z
        .record(z.string(), z.record(z.string(), z.string()))
        .describe('Names of services, by id and language.'),
      segments: z
        .record(z.string(), z.record(z.string(), z.string()))
        .describe('Names of segments, by id and language.'),
      counters: z
        .record(z.string(), z.record(z.string(), z.string()))
        .describe('Names of counters that have a number, by id and language.'),
    }),
    rules: z.array(rulesSchema).describe('In the order of the scenario.'),
  })
  .describe('What `lobbyd simulate --json` writes.');

export type SimulationResult = z.output<typeof resultSchema>;
export type RulesResult = SimulationResult['rules'][number];
export type NotOver = NonNullable<RulesResult['notOver']>;
export type GroupResult = RulesResult['groups'][number];
