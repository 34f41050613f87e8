import { businessDayOf, profileInstants } from '../branch/calendar.ts';
import { holidaysOn, hourInstants } from '../branch/hours.ts';
import { ms } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { type BookedHours, bookedHours } from '../queue/booked-hours.ts';
import type { ScheduledInstant } from '../queue/instants.ts';
import type { ServiceId, WallTime } from '../queue/rules.ts';
import type { Live } from './live.ts';

/**
 * What happens at a time of day on a business day, by the configuration in force: hours and profiles, as wall times, in
 * order. Zones take time to look up, and days are looked at every few seconds: a day is resolved once for each configuration.
 */
export function instantsOf(live: Live): (date: string) => readonly ScheduledInstant[] {
  let known: { readonly date: string; readonly config: Config; readonly instants: readonly ScheduledInstant[] } | null =
    null;
  return (date) => {
    const { config } = live;
    if (known?.date !== date || known.config !== config) known = { date, config, instants: resolved(config, date) };
    return known.instants;
  };
}

/** How the branch stands at a wall time by the configuration, whatever a person asks of the hall; null: nothing has hours. */
export function hoursAt({ branch, hours }: Config, service: ServiceId, time: WallTime): BookedHours | null {
  const { date } = businessDayOf(ms(time), branch.timeZone, branch.dayStartsAt);
  return bookedHours(hourInstants(date, hours), service, time);
}

function resolved({ branch, hours, profileTimes }: Config, date: string): readonly ScheduledInstant[] {
  const holidays = holidaysOn(date, hours.holidays);
  const profiles = profileInstants(date, profileTimes, branch.timeZone, branch.dayStartsAt, holidays);
  return [...hourInstants(date, hours), ...profiles].sort((a, b) => a.at - b.at);
}
