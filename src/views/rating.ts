import { rateableAt } from '../queue/rateable.ts';
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
  const ended = rules ? rateableAt(state, id) : null;
  if (!rules || !ended) return null;
  const { endedAt, rating } = ended.serving;
  const until = endedAt + rules.within;
  return now > until ? null : { scale: rules.scale, endedAt, until, isRated: rating !== null };
}
