import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateOf } from './estimate.ts';
import { type Leaving, learnLeaving, leavingRate, NOBODY_LEFT, shortenedBy } from './leaving.ts';
import type { EstimateRules, Rules } from './rules.ts';
import { restore, snapshot } from './snapshot.ts';
import { ask, given, issued, later, MINUTE, opened, RULES, type Step } from './spec.ts';

const ESTIMATES: EstimateRules = { smoothing: 0.05, priorWeight: 5, outlier: 6, shown: null };
const ONE: Rules = {
  ...RULES,
  services: RULES.services.map((service) => ({ ...service, standardTime: 6 * MINUTE })),
  counters: [{ id: '1', number: 1, services: ['cash', 'wealth'], profile: 'fair' }],
  estimates: ESTIMATES,
};

/** What is learned of customers who had waited so long, and of whom such a share did not come. */
function learnedOf(shareAfter: (minutes: number) => number): Leaving {
  let leaving = NOBODY_LEFT;
  for (let n = 0; n < 4_000; n += 1) {
    const [minutes, round] = [n % 40, Math.floor(n / 40)];
    const share = shareAfter(minutes);
    const isGone = Math.floor((round + 1) * share) > Math.floor(round * share);
    leaving = learnLeaving(leaving, minutes * MINUTE, !isGone, 1 / (n + 6));
  }
  return leaving;
}

describe('how many leave the longer they wait', () => {
  it('is nothing where nobody leaves, and where as many do not come after a short wait as after a long one', () => {
    expect(leavingRate(NOBODY_LEFT)).toBe(0);
    expect(leavingRate(learnedOf(() => 0))).toBe(0);
    expect(leavingRate(learnedOf(() => 0.2)) * MINUTE).toBeLessThan(0.001);
  });

  it('is learned as a slope, beside those who never come', () => {
    expect(leavingRate(learnedOf((minutes) => minutes / 100)) * MINUTE).toBeCloseTo(0.01, 3);
    expect(leavingRate(learnedOf((minutes) => 0.1 + minutes / 100)) * MINUTE).toBeCloseTo(0.01, 3);
  });

  it('is not believed of few', () => {
    const one = learnLeaving(NOBODY_LEFT, 20 * MINUTE, false, 1 / 6);
    const ten = Array.from({ length: 9 }).reduce<Leaving>(
      (before, _, n) => learnLeaving(before, 20 * MINUTE, n % 2 === 0, 1 / (n + 7)),
      one,
    );
    expect(leavingRate(one)).toBeLessThan(0.5 / (20 * MINUTE));
    expect(leavingRate(ten)).toBeLessThan(0.5 / (20 * MINUTE));
  });
});

describe('a wait that is shorter by those who give up', () => {
  const before = { first: 3 * MINUTE, served: 0.9, absent: 0, usual: 0 };

  it('is the one after which so many are left that it comes to that', () => {
    for (const usual of [0, 20 * MINUTE]) {
      const { mean, stay } = shortenedBy(1 / (60 * MINUTE), { ...before, usual }, 303 * MINUTE);
      expect(mean / MINUTE).toBeCloseTo(3 + 300 * (0.1 + 0.9 * stay), 3);
      expect(Math.abs(stay - Math.exp((usual - mean) / MINUTE / 60))).toBeLessThan(0.04);
    }
  });

  it('is as it was where nobody gives up, or waits no longer than those of whom the share was learned', () => {
    expect(shortenedBy(0, before, 90 * MINUTE)).toEqual({ mean: 90 * MINUTE, follows: 1, stay: 1 });
    const usual = { ...before, absent: 0.2, usual: 90 * MINUTE };
    expect(shortenedBy(1 / MINUTE, usual, 90 * MINUTE).mean).toBe(90 * MINUTE);
  });

  it('is never longer than it was, and longer for more before it', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, part, part, part, part, (rate, served, absent, usual, wait) => {
        const those = { first: MINUTE, served, absent: 0.9 * absent, usual: usual * 60 * MINUTE };
        const of = (minutes: number) => shortenedBy(rate / (10 * MINUTE), those, minutes * MINUTE);
        const [some, more] = [of(300 * wait), of(300 * wait + 10)];
        expect(some.mean).toBeLessThanOrEqual(Math.max(300 * wait * MINUTE, 0) + 1);
        expect(more.mean).toBeGreaterThanOrEqual(some.mean - 1);
        expect(some.follows).toBeGreaterThan(0);
        expect(some.follows).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a branch where those leave who wait long', () => {
  const next = ask({ type: 'call-next', counter: '1' });
  const visit: Step[] = [
    next,
    ask({ type: 'start', counter: '1' }),
    later(6 * MINUTE),
    ask({ type: 'finish', counter: '1' }),
  ];
  const missing: Step[] = [next, ask({ type: 'no-show', counter: '1' })];
  /** Who is called at once comes; of two who have waited for half an hour one has gone. */
  const morning = (ends: Step[]): Step[] =>
    Array.from({ length: 8 }).flatMap(() => [
      issued('cash'),
      ...visit,
      ...Array.from({ length: 2 }, () => issued('cash')),
      later(30 * MINUTE),
      ...ends,
      ...visit,
    ]);
  const line = Array.from({ length: 15 }, () => issued('wealth'));
  const told = (ends: Step[], how = (state: ReturnType<typeof given>['state']) => state) => {
    const { state, now } = given(...opened(['1'], ONE), ...morning(ends), ...line);
    return estimateOf(how(state), 'wealth', 'ordinary', now);
  };

  it('tells a long line less, also for a service that nobody has left yet', () => {
    const [here, elsewhere] = [told(missing), told(visit)];
    expect(elsewhere?.p50).toBeGreaterThan(80 * MINUTE);
    expect(here?.p50).toBeLessThan(0.75 * (elsewhere?.p50 ?? 0));
    expect(here?.p90).toBeLessThan(elsewhere?.p90 ?? 0);
  });

  it('still knows it after the night, and begins anew from the balance of a build that did not learn it', () => {
    expect(told(missing, (state) => restore(snapshot(state)))).toEqual(told(missing));
    const older = told(missing, (state) => {
      const { pace, ...rest } = snapshot(state);
      const { leaving, ...known } = pace ?? expect.unreachable();
      expect(leaving?.count).toBeGreaterThan(0);
      return restore({ ...rest, pace: known });
    });
    expect(older?.p50).toBeGreaterThan(told(missing)?.p50 ?? 0);
  });
});
