import type { Duration } from './rules.ts';

/** What becomes of who waits when the branch or the service closes. */
export const AT_CLOSING = ['serve', 'park', 'expire'] as const;
export type AtClosing = (typeof AT_CLOSING)[number];

/** Which end of an estimate a rule goes by: half of all customers, or nine in ten, are called sooner. */
export type Quantile = 'p50' | 'p90';

/** What holds in and around opening hours; the hours themselves are instants of the day. */
export interface HoursRules {
  /** Whether numbers are issued while the branch has a break. */
  readonly issuesInBreak: boolean;
  /** No number for whom the estimate says a start after closing; null: the clock alone says. */
  readonly lastTicketBy: Quantile | null;
  /** No number this long before closing, whatever the estimate says; 0: until it closes. */
  readonly lastTicketBefore: Duration;
  readonly atClosing: AtClosing;
}

/** How many numbers, and when the customer is asked whether it is worth the wait. */
export interface LimitRules {
  /** Numbers of the whole branch in one business day; null: as many as there are. */
  readonly perDay: number | null;
  /** More than so many wait for the service; null: that asks no question. */
  readonly askWaiting: number | null;
  /** The estimate says a start after closing; null: that asks no question. */
  readonly askBy: Quantile | null;
  /** A second press within this time says that the customer wants the number all the same. */
  readonly insistWithin: Duration;
}

/** What holds where the rules say nothing: those of a journal from before there were hours. */
export const PLAIN_HOURS: HoursRules = {
  issuesInBreak: true,
  lastTicketBy: null,
  lastTicketBefore: 0,
  atClosing: 'serve',
};
