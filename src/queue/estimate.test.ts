import { describe, expect, it } from 'vitest';
import { estimateOf } from './estimate.ts';
import { ask, given, issued, issuedOnPaper, MINUTE, opened, RULES, START, type Step } from './spec.ts';

const SIX: typeof RULES = {
  ...RULES,
  services: RULES.services.map((service) => ({ ...service, standardTime: 6 * MINUTE })),
  counters: ['1', '2', '3', '4'].map((id) => ({ id, number: Number(id), services: ['cash'], profile: 'fair' })),
};
const FOUR = ['1', '2', '3', '4'];
const next = (counter: string): Step => ask({ type: 'call-next', counter });
const minutes = (time: number): number => Number((time / MINUTE).toFixed(2));

describe('the range of a wait while nothing is known but the standard', () => {
  it.each([
    [5, [4.73, 8.51, 13.91]],
    [12, [12.97, 19, 26.67]],
  ])('with %d ahead at four counters is that of Erlang', (ahead, expected) => {
    const tickets = Array.from({ length: ahead + 4 }, () => issued('cash'));
    const { state } = given(...opened(FOUR, SIX), ...tickets, ...FOUR.map(next));
    const range = estimateOf(state, 'cash', 'ordinary', START);
    expect(range && [range.p10, range.p50, range.p90].map(minutes)).toEqual(expected);
  });

  it('is nothing where a counter is free', () => {
    const { state } = given(...opened(['1'], SIX));
    expect(estimateOf(state, 'cash', 'ordinary', START)).toEqual({ p10: 0, p50: 0, p90: 0 });
  });

  it('is not known where no open counter serves', () => {
    const { state } = given(...opened(['4']), issuedOnPaper('cash'));
    expect(estimateOf(state, 'cash', 'ordinary', START)).toBeNull();
  });
});
