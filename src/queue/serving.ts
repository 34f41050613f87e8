import type { CounterId, Instant, ServiceId, TellerId } from './rules.ts';

/** A service that a visit was given: what a customer may rate. */
export interface Serving {
  readonly service: ServiceId;
  readonly counter: CounterId;
  readonly teller: TellerId | null;
  /** Null: its end was undone. */
  endedAt: Instant | null;
  /** The newest mark, and when it was given. */
  rating: { readonly score: number; readonly at: Instant } | null;
}
