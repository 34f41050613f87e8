import { z } from 'zod';
import { isDate, type TimeOfDay, WEEKDAYS } from '../../branch/calendar.ts';
import type { OpenInterval } from '../../branch/hours.ts';
import { hours, minutes, seconds } from '../../clock.ts';
import { AT_CLOSING } from '../../queue/rules-hours.ts';
import { byLanguage, choice, duration, flag, id, list, map, reference, text, timeOfDay, whole } from './values.ts';

const INTERVAL = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;
const INTERVAL_EXPECTED = 'two times of day such as "09:00-12:00"';

/** From a time of day to another, null when the text is none. */
export function parseInterval(value: string): OpenInterval | null {
  const [, ...parts] = INTERVAL.exec(value) ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return null;
  const time = (hour: number, minute: number): TimeOfDay => ({ hour, minute });
  return { from: time(fromHour, fromMinute), to: time(toHour, toMinute) };
}

/** From a time of day to another. */
export const interval = z
  .string({ error: () => INTERVAL_EXPECTED })
  .regex(INTERVAL)
  .transform((value, context): OpenInterval => {
    const parsed = parseInterval(value);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: INTERVAL_EXPECTED, input: value });
    return z.NEVER;
  })
  .describe(`From a time of day to another on the clock of the branch. Expected: ${INTERVAL_EXPECTED}.`);

const open = list('From when to when it is open; between two it has a break; an empty list: closed.', interval, 0, 8);

/** When the business day of a branch starts. */
export const dayStartsAt = timeOfDay('When the business day starts; numbers start anew.').prefault('03:00');

const DATE_EXPECTED = 'a date such as "2026-10-01"';

/** A date of the calendar. */
export const date = z
  .string({ error: () => DATE_EXPECTED })
  .refine(isDate, { error: () => DATE_EXPECTED })
  .describe(`A date of the business day. Expected: ${DATE_EXPECTED}.`);

/** Dates in a list. */
export const dates = list('Dates.', date, 1, 400);
/** Holidays in a list. */
export const holidayIds = list('Ids of holidays.', reference('A holiday.', 'a holiday'), 1, 64);
/** Days of the week in a list. */
export const weekdays = list('Days of the week.', choice('A day.', WEEKDAYS), 1, 7);

/** Hours of the branch, of a service or of a counter. */
export const hoursSchema = map(
  'Hours: a date goes before a holiday, a holiday before the day of the week. A day of which nothing is said is closed.',
  {
    week: list('By the day of the week.', map('Days of the week.', { days: weekdays, open }), 0, 14).prefault([]),
    holidays: list(
      'On holidays; one that is not in the list is closed, at a service or counter as the branch is.',
      map('Holidays.', { holidays: holidayIds, open }),
      0,
      64,
    ).prefault([]),
    dates: list('On certain dates.', map('Dates.', { dates, open }), 0, 400).prefault([]),
  },
);

/** A holiday of the bank or of the place. */
export const holidaySchema = map('A holiday.', {
  id: id('Id by which hours refer to it.'),
  names: byLanguage('Its name in each language.', text('A name.', 40)).optional(),
  dates,
});

const atClosing = choice(
  'What becomes of who waits when the hours are over: served, held over to the next opening (`park`), or expired.',
  AT_CLOSING,
);
const perDay = whole('Numbers in one business day.', 1, 100_000);

/** What a service may say of hours and limits. */
export const serviceHours = {
  hours: hoursSchema.optional(),
  perDay: perDay.optional(),
  atClosing: atClosing.optional(),
};

/** What a branch says of a service beside the bank standard. */
export const branchServiceSchema = map('What this branch does otherwise than the bank standard for one service.', {
  service: reference('A service that the branch offers.', 'a service'),
  ...serviceHours,
});

const quantile = (about: string) => choice(about, ['p90', 'p50', 'none']);

/** Rules of opening hours. */
export const hoursRulesSchema = map('What holds in and around opening hours.', {
  issuesInBreak: flag('Whether numbers are issued while the branch has a break.').prefault(false),
  lastTickets: duration(
    'So long before closing the hall says that the last tickets are issued. 0s: it does not.',
    seconds(0),
    hours(4),
  ).prefault('30min'),
  lastTicketBy: quantile(
    'No number for whom the estimate says a start after closing: nine of ten (p90) or half of the customers (p50) are called before it. none: the clock alone says.',
  ).prefault('p50'),
  lastTicketBefore: duration(
    'No number so long before closing, whatever the estimate says. 0s: until it closes.',
    seconds(0),
    hours(4),
  ).prefault('0s'),
  atClosing: atClosing.prefault('serve'),
  servedFor: duration(
    'So long after closing who waits is still served; then the rest expires. 0s: until the business day is over.',
    seconds(0),
    hours(8),
  ).prefault('2h'),
});

/** Limits of the day and of the queue. */
export const limitsSchema = map('How many numbers, and when the customer is asked whether it is worth the wait.', {
  askWaiting: whole('Asked when more than so many wait for the service. 0: never.', 0, 1_000).prefault(0),
  askBy: quantile('Asked when the estimate (p90, p50) says a start after closing. none: never.').prefault('p90'),
  insistWithin: duration('The same button once more within this time says yes.', seconds(3), minutes(1)).prefault(
    '10s',
  ),
});

/** Limits of one branch. */
export const branchPerDay = perDay.optional();

export type BranchServiceEntry = z.output<typeof branchServiceSchema>;
