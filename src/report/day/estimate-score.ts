import type { Estimate } from '../../queue/estimate.ts';
import type { Duration } from '../../queue/rules.ts';
import { wholeMinutes } from '../../views/estimate.ts';

/** How good the estimates were that customers were given. */
export interface EstimateScore {
  /** Customers with an estimate who were called: their true wait is known. */
  of: number;
  /** Called between P10 and P90. */
  inside: number;
  /** Called within the whole minutes that they were told, which are rounded outward. */
  insideTold: number;
  /** Called before P10. */
  early: number;
  /** Called after P90. */
  late: number;
  /** Sum of true wait − P50, ms. */
  error: number;
  /** Sum of its squares, ms². */
  squares: number;
  /** Customers with an estimate whose true wait nobody knows: never called, or set aside before. */
  unscored: number;
}

/** Nothing was estimated. */
export function newScore(): EstimateScore {
  return { of: 0, inside: 0, insideTold: 0, early: 0, late: 0, error: 0, squares: 0, unscored: 0 };
}

/**
 * Holds an estimate against what came.
 *
 * @param waited until the first call, ms; null: nobody knows
 */
export function score(into: EstimateScore, estimate: Estimate, waited: Duration | null): void {
  if (waited === null) {
    into.unscored += 1;
    return;
  }
  const { from, to } = wholeMinutes(estimate);
  into.of += 1;
  if (waited < estimate.p10) into.early += 1;
  else if (waited > estimate.p90) into.late += 1;
  else into.inside += 1;
  if (waited >= from * MINUTE && waited <= to * MINUTE) into.insideTold += 1;
  into.error += waited - estimate.p50;
  into.squares += (waited - estimate.p50) ** 2;
}

/** Adds what was scored elsewhere. */
export function addScore(into: EstimateScore, other: EstimateScore): void {
  into.of += other.of;
  into.inside += other.inside;
  into.insideTold += other.insideTold;
  into.early += other.early;
  into.late += other.late;
  into.error += other.error;
  into.squares += other.squares;
  into.unscored += other.unscored;
}

const MINUTE = 60_000;
