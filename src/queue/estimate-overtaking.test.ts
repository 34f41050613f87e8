import { expect, it } from 'vitest';
import { estimateOf } from './estimate.ts';
import type { CounterRules, Rules } from './rules.ts';
import { ask, given, issued, later, MINUTE, opened, RULES, type Step } from './spec.ts';

/** Counter 1 alone serves wealth; simple business, which all serve, goes first. */
const ONE_FOR_ALL: Rules = {
  ...RULES,
  profiles: [{ id: 'fair', kind: 'simple-first', cap: 60 * MINUTE }],
  counters: ['1', '2', '3', '4'].map(
    (id): CounterRules => ({
      id,
      number: Number(id),
      services: id === '1' ? ['cash', 'wealth'] : ['cash'],
      profile: 'fair',
    }),
  ),
  estimates: { smoothing: 0.05, priorWeight: 5, outlier: 6, shown: null },
};

/** P50 of somebody who comes for wealth, after an hour in which somebody came for cash every six minutes. */
function wealthWait(open: readonly string[]): number {
  const visit = [
    issued('cash'),
    ask({ type: 'call-next', counter: '1' }),
    ask({ type: 'start', counter: '1' }),
    later(4 * MINUTE),
    ask({ type: 'finish', counter: '1' }),
    later(2 * MINUTE),
  ];
  const before = Array.from({ length: 10 }).flatMap((): Step[] => visit);
  const line = [issued('wealth'), ask({ type: 'call-next', counter: '1' }), issued('wealth'), issued('wealth')];
  const { state, now } = given(...opened(open, ONE_FOR_ALL), ...before, ...line);
  return estimateOf(state, 'wealth', 'ordinary', now)?.p50 ?? Number.NaN;
}

it('who comes for what other counters do too overtakes at this one with its part alone', () => {
  const [alone, beside] = [wealthWait(['1']), wealthWait(['1', '2', '3', '4'])];
  expect(beside).toBeGreaterThan(0);
  expect(beside).toBeLessThan(0.85 * alone);
});

it('a counter that is not open takes nobody', () => {
  expect(wealthWait(['1', '2'])).toBeGreaterThan(wealthWait(['1', '2', '3']));
});

/** P50, and minutes of it, of who comes for wealth when so many have come for cash in one moment, as the doors open. */
function rushWait(many: number): number {
  const rush = Array.from({ length: many }, () => issued('cash'));
  const { state, now } = given(...opened(['1', '2', '3', '4'], ONE_FOR_ALL), ...rush);
  return estimateOf(state, 'wealth', 'ordinary', now)?.p50 ?? Number.NaN;
}

it('a rush as the doors open is not taken for the pace of the day', () => {
  // By an hour's wait this customer is next: no more go before than four counters call until then.
  expect(rushWait(4)).toBeLessThan(30 * MINUTE);
  expect(rushWait(33)).toBeLessThan(150 * MINUTE);
  expect(rushWait(33)).toBeGreaterThan(rushWait(4));
});
