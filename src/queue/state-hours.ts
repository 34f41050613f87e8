import type { Standing } from './instants.ts';
import type { CounterId, Instant } from './rules.ts';

/** How the hall stands by the hours of the day, or by hand. Never changed in place. */
export interface Hall extends Standing {
  readonly since: Instant;
  /** What the clock brings has been brought up to here. */
  readonly seen: Instant;
  /** Counters that are at work although their hours are over: they close once nobody is there. Sorted. */
  readonly leaving: readonly CounterId[];
}

/** What one service had to do with customers who asked for a number since the business day began. */
export interface Tally {
  /** Numbers that were issued; a slip that did not come out counts for nothing. */
  readonly issued: number;
  /** Numbers of other services that are for this one besides; left out: none ever was. */
  readonly further?: number;
  /** For want of hours, time or capacity. */
  readonly refused: number;
  /** Questions whether it is worth the wait. */
  readonly asked: number;
  /** Numbers after such a question. */
  readonly insisted: number;
}
