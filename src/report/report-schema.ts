import { z } from 'zod';

/** What `lobbyd report --json` writes: versioned, described, times in seconds. A new key is no new version; another meaning is. */

const count = (about: string) => z.int().min(0).describe(about);
const time = (about: string) => z.number().describe(`${about}, s.`);
const timeOrNone = (about: string) => z.number().nullable().describe(`${about}, s; null: there is none.`);
const moment = (about: string) => z.string().describe(`${about}, ISO 8601 with the offset of the zone.`);

const kept = (about: string) =>
  z
    .strictObject({
      kept: count('How often it was in time.'),
      of: count('How often it was measured.'),
      mean: timeOrNone('The mean'),
      worst: timeOrNone('The longest'),
    })
    .describe(about);

const estimates = z
  .strictObject({
    of: count('Customers with an estimate whose true wait, until the first call, is known.'),
    inside: count('Called between P10 and P90.'),
    insideTold: count('Called within the whole minutes that the slip says, which are rounded outward.'),
    early: count('Called before P10.'),
    late: count('Called after P90.'),
    bias: timeOrNone('Mean of true wait − P50: above 0 customers wait longer than they were told'),
    rmse: timeOrNone('Root of the mean square of true wait − P50'),
    unscored: count('Customers with an estimate who were never called, or set aside before.'),
  })
  .describe('How good the estimates were that customers were given.');

const visits = z
  .strictObject({
    came: count('Numbers that were given.'),
    carried: count('Visits from before the day (and of numbers that the journal does not know).'),
    served: count('Visits that ended as served.'),
    noShow: count('Visits that ended because nobody came to the counter: the customer has left.'),
    cancelled: count('Visits that somebody cancelled.'),
    withdrawn: count('Numbers whose slip is known not to have been printed.'),
    expired: count('Visits of which nobody took care before the hours or the day were over.'),
    open: count('Visits that are not over.'),
    returned: count('How often somebody came back after a call in vain.'),
    passedOver: count('Customers before whom somebody was called who came later.'),
    passedOverMost: count('How often that befell one customer at the most.'),
    diverted: count('Customers who went to a machine, and took no number.'),
  })
  .describe(
    'Visits, counted where they came, by the service that they came for. came + carried = served + noShow + cancelled + withdrawn + expired + open.',
  );

const line = z
  .strictObject({
    visits: visits.nullable().describe('Null for a counter and a teller: a visit may see several.'),
    wait: kept('Issue or return to a queue → call, against the wait that the bank promises.'),
    service: kept('The whole service, against its time standard.'),
    bulk: z
      .strictObject({ visits: count('How many.'), slips: count('Their slips.'), mean: timeOrNone('Their mean time') })
      .describe('Visits of messengers with many slips, whose time stands in no mean.'),
    noShows: count('Calls to which nobody came.'),
    recalls: count('Calls that were repeated.'),
    referrals: count('Customers who were handed to the client manager.'),
    marks: z
      .strictObject({
        of: count('Marks that were given.'),
        mean: z.number().nullable().describe('Their mean; null: there is none.'),
        each: z.array(count('Of one mark.')).describe('How often each was given, 1 first.'),
      })
      .describe('What customers say of a service.'),
    estimates: estimates.nullable().describe('Null for a counter and a teller.'),
  })
  .describe('What was counted of some.');

const sheet = {
  all: line,
  by: z.strictObject({
    service: z.record(z.string(), line),
    counter: z.record(z.string(), line),
    teller: z.record(z.string(), line),
    segment: z.record(z.string(), line),
  }),
};

const halfHour = z
  .strictObject({
    from: z.string().describe('What the clock showed when it began: 09:30.'),
    at: moment('When it began').nullable().describe('ISO 8601; null in the total of several days.'),
    isTrusted: z.boolean().describe('False: the wall clock was not trusted.'),
    ...sheet,
  })
  .describe(
    'Half an hour in which something happened: visits stand where the customer came, waits where they were called, services where they ended.',
  );

const alertKind = z
  .strictObject({
    kind: z.string(),
    raised: count('How often.'),
    acknowledged: count('How many of them somebody has acknowledged.'),
    acknowledgedAfter: timeOrNone('How soon, on average'),
    cleared: count('How many are over.'),
    lasted: timeOrNone('How long, on average, those that are over'),
    longest: timeOrNone('The longest of them'),
  })
  .describe('Alerts of one kind.');

const alert = z
  .strictObject({
    raised: moment('When'),
    kind: z.string(),
    service: z.string().nullable(),
    counter: z.string().nullable(),
    device: z.string().nullable(),
    isCarried: z.boolean().describe('It stood when the day began.'),
    measured: z
      .number()
      .nullable()
      .describe('What was measured: s, people or calls, by the kind; null: nothing, or the day before.'),
    times: count('How often: a panic key may be pressed again.'),
    lasted: timeOrNone('How long; null: it stands'),
    acknowledged: z
      .strictObject({
        after: time('How soon'),
        who: z.string().describe('The person where it is known, else the actor.'),
      })
      .nullable(),
  })
  .describe('An alert, or a condition of a device.');

const device = z
  .strictObject({
    device: z.string(),
    losses: count('How often it was lost.'),
    down: time('How long it was lost, within the day'),
    share: z.number().nullable().describe('Share of the time that it was lost, 0 to 1; null: no time passed.'),
    isDown: z.boolean().describe('It is lost when the record ends.'),
    conditions: z.array(
      z.strictObject({
        condition: z.string().describe('paper-out, cover-open …'),
        times: count('How often.'),
        lasted: time('How long together, within the day'),
      }),
    ),
  })
  .describe('A device with which something was wrong.');

const part = {
  ...sheet,
  halfHours: z.array(halfHour),
  steps: z.array(
    z
      .strictObject({ service: z.string(), step: z.string(), ...kept('').shape })
      .describe('Steps of services, against their time standard.'),
  ),
  diversions: z.array(
    z
      .strictObject({
        service: z.string(),
        machine: z.string(),
        offered: count('Customers who were asked.'),
        chosen: count('Who said yes.'),
        silent: count('Who did not insist on a number.'),
        refused: count('Who insisted on a number.'),
      })
      .describe('Customers who were offered a machine.'),
  ),
  alertKinds: z.array(alertKind),
  devices: z.array(device).describe('Devices with which nothing was wrong are left out.'),
  isDevicesKnown: z.boolean().describe('False: how devices stood before their first word in the record is not known.'),
  starts: count('How often lobbyd started.'),
  reprints: z.strictObject({
    asked: count('Copies of slips that were lost.'),
    printed: count('Copies that were printed.'),
    by: z.array(z.strictObject({ who: z.string(), asked: count('How many.') })),
  }),
};

const day = z
  .strictObject({
    day: z.string().nullable().describe('ISO date; null: the branch did not know it.'),
    from: moment('When it began'),
    to: moment('When it ended, or the last that is known of it'),
    isOver: z.boolean().describe('False: it goes on.'),
    isRest: z.boolean().describe('The journal does not have the beginning of the day.'),
    isTrusted: z.boolean().describe('False: the wall clock was not trusted all day.'),
    ...part,
    alerts: z.array(alert).describe('In the order in which they were raised.'),
  })
  .describe('One business day.');

const names = z.record(z.string(), z.record(z.string(), z.string())).describe('Names by id and language tag.');

/** The report of a branch. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    branch: z
      .strictObject({ id: z.string(), names: z.record(z.string(), z.string()).describe('Names by language tag.') })
      .nullable()
      .describe('Null: only the journal was given.'),
    zone: z.string().describe('IANA time zone of all times of day.'),
    services: names.describe('Names of services; empty: only the journal was given.'),
    segments: names.describe('Names of segments; empty: only the journal was given.'),
    counters: names.describe('Names of counters; empty: only the journal was given.'),
    days: z.array(day).describe('The oldest first.'),
    total: z
      .strictObject(part)
      .nullable()
      .describe('All days together, half-hours by what the clock shows; null: one day.'),
  })
  .describe('What `lobbyd report --json` writes.');

export type Report = z.output<typeof reportSchema>;
export type DayReport = Report['days'][number];
export type Part = Pick<DayReport, keyof typeof part>;
export type ReportLine = z.output<typeof line>;
export type HalfHourReport = z.output<typeof halfHour>;
export type Names = Report['services'];
