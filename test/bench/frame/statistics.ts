import type { Reading } from './figure.ts';

/** The middle and the edge of many samples. */
export type Spread = Extract<Reading, { kind: 'spread' }>;

/**
 * The sample that a share of all do not exceed (nearest rank); NaN of none.
 *
 * @param sorted ascending
 * @param share 0–1
 */
export function percentile(sorted: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** Digits that a measurement is worth. */
const DIGITS = 4;
const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

/** Middle and far end of samples in any order, to four digits. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((one, other) => one - other);
  return {
    kind: 'spread',
    p50: rounded(percentile(sorted, 0.5)),
    p99: rounded(percentile(sorted, 0.99)),
    count: sorted.length,
  };
}

/** A single number, to four digits. */
export function oneValue(value: number): Reading {
  return { kind: 'value', value: rounded(value) };
}

/** A point of a course: how much, after how many. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Slope of the straight line with the least squares through the points; NaN of fewer than two different x. */
export function slopeOf(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const square = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const product = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return square === 0 ? Number.NaN : product / square;
}
