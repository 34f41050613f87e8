import { describe, expect, it } from 'vitest';
import { isLost, lossesOf, marginOf, tellingOrder } from './odds.ts';
import type { DayCount } from './plan-day.ts';

const TARGETS = [{ text: '90 % within 10 min', service: null, share: 0.9, within: 600_000 }];
/** Days of a hundred customers, of whom so many were called in time. */
const days = (...inTime: readonly (number | null)[]): readonly (readonly (DayCount | undefined)[])[] => [
  inTime.map((count) => (count === null ? undefined : { inTime: count, all: 100 })),
];
const MORE = days(95, 94, 96, 95, 93, 95, 97, 95);

describe('a plan beside one that has more', () => {
  it.each([
    ['loses little on the days that were played', days(94, 93, null, null, null, null, null, null), false],
    [
      'loses so much on two days that the others cannot turn it',
      days(78, 76, null, null, null, null, null, null),
      true,
    ],
    ['loses a little too much, which a few days do not say', days(89, 88, null, null, null, null, null, null), false],
    ['loses a little too much, which most days say', days(84, 83, 85, 84, 82, null, null, null), true],
    ['was played on all days, and missed', days(89, 90, 90, 90, 90, 90, 90, 90), true],
    ['was played on all days, and kept', days(90, 90, 90, 90, 90, 90, 90, 90), false],
  ] as const)('%s', (_, counts, isGivenUp) => {
    expect(isLost(counts, MORE, TARGETS)).toBe(isGivenUp);
  });

  it('is given up where it misses one of two targets, however well it keeps the other', () => {
    const two = [...TARGETS, ...TARGETS];
    const [good = [], bad = []] = [...days(95, 94, null, null), ...days(70, 70, null, null)];
    const under = [...days(95, 94, 95, 94), ...days(95, 94, 95, 94)];
    expect(isLost([good, good], under, two)).toBe(false);
    expect(isLost([good, bad], under, two)).toBe(true);
  });

  it('loses by its days what all days together lose, and never nothing', () => {
    expect(lossesOf(days(90, 90, null, null), days(95, 93, 95, 95), TARGETS)).toEqual([0.04]);
    expect(lossesOf(days(96, null), days(95, 95), TARGETS)).toEqual([1 / 200]);
  });
});

describe('days of a plan', () => {
  it('tell in this order: the middle one, then from the worst and the best to the middle', () => {
    expect(tellingOrder(days(95, 90, 99, 93, 97), TARGETS)).toEqual([0, 1, 2, 3, 4]);
    expect(tellingOrder(MORE, TARGETS).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('count by their customers, those alone that were played', () => {
    expect(marginOf([[{ inTime: 10, all: 10 }, undefined, { inTime: 80, all: 90 }]], TARGETS)).toBeCloseTo(0, 12);
  });
});
