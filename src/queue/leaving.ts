import type { Duration } from './rules.ts';

/**
 * What the branch has learned of who gives up: the longer customers have waited until their call, the more do not come.
 * Means over all that were called, newer counting more, of both kinds and all services: few wait long for any one of them.
 */
export interface Leaving {
  /** Wait until the call. */
  readonly waited: Duration;
  /** Square of the same. */
  readonly square: number;
  /** Share of those who did not come. */
  readonly absent: number;
  /** Wait of those who did not come; 0 of the others. */
  readonly both: Duration;
  /** Up to a thousand. */
  readonly count: number;
}

/** Until more is known waits differ by so much, and nobody leaves for a longer one. */
const SPREAD: Duration = 600_000;

/** What is learned from nothing. */
export const NOBODY_LEFT: Leaving = { waited: 0, square: SPREAD * SPREAD, absent: 0, both: 0, count: 0 };
/** Beyond so many the oldest have no weight worth counting. */
const MOST_COUNTED = 1_000;

/**
 * Learns from somebody who was called.
 *
 * @param waited until the call, ms
 * @param weight of this one, 0 to 1
 */
export function learnLeaving(before: Leaving, waited: Duration, hasCome: boolean, weight: number): Leaving {
  const left = 1 - weight;
  return {
    waited: left * before.waited + weight * waited,
    square: left * before.square + weight * waited * waited,
    absent: left * before.absent + (hasCome ? 0 : weight),
    both: left * before.both + (hasCome ? 0 : weight * waited),
    count: Math.min(before.count + 1, MOST_COUNTED),
  };
}

/**
 * How many more of those who are there leave in a millisecond: the slope of a line through who came and who did not, over
 * how long they had waited. Those who never come, however short the wait, do not steepen it.
 */
export function leavingRate({ waited, square, absent, both }: Leaving): number {
  const spread = square - waited * waited;
  return spread <= 0 ? 0 : Math.max(0, (both - absent * waited) / spread);
}

/** Those who are called before a ticket, all together. */
export interface Before {
  /** When the first of them is called: that is before anybody can have given up by waiting longer. */
  readonly first: Duration;
  /** Part of the time from there on in which somebody is served, 0 to 1. */
  readonly served: number;
  /** Share of them who do not come, as was learned of waits of `usual`. */
  readonly absent: number;
  readonly usual: Duration;
}

/** A wait that was reckoned as if it did not matter how long it is, and by how much it is shorter. */
export interface Shortened {
  readonly mean: Duration;
  /** By what part of itself it grows where the other grows by all of it: who waits longer has fewer left before. */
  readonly follows: number;
  /** Part of those who would have come by what was learned. */
  readonly stay: number;
}

/** So often the interval is halved in which the wait lies. */
const HALVINGS = 24;

/**
 * Shortens a wait by those who will have given up by their turn: they wait about as long as the one who is told.
 *
 * @param rate as {@link leavingRate} says
 * @param wait as if as many came to each call as were learned, ms
 */
export function shortenedBy(rate: number, { first, served, absent, usual }: Before, wait: Duration): Shortened {
  const rest = wait - first;
  if (rate === 0 || rest <= 0 || wait <= usual || served === 0) return { mean: wait, follows: 1, stay: 1 };
  const at = (time: Duration): number => first + rest * (1 - served + served * staying(rate * (time - usual), absent));
  let [low, high] = [first, Math.max(first, at(first))];
  for (let round = 0; round < HALVINGS; round += 1) {
    const middle = (low + high) / 2;
    if (at(middle) > middle) low = middle;
    else high = middle;
  }
  const mean = (low + high) / 2;
  // How steeply those who are left fall off with the wait, where it lies.
  const step = Math.max(1, mean / 64);
  const slope = (at(mean + step) - at(mean)) / step;
  return { mean, follows: 1 / (1 - Math.min(0, slope)), stay: staying(rate * (mean - usual), absent) };
}

/** Part of those who would come that are still there, nearly e^-x: sums and products alone, the same on every machine. */
function staying(x: number, absent: number): number {
  const most = 1 / (1 - absent);
  return Math.min(most, 1 / Math.max(0.1, 1 + x * (1 + x * (1 / 2 + x / 6))));
}
