/** A mean over days, and half of its 95 % interval. */
export interface Figure {
  /** Null: there was nothing to measure. */
  readonly mean: number | null;
  /** Null: one day says nothing of how much days differ. */
  readonly plusMinus: number | null;
}

/** Student's t, 0.975, for 1 to 30 degrees of freedom. */
const STUDENT = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];
const NORMAL = 1.959964;

/**
 * By how many standard errors a mean may be off, in 95 of 100 cases.
 *
 * @param freedom degrees of freedom, from 1
 */
export function student(freedom: number): number {
  const known = STUDENT[freedom - 1];
  if (known !== undefined) return known;
  // Cornish and Fisher: beyond thirty degrees exact to four digits.
  const first = (NORMAL ** 3 + NORMAL) / 4;
  const second = (5 * NORMAL ** 5 + 16 * NORMAL ** 3 + 3 * NORMAL) / 96;
  return NORMAL + first / freedom + second / freedom ** 2;
}

/** The mean of independent days with its interval; days without a value (NaN) do not count. */
export function figureOf(values: readonly number[]): Figure {
  const known = values.filter((each) => !Number.isNaN(each));
  if (known.length === 0) return { mean: null, plusMinus: null };
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
  if (known.length === 1) return { mean, plusMinus: null };
  const squares = known.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = Math.sqrt(squares / (known.length - 1) / known.length);
  return { mean, plusMinus: student(known.length - 1) * error };
}
