import type { Millis } from '../clock.ts';
import type { OpenedBy, ScheduledInstant } from '../queue/instants.ts';
import type { CounterId, ServiceId } from '../queue/rules.ts';
import { dateAfter, instantOn, minuteOf, type TimeOfDay, type Weekday, weekdayOf } from './calendar.ts';

/** Opening hours by weekday, holiday and date, and what they come to on a business day. */

/** From a time of day to another; an end before the start of the business day is that of the night after. */
export interface OpenInterval {
  readonly from: TimeOfDay;
  readonly to: TimeOfDay;
}

/** Hours of the branch, of a service or of a counter. A day in none of them is closed. */
export interface Hours {
  readonly week: readonly { readonly days: readonly Weekday[]; readonly open: readonly OpenInterval[] }[];
  readonly holidays: readonly { readonly holidays: readonly string[]; readonly open: readonly OpenInterval[] }[];
  readonly dates: readonly { readonly dates: readonly string[]; readonly open: readonly OpenInterval[] }[];
}

/** A holiday, on one date or several. */
export interface Holiday {
  readonly id: string;
  /** ISO dates. */
  readonly dates: readonly string[];
}

/** A counter with hours. */
export interface CounterHours {
  readonly counter: CounterId;
  readonly by: OpenedBy;
  /** Null: those of the branch. */
  readonly hours: Hours | null;
}

/** All hours of a branch. */
export interface BranchHours {
  readonly zone: string;
  readonly dayStartsAt: TimeOfDay;
  readonly holidays: readonly Holiday[];
  /** Null: the branch is always open. */
  readonly branch: Hours | null;
  readonly services: readonly { readonly service: ServiceId; readonly hours: Hours }[];
  readonly counters: readonly CounterHours[];
  /** So long before closing the hall says that the last tickets are issued; 0: it does not. */
  readonly lastTickets: Millis;
  /** So long after closing who waits is still served; null: until the day is over. */
  readonly servedFor: Millis | null;
}

/** Days that are looked through for the next opening. */
const DAYS_AHEAD = 60;

/** Which of the three a day is under, and what it says. */
interface DayOpen {
  readonly kind: 'week' | 'special';
  readonly open: readonly OpenInterval[];
}

/**
 * What hours say of a business day: its date before its holiday, its holiday before its day of the week. A holiday of which
 * they say nothing is closed. The intervals are in order of time.
 *
 * @param date ISO date of the business day
 */
export function openOn(hours: Hours, date: string, holidays: readonly Holiday[], dayStartsAt: TimeOfDay): DayOpen {
  const sorted = (kind: DayOpen['kind'], open: readonly OpenInterval[]): DayOpen => ({
    kind,
    open: [...open].sort((a, b) => minuteOf(a.from, dayStartsAt) - minuteOf(b.from, dayStartsAt)),
  });
  const byDate = hours.dates.find(({ dates }) => dates.includes(date));
  if (byDate) return sorted('special', byDate.open);
  const today = holidaysOn(date, holidays);
  if (today.length > 0) {
    const byHoliday = hours.holidays.find((entry) => entry.holidays.some((id) => today.includes(id)));
    return sorted('special', byHoliday?.open ?? []);
  }
  const weekday = weekdayOf(date);
  const entries = hours.week.filter(({ days }) => days.includes(weekday));
  return sorted(
    'week',
    entries.flatMap(({ open }) => open),
  );
}

/** Ids of the holidays of a date. */
export function holidaysOn(date: string, holidays: readonly Holiday[]): readonly string[] {
  return holidays.filter(({ dates }) => dates.includes(date)).map(({ id }) => id);
}

/** What a service or a counter is on a day: its own hours, those of the branch (null) where it says nothing of a special day. */
function ownOn(hours: Hours, date: string, of: BranchHours): readonly OpenInterval[] | null {
  const { holidays, dayStartsAt, branch } = of;
  const own = openOn(hours, date, holidays, dayStartsAt);
  const isTold =
    hours.dates.some(({ dates }) => dates.includes(date)) ||
    hours.holidays.some((entry) => holidaysOn(date, holidays).some((id) => entry.holidays.includes(id)));
  const isSpecial =
    holidaysOn(date, holidays).length > 0 || (branch?.dates.some(({ dates }) => dates.includes(date)) ?? false);
  return isTold || !isSpecial ? own.open : null;
}

type WallInstant = ScheduledInstant & { readonly at: Millis };

/**
 * The instants of a business day that hours come to, as wall times, Unix ms, in order; empty when nothing has hours.
 *
 * @param date ISO date of the business day
 */
export function hourInstants(date: string, of: BranchHours): readonly WallInstant[] {
  const begins = instantOn(date, of.dayStartsAt, of.zone, of.dayStartsAt);
  const instants: WallInstant[] = [];
  if (of.branch) instants.push(...hallInstants(date, of, of.branch, begins));
  // A service or a counter may have hours where the branch has none.
  else if (of.services.length + of.counters.length > 0) instants.push({ at: begins, what: 'opens' });
  for (const { service, hours } of of.services) {
    const open = ownOn(hours, date, of);
    if (open)
      instants.push(...turns(open, date, of, begins, (at, isOpen) => ({ at, what: 'service', service, isOpen })));
    const again = nextOpening(date, of, (day) => ownOn(hours, day, of) ?? branchOn(day, of));
    if (again !== null) instants.push({ at: again, what: 'reopens', service });
  }
  for (const { counter, by, hours } of of.counters) {
    const open = (hours && ownOn(hours, date, of)) ?? branchOn(date, of);
    const toInstant = (at: Millis, isOpen: boolean): WallInstant => ({ at, what: 'counter', counter, isOpen, by });
    // Nobody is taken to be at work before the first of them.
    instants.push(...turns(open, date, of, begins, toInstant).slice(1));
  }
  return instants.sort((a, b) => a.at - b.at);
}

function branchOn(date: string, { branch, holidays, dayStartsAt }: BranchHours): readonly OpenInterval[] {
  return branch ? openOn(branch, date, holidays, dayStartsAt).open : [];
}

/** The phases of the hall: a break between two intervals, the end after the last. */
function hallInstants(date: string, of: BranchHours, branch: Hours, begins: Millis): readonly WallInstant[] {
  const { open } = openOn(branch, date, of.holidays, of.dayStartsAt);
  const again = nextOpening(date, of, (day) => branchOn(day, of));
  const reopens: readonly WallInstant[] = again === null ? [] : [{ at: again, what: 'reopens', service: null }];
  const last = open.at(-1);
  if (!last) return [{ at: begins, what: 'ends' }, ...reopens];
  const at = (time: TimeOfDay): Millis => instantOn(date, time, of.zone, of.dayStartsAt);
  const closes = at(last.to);
  const phases: WallInstant[] = [{ at: begins, what: 'begins' }];
  for (const interval of open) {
    phases.push({ at: at(interval.from), what: 'opens' });
    if (interval !== last) phases.push({ at: at(interval.to), what: 'break' });
  }
  // Not before the last interval has begun: nobody is told of last tickets in a break.
  if (of.lastTickets > 0) phases.push({ at: Math.max(at(last.from), closes - of.lastTickets), what: 'last-tickets' });
  phases.push({ at: closes, what: 'closes' });
  if (of.servedFor !== null) phases.push({ at: closes + of.servedFor, what: 'ends' });
  return [...phases, ...reopens];
}

/** Closed from the start of the day on, then open in each interval. */
function turns(
  open: readonly OpenInterval[],
  date: string,
  of: BranchHours,
  begins: Millis,
  toInstant: (at: Millis, isOpen: boolean) => WallInstant,
): readonly WallInstant[] {
  const at = (time: TimeOfDay): Millis => instantOn(date, time, of.zone, of.dayStartsAt);
  return [
    toInstant(begins, false),
    ...open.flatMap(({ from, to }) => [toInstant(at(from), true), toInstant(at(to), false)]),
  ];
}

/** The first opening of a later day; null when there is none for a long time. */
function nextOpening(date: string, of: BranchHours, openOn: (date: string) => readonly OpenInterval[]): Millis | null {
  let day = date;
  for (let ahead = 1; ahead <= DAYS_AHEAD; ahead += 1) {
    day = dateAfter(day);
    const [first] = openOn(day);
    if (first) return instantOn(day, first.from, of.zone, of.dayStartsAt);
  }
  return null;
}
