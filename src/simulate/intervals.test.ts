import { describe, expect, it } from 'vitest';
import { chanceOf, draw, meanOf, type Spread } from './chance.ts';
import { figureOf, student } from './intervals.ts';

describe('a figure', () => {
  it('is a mean with half of its 95 % interval', () => {
    // Five values, mean 3, standard deviation 1.5811, t of four degrees of freedom 2.7764.
    const { mean, plusMinus } = figureOf([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(plusMinus).toBeCloseTo((2.7764 * 1.5811) / Math.sqrt(5), 3);
  });

  it('says nothing of how much days differ after one, and nothing at all without a value', () => {
    expect(figureOf([4, Number.NaN])).toEqual({ mean: 4, plusMinus: null });
    expect(figureOf([Number.NaN])).toEqual({ mean: null, plusMinus: null });
  });

  it('takes the quantiles of Student: of tables, and beyond them of a formula', () => {
    expect([1, 9, 30].map(student)).toEqual([12.7062, 2.2622, 2.0423]);
    expect(student(40)).toBeCloseTo(2.0211, 3);
    expect(student(120)).toBeCloseTo(1.9799, 3);
  });

  it('has the truth within it 95 times of 100', () => {
    const chance = chanceOf('intervals');
    const hits = Array.from({ length: 2_000 }, () => {
      const { mean, plusMinus } = figureOf(Array.from({ length: 8 }, () => chance() + chance() + chance()));
      return Math.abs((mean ?? 0) - 1.5) <= (plusMinus ?? 0);
    }).filter(Boolean).length;
    expect(hits / 2_000).toBeGreaterThan(0.935);
    expect(hits / 2_000).toBeLessThan(0.965);
  });
});

describe('times drawn by chance', () => {
  const drawn = (spread: Spread): { readonly mean: number; readonly variation: number } => {
    const chance = chanceOf('times', spread.kind);
    const values = Array.from({ length: 20_000 }, () => draw(spread, chance));
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    const square = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length;
    return { mean, variation: Math.sqrt(square) / mean };
  };

  it.each<[Spread, number]>([
    [{ kind: 'fixed', mean: 180_000 }, 0],
    [{ kind: 'exponential', mean: 180_000 }, 1],
    [{ kind: 'lognormal', mean: 180_000, variation: 0.8 }, 0.8],
    [{ kind: 'empirical', values: [60_000, 180_000, 300_000] }, Math.sqrt(2 / 3) * (120 / 180)],
  ])('%j have the mean and the variation that they say', (spread, variation) => {
    const seen = drawn(spread);
    expect(seen.mean / meanOf(spread)).toBeCloseTo(1, 1);
    expect(seen.variation).toBeCloseTo(variation, 1);
  });

  it('are the same for the same names, and others for others', () => {
    const first = (...names: readonly (string | number)[]) => {
      const chance = chanceOf(...names);
      return [chance(), chance(), chance()];
    };
    expect(first(1, 'service', 0)).toEqual(first(1, 'service', 0));
    expect(first(1, 'service', 0)).not.toEqual(first(1, 'service', 1));
    expect(first(1, 'service', 0)).not.toEqual(first(1, 'patience', 0));
  });
});
