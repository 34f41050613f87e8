import { describe, expect, it } from 'vitest';
import { toldWait, wholeMinutes } from './estimate.ts';

const MINUTE = 60_000;
const shown = { soonUnder: 3 * MINUTE, atMost: 120 * MINUTE };
const rules = (told: typeof shown | null) => ({
  estimates: { smoothing: 0.05, priorWeight: 5, outlier: 6, shown: told },
});
const wait = (p10: number, p90: number) => ({ p10: p10 * MINUTE, p50: p10 * MINUTE, p90: p90 * MINUTE });

describe('what a customer is told of the wait', () => {
  it.each([
    ['minutes are rounded outward', 4.99, 11.01, { kind: 'range', from: 4, to: 12 }],
    ['whole minutes stay what they are', 5, 12, { kind: 'range', from: 5, to: 12 }],
    ['a range has two ends', 7, 7, { kind: 'range', from: 7, to: 8 }],
    ['a short wait is soon', 0, 2.99, { kind: 'soon' }],
    ['three minutes are not soon any more', 0.5, 3, { kind: 'range', from: 0, to: 3 }],
    ['beyond the longest only that it is more', 130, 200, { kind: 'over', minutes: 120 }],
    ['a range that ends beyond the longest says where it begins', 95.5, 121, { kind: 'over', minutes: 95 }],
    ['from now to beyond the longest is nothing to say', 0.5, 121, null],
  ])('%s', (_, p10, p90, told) => {
    expect(toldWait(wait(p10, p90), rules(shown))).toEqual(told);
  });

  it('is nothing where nobody knows, where the bank does not say it, and where there are no rules', () => {
    expect(toldWait(undefined, rules(shown))).toBeNull();
    expect(toldWait(wait(5, 9), rules(null))).toBeNull();
    expect(toldWait(wait(5, 9), {})).toBeNull();
    expect(toldWait(wait(5, 9), null)).toBeNull();
  });

  it('is published in whole minutes too', () => {
    expect(wholeMinutes(wait(0.2, 0.4))).toEqual({ from: 0, to: 1 });
    expect(wholeMinutes(wait(0, 0))).toEqual({ from: 0, to: 0 });
  });
});
