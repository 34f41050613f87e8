import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

describe('days that come to an end in any order', () => {
  it('are told in the order of their seeds, each as soon as all before it are', () => {
    const told: string[] = [];
    const days = inOrder<string>(7, (day) => told.push(day));
    days.take(9, 'c');
    days.take(8, 'b');
    expect(told).toEqual([]);
    days.take(7, 'a');
    expect(told).toEqual(['a', 'b', 'c']);
    days.take(10, 'd');
    expect(told).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are all told, whoever was quicker', () => {
    const seeds = fc.shuffledSubarray([...Array(20).keys()], { minLength: 20 });
    fc.assert(
      fc.property(seeds, (order) => {
        const told: number[] = [];
        const days = inOrder<number>(100, (day) => told.push(day));
        for (const place of order) days.take(100 + place, place);
        expect(told).toEqual([...Array(20).keys()]);
      }),
    );
  });
});
