import { type HallPhase, hasHours, opensAgainAt, type ScheduledInstant, standAt } from './instants.ts';
import type { ServiceId, WallTime } from './rules.ts';
import type { HoursRules } from './rules-hours.ts';

/** How the branch stands at a time that somebody wants to book, by the hours of that day; resolved outside, as all hours are. */
export interface BookedHours {
  readonly phase: HallPhase;
  /** The service has hours of its own, and is outside them. */
  readonly isServiceShut: boolean;
  /** When it opens again after that time, as far as that day knows. */
  readonly opens: WallTime | null;
}

/** Why nobody can be expected at a time. */
export const NOT_BOOKABLE = ['break', 'closed', 'service'] as const;
export type NotBookable = (typeof NOT_BOOKABLE)[number];

/**
 * How a service stands at a time of a day; null: the day has no hours.
 *
 * @param instants of that day, as wall times
 */
export function bookedHours(
  instants: readonly ScheduledInstant[],
  service: ServiceId,
  time: WallTime,
): BookedHours | null {
  if (!hasHours(instants)) return null;
  const { phase, shut } = standAt(instants, time);
  const isServiceShut = shut.includes(service);
  const isHallOpen = phase === 'open' || phase === 'last-tickets';
  return { phase, isServiceShut, opens: opensAgainAt(instants, isServiceShut && isHallOpen ? service : null, time) };
}

/** Why nobody is expected then; null: somebody may be. */
export function whyNotBookable({ phase, isServiceShut }: BookedHours, rules: HoursRules): NotBookable | null {
  switch (phase) {
    case 'not-open-yet':
    case 'closing':
    case 'closed':
      return 'closed';
    case 'break':
      if (!rules.issuesInBreak) return 'break';
      break;
    case 'open':
    case 'last-tickets':
  }
  return isServiceShut ? 'service' : null;
}
