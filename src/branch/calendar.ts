import { type Millis, minutes, ms } from '../clock.ts';
import type { ScheduledInstant } from '../queue/commands.ts';
import type { CounterId, ProfileId } from '../queue/rules.ts';
import type { BusinessDay } from './day.ts';

/** A time of day on the branch's own clock. */
export interface TimeOfDay {
  /** 0–23. */
  readonly hour: number;
  /** 0–59. */
  readonly minute: number;
}

const DAY: Millis = minutes(24 * 60);

/**
 * The business day that a wall time belongs to: from `startsAt` of its date to `startsAt` of the next date.
 *
 * A start that the clocks skip is the moment at which they skip it; a start that they show twice is the first of the
 * two. So days tile the time line: each instant belongs to exactly one day, and a day has 23, 24 or 25 hours.
 * A date that a zone left out (Samoa, 30 December 2011) is no day when it would be empty.
 *
 * @param wall Unix ms
 * @param zone IANA name that `Intl` knows
 * @param startsAt when business days start
 */
export function businessDayOf(wall: Millis, zone: string, startsAt: TimeOfDay): BusinessDay {
  const startOf = (date: Millis): Millis =>
    firstInstantAt(date + startsAt.hour * minutes(60) + minutes(startsAt.minute), zone);
  const today = Math.floor((wall + offsetAt(wall, zone)) / DAY) * DAY;
  // Two days on either side: a zone may change its date, but never by more than one day.
  let date = today + 2 * DAY;
  let nextStartsAt = startOf(date + DAY);
  for (let start = startOf(date); start > wall; start = startOf(date)) {
    nextStartsAt = start;
    date -= DAY;
  }
  return { date: isoDate(date), nextStartsAt };
}

/**
 * The first instant at which the clocks of a zone show a local time, or the instant at which they skip over it.
 *
 * @param local the local time, written as if it were UTC, ms
 */
function firstInstantAt(local: Millis, zone: string): Millis {
  const before = offsetAt(local - DAY, zone);
  const after = offsetAt(local + DAY, zone);
  const [larger, smaller] = before > after ? [before, after] : [after, before];
  for (const offset of [larger, smaller]) {
    const candidate = local - offset;
    if (offsetAt(candidate, zone) === offset) return candidate;
  }
  return changeBetween(local - larger, local - smaller, zone);
}

/** The first instant after `from`, at the latest `to`, at which the zone has the offset that it has at `to`. */
function changeBetween(from: Millis, to: Millis, zone: string): Millis {
  const offset = offsetAt(to, zone);
  let [low, high] = [from, to];
  while (high - low > ms(1)) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === offset) high = middle;
    else low = middle;
  }
  return high;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** Offsets that were asked for last: the days around this one are asked for at every look at the clock. */
const offsets = new Map<string, Millis>();
const OFFSETS_MOST = 256;

/** How far the clocks of a zone are ahead of UTC at an instant, ms. */
function offsetAt(instant: Millis, zone: string): Millis {
  const whole = Math.floor(instant / 1_000) * 1_000;
  const name = `${whole} ${zone}`;
  const known = offsets.get(name);
  if (known !== undefined) return known;
  const offset = writtenOffset(whole, zone);
  if (offsets.size >= OFFSETS_MOST) offsets.clear();
  offsets.set(name, offset);
  return offset;
}

/** The same, from how `Intl` writes the time. */
function writtenOffset(whole: Millis, zone: string): Millis {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(whole)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3;
export type Weekday = (typeof WEEKDAYS)[number];

/** The day of the week of an ISO date. */
export function weekdayOf(date: string): Weekday {
  const day = Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);
  return WEEKDAYS[(day + FIRST_WEEKDAY) % WEEKDAYS.length] ?? 'mon';
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is an ISO date of the calendar: 2026-02-30 is none. */
export function isDate(text: string): boolean {
  const time = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && isoDate(time) === text;
}

/** The ISO date after one. */
export function dateAfter(date: string): string {
  return isoDate(Date.parse(`${date}T00:00:00Z`) + DAY);
}

/** Minutes from the midnight before a business day to a time on it: one before the day starts is that of the night after. */
export function minuteOf({ hour, minute }: TimeOfDay, startsAt: TimeOfDay): number {
  const own = hour * 60 + minute;
  return own < startsAt.hour * 60 + startsAt.minute ? own + 24 * 60 : own;
}

/**
 * The instant of a time of day on a business day, Unix ms. A time that the clocks skip is the moment at which they skip
 * it, one that they show twice the first of the two.
 *
 * @param date ISO date of the business day
 */
export function instantOn(date: string, time: TimeOfDay, zone: string, startsAt: TimeOfDay): Millis {
  return firstInstantAt(Date.parse(`${date}T00:00:00Z`) + minutes(minuteOf(time, startsAt)), zone);
}

/** At a time of day counters begin to follow a profile. */
export interface ProfileTime {
  readonly at: TimeOfDay;
  /** Days of the week that are no holiday, but where no holiday is given; left out with the other two: every day. */
  readonly days?: readonly Weekday[];
  /** ISO dates. */
  readonly dates?: readonly string[];
  /** Ids of holidays. */
  readonly holidays?: readonly string[];
  readonly counters: readonly CounterId[];
  /** Null: each its configured one. */
  readonly profile: ProfileId | null;
}

/**
 * The instants of a business day at which profiles change, as wall times, Unix ms, in order. A time before the day starts
 * is that of the night after it; the day of the week is that of the business day.
 *
 * @param date ISO date of the business day
 * @param holidays ids of those of the date
 */
export function profileInstants(
  date: string,
  times: readonly ProfileTime[],
  zone: string,
  startsAt: TimeOfDay,
  holidays: readonly string[] = [],
): readonly (ScheduledInstant & { readonly at: Millis })[] {
  return times
    .filter((time) => isOn(time, date, holidays))
    .map(({ at, counters, profile }) => {
      return { at: instantOn(date, at, zone, startsAt), what: 'profile' as const, counters, profile };
    })
    .sort((a, b) => a.at - b.at);
}

/** A holiday is no day of the week. */
function isOn({ days, dates, holidays }: ProfileTime, date: string, today: readonly string[]): boolean {
  if (!days && !dates && !holidays) return true;
  if (dates?.includes(date) || holidays?.some((id) => today.includes(id))) return true;
  return today.length === 0 && (days?.includes(weekdayOf(date)) ?? false);
}

function isoDate(date: Millis): string {
  return new Date(date).toISOString().slice(0, 10);
}
