import { findTicket } from '../queue/find-ticket.ts';
import type { CounterId, Instant } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';

/** What the customer at a window may rate. */
export interface RatingView {
  /** Marks go from 1, the worst, to this. */
  readonly scale: number;
  /** The end of the service, branch time. */
  readonly endedAt: Instant;
  /** The last moment for a mark. */
  readonly until: Instant;
  readonly isRated: boolean;
}

/** The service that ended last at a counter, while it may be rated there; null: there is none. */
export function ratingView(state: Readonly<QueueState>, id: CounterId, now: Instant): RatingView | null {
  const rules = state.rules?.rating;
  const counter = state.counters.get(id);
  if (!rules || !counter?.lastServed) return null;
  const { ticket: served, part } = counter.lastServed;
  const here = counter.ticket === null ? undefined : state.tickets.get(counter.ticket);
  const serving = findTicket(state, served)?.servings[part];
  if (!serving || serving.endedAt === null || here?.status === 'serving') return null;
  const { endedAt, rating } = serving;
  const until = endedAt + rules.within;
  return now > until ? null : { scale: rules.scale, endedAt, until, isRated: rating !== null };
}
