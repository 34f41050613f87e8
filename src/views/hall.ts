import type { QueueState } from '../queue/state.ts';

/** The branch as a whole, as its door and its hall screen show it. */
export interface HallView {
  /** ISO date; null before the first business day and while the wall clock is not trusted. */
  readonly day: string | null;
  readonly hall: 'not-open-yet' | 'open' | 'last-tickets' | 'closed';
}

/**
 * The view of the hall. A day without opening hours is open from its start to the next.
 *
 * @param now branch time
 */
export function hallView(state: Readonly<QueueState>, now: number): HallView {
  const { day } = state;
  if (!day) return { day: null, hall: 'not-open-yet' };
  const hours = day.instants.filter(({ what }) => what !== 'profile');
  let hall: HallView['hall'] = hours.length === 0 ? 'open' : 'not-open-yet';
  for (const { at, what } of hours.sort((one, other) => one.at - other.at)) {
    if (at > now) break;
    if (what === 'opens') hall = 'open';
    else hall = what === 'closes' ? 'closed' : 'last-tickets';
  }
  return { day: day.date, hall };
}
