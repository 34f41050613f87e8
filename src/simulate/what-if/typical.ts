import type { Duration, ServiceId } from '../../queue/rules.ts';
import type { Part, Tape } from './tape.ts';

/** How long a teller takes before the next customer is called: half of the day's breaths are not longer. */
export function breathOf({ parts, openings }: Tape): Duration {
  const pauses = [...[...parts.values()].flat().map(({ then }) => then), ...[...openings.values()].flat()];
  const breaths = pauses.flatMap(({ press }) => (press ? [press.after] : [])).sort((a, b) => a - b);
  return breaths[Math.floor((breaths.length - 1) / 2)] ?? 0;
}

/** How long a customer of a service is at a window, from the call on: the mean of the day, or the standard time where there is none. */
export function workOf({ parts, opening }: Tape): (service: ServiceId) => Duration {
  const known = new Map<ServiceId, Part[]>();
  for (const part of [...parts.values()].flat()) {
    if (!part.end || part.end.wish.type === 'no-show') continue;
    const mine = known.get(part.service) ?? [];
    mine.push(part);
    known.set(part.service, mine);
  }
  const standards = new Map(opening.opening.rules?.services.map(({ id, standardTime }) => [id, standardTime]) ?? []);
  return (service) => {
    const mine = known.get(service) ?? [];
    if (mine.length === 0) return standards.get(service) ?? FIVE_MINUTES;
    return Math.round(mine.reduce((sum, { end }) => sum + (end?.after ?? 0), 0) / mine.length);
  };
}

const FIVE_MINUTES = 300_000;
