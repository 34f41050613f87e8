import type { ProfileTime } from '../branch/calendar.ts';
import type { BranchHours, CounterHours, Hours } from '../branch/hours.ts';
import type { ServiceRules } from '../queue/rules.ts';
import type { HoursRules, LimitRules, Quantile } from '../queue/rules-hours.ts';
import type { BranchDocument } from './schema/branch.ts';
import type { BranchServiceEntry } from './schema/hours.ts';
import type { Service, StandardDocument } from './schema/standard.ts';

/** The hours of both files as calendar and queue see them; what does not go together was refused before. */

/** All hours of a branch: those of its own file before those of the bank standard. */
export function branchHoursOf(branch: BranchDocument, standard: StandardDocument): BranchHours {
  const own = new Set(branch.holidays.map(({ id }) => id));
  const { lastTickets, servedFor } = standard.rules.hours;
  return {
    zone: branch.timeZone,
    dayStartsAt: branch.dayStartsAt,
    holidays: [...standard.holidays.filter(({ id }) => !own.has(id)), ...branch.holidays].map(({ id, dates }) => ({
      id,
      dates,
    })),
    branch: branch.hours ?? null,
    services: standard.services.flatMap((service) => {
      const hours: Hours | undefined = entryOf(branch, service.id)?.hours ?? service.hours;
      return hours === undefined || branch.optsOut.includes(service.id) ? [] : [{ service: service.id, hours }];
    }),
    counters: branch.counters.flatMap(({ id, opens, hours }): CounterHours[] => {
      if (hours === undefined && opens === 'by-teller') return [];
      return [{ counter: id, by: opens === 'by-schedule' ? 'schedule' : 'teller', hours: hours ?? null }];
    }),
    lastTickets,
    servedFor: servedFor || null,
  };
}

/** The rules of hours and limits; what the files say with zero or `none` the queue knows as never. */
export function hoursRulesOf(
  { hours, limits }: StandardDocument['rules'],
  branch: BranchDocument,
): { readonly hours: HoursRules; readonly limits: LimitRules } {
  const { issuesInBreak, lastTicketBy, lastTicketBefore, atClosing } = hours;
  const { askWaiting, askBy, insistWithin } = limits;
  return {
    hours: { issuesInBreak, lastTicketBy: quantileOf(lastTicketBy), lastTicketBefore, atClosing },
    limits: { perDay: branch.perDay ?? null, askWaiting: askWaiting || null, askBy: quantileOf(askBy), insistWithin },
  };
}

/** Limits and closing of one service: as the branch says, else as the standard does. */
export function serviceLimitsOf(service: Service, branch: BranchDocument): Pick<ServiceRules, 'perDay' | 'atClosing'> {
  const own = entryOf(branch, service.id);
  const perDay = own?.perDay ?? service.perDay;
  const atClosing = own?.atClosing ?? service.atClosing;
  return { ...(perDay === undefined ? {} : { perDay }), ...(atClosing === undefined ? {} : { atClosing }) };
}

/** A time of the schedule of profiles, without the keys that the file leaves out. */
export function profileTimeOf({
  profile,
  days,
  dates,
  holidays,
  ...time
}: BranchDocument['profileSchedule'][number]): ProfileTime {
  return {
    ...time,
    ...(days === undefined ? {} : { days }),
    ...(dates === undefined ? {} : { dates }),
    ...(holidays === undefined ? {} : { holidays }),
    profile: profile ?? null,
  };
}

function entryOf({ services }: BranchDocument, id: string): BranchServiceEntry | undefined {
  return services.find(({ service }) => service === id);
}

function quantileOf(quantile: Quantile | 'none'): Quantile | null {
  return quantile === 'none' ? null : quantile;
}
