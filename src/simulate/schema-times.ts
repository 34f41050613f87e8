import { z } from 'zod';
import { hours, ms, seconds } from '../clock.ts';
import { choice, decimal, duration, list, map, path, reference, whole } from '../config/schema/values.ts';

/** When and how often customers come, how long they are served, and how long they wait. */

const MOMENT = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const MOMENT_EXPECTED = 'a time of day from "00:00" to "23:59", with seconds where wanted: "09:00:30"';

/** A time of day, in milliseconds after midnight. */
export const moment = (about: string) =>
  z
    .string({ error: () => MOMENT_EXPECTED })
    .regex(MOMENT)
    .transform((text) => {
      const [hour = 0, minute = 0, second = 0] = text.split(':').map(Number);
      return ((hour * 60 + minute) * 60 + second) * 1_000;
    })
    .describe(`${about} Expected: ${MOMENT_EXPECTED}.`);

const services = list('Ids of services. Left out: all.', reference('A service.', 'a service'), 1, 64).optional();
const segments = list('Ids of segments. Left out: all.', reference('A segment.', 'a segment'), 1, 32).optional();

const more = list(
  'Ids of services that they come for besides, on the same number.',
  reference('A service.', 'a service'),
  1,
  8,
).optional();

const appointmentSchema = map(
  'They have appointments: the times are those that are booked. They come some time around them and check in.',
  {
    early: duration('They come at most so long before, each time alike.', seconds(0), hours(2)).prefault('10min'),
    late: duration('They come at most so long after.', seconds(0), hours(2)).prefault('5min'),
    missed: decimal('So many of a hundred do not come at all.', 0, 100).prefault(0),
  },
);

const mixSchema = map('Customers of one kind among those who come.', {
  service: reference('What they come for.', 'a service'),
  segment: reference('Who they are. Left out: the first segment.', 'a segment').optional(),
  more,
  share: decimal('How many of them, beside the other shares of the list.', 0.001, 100_000),
});

/** Customers who come. */
export const arrivalsSchema = map(
  'Customers who come. Either `service`, or `of` with shares; and exactly one of `perSlot`, `people` and `perHour`.',
  {
    service: reference('What they come for.', 'a service').optional(),
    segment: reference('With `service`: who they are. Left out: the first segment.', 'a segment').optional(),
    more: more.describe('With `service`: ids of services that they come for besides, on the same number.'),
    appointment: appointmentSchema.optional(),
    of: list('Customers of several kinds, drawn by their shares.', mixSchema, 1, 400).optional(),
    from: moment('With `perSlot`: when the first slot begins.').optional(),
    every: duration('With `perSlot`: length of a slot.', seconds(10), hours(24)).optional(),
    perSlot: list(
      'How many come in each slot on average; they come at random (Poisson).',
      decimal('People.', 0, 100_000),
      1,
      1_440,
    ).optional(),
    people: list(
      'Exactly these come, at these times.',
      map('People who come at once.', {
        at: moment('When.'),
        count: whole('How many.', 1, 10_000).prefault(1),
      }),
      1,
      20_000,
    ).optional(),
    perHour: decimal(
      'With `steady`: how many come in an hour on average, at random, all the time.',
      0,
      100_000,
    ).optional(),
    times: decimal('By this all rates of the entry are multiplied: a day that is busier.', 0, 1_000).prefault(1),
  },
);

const KINDS = ['fixed', 'exponential', 'lognormal', 'empirical'] as const;

const timeKeys = {
  kind: choice(
    'fixed: always the mean. exponential: by the mean. lognormal: by mean and variation, as work at a window is. empirical: drawn from times that were measured.',
    KINDS,
  ),
  mean: duration('The mean.', ms(1), hours(24)).optional(),
  variation: decimal('With lognormal: the standard deviation, by the mean.', 0, 20).optional(),
  values: list(
    'With empirical: times that were measured; each is as likely as another.',
    duration('A time.', ms(1), hours(24)),
    1,
    20_000,
  ).optional(),
};

/** How long customers are served. */
export const serviceTimeSchema = map(
  'How long customers are served: for each customer the first entry that fits. With neither services nor segments: all others.',
  {
    services,
    segments,
    step: reference('Of one step of the services alone.', 'a step').optional(),
    ...timeKeys,
    journal: path(
      'With empirical, in place of `values`: the directory of a journal; each service takes as long as those of its kind that ended there.',
    ).optional(),
    journalOf: reference(
      "With `journal`: the branch whose journal it is. Left out: that of the scenario; where it names none, anyone's.",
      'a branch',
    ).optional(),
    mean: timeKeys.mean.describe(`${timeKeys.mean.description ?? ''} Left out: the standard time of service or step.`),
  },
);

/** How long customers wait before they leave. */
export const patienceSchema = map(
  'How long customers wait to be called before they leave: for each customer the first entry that fits. Nobody whom none fits leaves.',
  {
    services,
    segments,
    ...timeKeys,
    leaves: choice('silently: the number is called, and nobody comes. cancels: the number is given back.', [
      'silently',
      'cancels',
    ]).prefault('silently'),
  },
);

/** Who comes back late. */
export const returnsSchema = map(
  'Who has left silently and was called in vain may come back after all: once, under the rules of late return.',
  {
    share: decimal('So many of a hundred come back.', 0, 100),
    ...timeKeys,
    mean: timeKeys.mean.describe('How long after the call in vain, on average.'),
  },
);

export type ArrivalsEntry = z.output<typeof arrivalsSchema>;
export type ServiceTimeEntry = z.output<typeof serviceTimeSchema>;
export type PatienceEntry = z.output<typeof patienceSchema>;
/** What a distribution is made of. */
export type TimeEntry = Pick<ServiceTimeEntry, keyof typeof timeKeys>;
