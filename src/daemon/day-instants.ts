import { profileInstants } from '../branch/calendar.ts';
import { holidaysOn, hourInstants } from '../branch/hours.ts';
import type { Config } from '../config/config.ts';
import type { ScheduledInstant } from '../queue/instants.ts';
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

function resolved({ branch, hours, profileTimes }: Config, date: string): readonly ScheduledInstant[] {
  const holidays = holidaysOn(date, hours.holidays);
  const profiles = profileInstants(date, profileTimes, branch.timeZone, branch.dayStartsAt, holidays);
  return [...hourInstants(date, hours), ...profiles].sort((a, b) => a.at - b.at);
}
