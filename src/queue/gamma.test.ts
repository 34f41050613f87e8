import { describe, expect, it } from 'vitest';
import { gammaBelow, gammaQuantile, gammaQuantiles } from './gamma.ts';

/** P10, P50 and P90 of mean 1, by SciPy 1.17.1 (`scipy.stats.gamma.ppf(p, shape) / shape`). */
const KNOWN: readonly (readonly [shape: number, p10: number, p50: number, p90: number])[] = [
  [0.25, 0.00027, 0.174695, 3.001571],
  [0.5, 0.015791, 0.454936, 2.705543],
  [0.7, 0.047351, 0.582034, 2.510184],
  [1.5, 0.194791, 0.788658, 2.083796],
  [2, 0.265906, 0.839173, 1.94486],
  [6, 0.525316, 0.945027, 1.545779],
  [13, 0.665072, 0.974479, 1.367814],
  [40, 0.803473, 0.991679, 1.207228],
  [150.5, 0.897062, 0.997786, 1.105784],
  [4_000, 0.979791, 0.999917, 1.020316],
];

describe('quantiles of the gamma distribution', () => {
  it.each(KNOWN)('of shape %d are those of others', (shape, p10, p50, p90) => {
    const quantiles = gammaQuantiles(shape);
    expect(quantiles.p10).toBeCloseTo(p10, 4);
    expect(quantiles.p50).toBeCloseTo(p50, 4);
    expect(quantiles.p90).toBeCloseTo(p90, 4);
    expect(gammaQuantile(0.1, shape) / shape).toBeCloseTo(p10, 6);
    expect(gammaQuantile(0.5, shape) / shape).toBeCloseTo(p50, 6);
    expect(gammaQuantile(0.9, shape) / shape).toBeCloseTo(p90, 6);
  });

  it('of visits of six minutes are those of the paper about ticket ranges', () => {
    // n ahead at s counters, 6 minutes each: Erlang(n + 1) of mean (n + 1) · 6 / s.
    const minutes = (n: number, s: number, p: number): number => (gammaQuantile(p, n + 1) * 6) / s;
    expect([0.1, 0.5, 0.8, 0.9].map((p) => minutes(5, 4, p).toFixed(2))).toEqual(['4.73', '8.51', '11.86', '13.91']);
    expect([0.1, 0.5, 0.8, 0.9].map((p) => minutes(12, 4, p).toFixed(2))).toEqual(['12.97', '19.00', '23.85', '26.67']);
    expect([0.1, 0.5, 0.8, 0.9].map((p) => minutes(20, 6, p).toFixed(2))).toEqual(['15.38', '20.67', '24.73', '27.05']);
  });

  it('hold as much of the distribution as they say, and the table lies on them, for every shape', () => {
    for (let shape = 0.12; shape < 20_000; shape *= 1.07) {
      const { p10, p50, p90 } = gammaQuantiles(shape);
      for (const [p, value] of [
        [0.1, p10],
        [0.5, p50],
        [0.9, p90],
      ] as const) {
        expect(gammaBelow(shape, gammaQuantile(p, shape))).toBeCloseTo(p, 9);
        expect(Math.abs(value - gammaQuantile(p, shape) / shape), `p ${p} of ${shape}`).toBeLessThan(1e-4);
      }
    }
  });

  it('draw together where nothing varies', () => {
    expect(gammaQuantiles(1e12).p10).toBeCloseTo(1, 5);
    expect(gammaQuantiles(1e12).p90).toBeCloseTo(1, 5);
  });
});
