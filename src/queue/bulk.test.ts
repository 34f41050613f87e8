import { describe, expect, it } from 'vitest';
import { meanOf, NOTHING } from './pace.ts';
import type { EstimateRules, Rules } from './rules.ts';
import { ask, type Given, given, issued, later, MINUTE, opened, RULES, type Step } from './spec.ts';

const ESTIMATES: EstimateRules = { smoothing: 0.05, priorWeight: 5, outlier: 6, shown: null };
const LEARNING: Rules = { ...RULES, estimates: ESTIMATES };
const at = (type: 'call-next' | 'start' | 'finish' | 'no-show'): Step => ask({ type, counter: '1' });
const slips = (size: number | null): Step => ask({ type: 'mark-bulk', ticket: { label: 'C001' }, size, counter: null });

/** C001 is served for so long at counter 1; then the next customer settles what is learned of it. */
const served = (length: number, ...marks: readonly Step[]): Given =>
  given(
    ...opened(['1'], LEARNING),
    ...[issued('cash'), issued('cash'), at('call-next'), at('start')],
    ...marks,
    ...[later(length), at('finish'), later(5_000), at('call-next'), at('start')],
  );

const paceOf = ({ state }: Given) => state.pace.services.get('cash');

describe('the time of a bulk visit', () => {
  it('is not learned from, neither of the service nor of the counter', () => {
    expect(meanOf(paceOf(served(11 * MINUTE)) ?? NOTHING, 5 * MINUTE)).toBe(6 * MINUTE);
    const bulk = served(11 * MINUTE, slips(30));
    expect(paceOf(bulk)).toBeUndefined();
    expect(bulk.state.pace.counters.size).toBe(0);
    expect(bulk.state.pace.unsettled.size).toBe(0);
  });

  it('is learned from when it was an ordinary visit after all', () => {
    expect(paceOf(served(11 * MINUTE, slips(30), slips(null)))?.count).toBe(1);
  });

  it('says all the same how long the counter was free after it, and how many do not come', () => {
    expect(served(11 * MINUTE, slips(30)).state.pace.gap.count).toBe(1);
    const missing = given(
      ...opened(['1'], LEARNING),
      ...[issued('cash'), issued('cash'), slips(30), at('call-next'), later(MINUTE), at('no-show')],
      ...[at('call-next'), at('start')],
    );
    expect(paceOf(missing)).toMatchObject({ count: 0, ends: 1 });
  });
});

describe('the alert for a long service', () => {
  const watched = (...marks: readonly Step[]): Given =>
    given(
      ...opened(['1'], { ...RULES, alerts: { serviceOver: 2, waitOver: { above: 1, below: 1 } } }),
      ...[issued('cash'), at('call-next'), at('start'), later(9 * MINUTE)],
      ...marks,
    );
  const tick = ask({ type: 'tick' });
  const kinds = ({ state }: Given) => [...state.alerts.standing.values()].map(({ kind }) => kind);

  it('is not raised for a messenger with many slips', () => {
    expect(kinds(given(...opened(['1']), tick))).toEqual([]);
    expect(kinds(watched(later(2 * MINUTE), tick))).toEqual(['service-over-time']);
    expect(kinds(watched(slips(30), later(2 * MINUTE), tick))).toEqual([]);
  });

  it('is over when somebody sees what takes so long, and comes back when it was nothing of the kind', () => {
    const seen = watched(later(2 * MINUTE), tick, slips(30), later(1), tick);
    expect(kinds(seen)).toEqual([]);
    expect(kinds(watched(slips(30), later(2 * MINUTE), slips(null), later(1), tick))).toEqual(['service-over-time']);
  });

  it('is raised for the wait of a messenger as for everybody’s', () => {
    const { state } = given(
      ...opened(['1'], { ...RULES, alerts: { waitOver: { above: 1, below: 1 } } }),
      ...[issued('cash'), slips(30), later(11 * MINUTE), tick],
    );
    expect([...state.alerts.standing.values()].map(({ kind }) => kind)).toEqual(['wait-over-target']);
  });
});
