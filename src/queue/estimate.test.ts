import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histories, play } from './arbitrary.ts';
import type { ScheduledInstant } from './commands.ts';
import { decide } from './decide.ts';
import { estimateOf } from './estimate.ts';
import { evolve } from './evolve.ts';
import { meanOf } from './pace.ts';
import type { CounterRules, EstimateRules, Rules } from './rules.ts';
import { RICH_RULES } from './rules-arbitrary.ts';
import { runs } from './runs-arbitrary.ts';
import { emptyState, restore, snapshot } from './snapshot.ts';
import { ask, type Given, given, issued, issuedOnPaper, later, MINUTE, opened, RULES, type Step } from './spec.ts';
import type { QueueState } from './state.ts';

const ESTIMATES: EstimateRules = { smoothing: 0.05, priorWeight: 5, outlier: 6, shown: null };
const FOUR = ['1', '2', '3', '4'];
/** Every counter serves everything, a service takes six minutes. */
const SIX: Rules = {
  ...RULES,
  services: RULES.services.map((service) => ({ ...service, standardTime: 6 * MINUTE })),
  counters: FOUR.map((id): CounterRules => ({ id, number: Number(id), services: ['cash', 'wealth'], profile: 'fair' })),
  estimates: ESTIMATES,
};
const RICH: Rules = { ...RULES, estimates: ESTIMATES };
const next = (counter: string): Step => ask({ type: 'call-next', counter });
const start = (counter: string): Step => ask({ type: 'start', counter });
const finish = (counter: string): Step => ask({ type: 'finish', counter });
const missing = (counter: string): Step => ask({ type: 'no-show', counter });
const minutes = (time: number): number => Number((time / MINUTE).toFixed(2));
const many = (count: number, service = 'cash'): Step[] => Array.from({ length: count }, () => issued(service));

/** The range for somebody who comes now, minutes. */
function range({ state, now }: Pick<Given, 'state' | 'now'>, service = 'cash', segment = 'ordinary'): number[] | null {
  const estimate = estimateOf(state, service, segment, now);
  return estimate && [estimate.p10, estimate.p50, estimate.p90].map(minutes);
}

/** As `given`, without a look at what decide might write: for many steps. */
function quickly(...steps: readonly Step[]): Pick<Given, 'state' | 'now'> {
  const state = emptyState();
  let now = 1_000_000;
  for (const step of steps) {
    if ('later' in step) now += step.later;
    else if (!('answer' in step)) {
      const decision = decide(state, step, now);
      if (decision.kind === 'decided') for (const event of decision.events) evolve(state, event);
    }
  }
  return { state, now };
}

describe('the range of a wait while nothing is known but the standard', () => {
  it.each([
    [5, [4.73, 8.51, 13.91]],
    [12, [12.97, 19, 26.67]],
  ])('with %d ahead at four counters is that of Erlang', (ahead, expected) => {
    expect(range(given(...opened(FOUR, SIX), ...many(ahead + 4), ...FOUR.map(next)))).toEqual(expected);
  });

  it('is nothing where a counter has asked for the next customer', () => {
    expect(range(given(...opened(['1'], SIX), next('1')))).toEqual([0, 0, 0]);
  });

  it('is never longer than a day, however many come and however few are served', () => {
    const one = quickly(...opened(['1'], SIX), ...many(300), next('1'));
    expect(range(one)).toEqual([24 * 60, 24 * 60, 24 * 60]);
    const fewer = quickly(...opened(['1'], SIX), ...many(200), next('1'));
    expect(range(fewer)?.[0]).toBeLessThan(24 * 60);
  });

  it('is not known where no counter that serves is open, paused ones included', () => {
    expect(range(given(...opened([], SIX), issuedOnPaper('cash')))).toBeNull();
    expect(range(given(...opened(['1'], SIX), ask({ type: 'pause-counter', counter: '1' })))).toBeNull();
    expect(range(given(...opened(['4'], RICH)))).toBeNull();
  });

  it('is not given where the rules estimate nothing, and such rules learn nothing', () => {
    const branch = given(...opened(['1']), ...many(3), next('1'), later(MINUTE), finish('1'), next('1'), finish('1'));
    expect(range(branch)).toBeNull();
    expect(snapshot(branch.state).pace).toBeUndefined();
    expect(branch.events.every((event) => event.type !== 'issued' || event.estimate === undefined)).toBe(true);
  });

  it('stands on the ticket that is issued, and in the answer', () => {
    const branch = given(...opened(['1'], SIX), ...many(3), next('1'));
    const event = branch.events.findLast(({ type }) => type === 'issued');
    expect(event?.type === 'issued' && event.estimate).toEqual(
      event?.answer?.kind === 'issued' ? event.answer.estimate : 'none',
    );
    expect(event?.type === 'issued' && event.estimate && minutes(event.estimate.p50)).toBe(10.07);
  });
});

describe('counters by the schedule', () => {
  const counterTurn = (at: number, counter: string, isOpen: boolean, by: 'schedule' | 'teller' = 'schedule') =>
    ({ at, what: 'counter', counter, isOpen, by }) as unknown as ScheduledInstant;
  const scheduled = (instants: readonly ScheduledInstant[], open: readonly string[], waiting: number): Given => {
    const [rules = issued('cash'), , ...tellers] = opened(open, SIX);
    const day = ask({ type: 'open-day', day: '2026-03-02', instants, openingHash: 'hash' });
    return given(rules, day, ...tellers, ...many(waiting), ...open.map(next));
  };
  const from = 1_000_000;

  it('that are to open count from then on, but not those that wait for a teller', () => {
    const opening = counterTurn(from + 30 * MINUTE, '2', true);
    expect(range(scheduled([opening], [], 0))?.[1]).toBe(30);
    expect(range(scheduled([counterTurn(from + 30 * MINUTE, '2', true, 'teller')], [], 0))).toBeNull();
    const alone = range(scheduled([], ['1'], 12)) ?? [];
    const helped = range(scheduled([opening], ['1'], 12)) ?? [];
    expect(helped[1]).toBeLessThan((alone[1] ?? 0) - 10);
    expect(helped[1]).toBeGreaterThan(30);
  });

  it('whose work ends leave the others with the rest; where all end, they finish their queue', () => {
    const ends = [counterTurn(from + 10 * MINUTE, '2', false)];
    const [, both = 0] = range(scheduled([], ['1', '2'], 12)) ?? [];
    const [, ending = 0] = range(scheduled(ends, ['1', '2'], 12)) ?? [];
    const [, alone = 0] = range(scheduled([], ['1'], 12)) ?? [];
    expect(ending).toBeGreaterThan(both + 10);
    expect(ending).toBeLessThan(alone);
    const all = [...ends, counterTurn(from + 10 * MINUTE, '1', false)];
    expect(range(scheduled(all, ['1', '2'], 12))?.[1]).toBe(both);
  });
});

describe('what the branch learns', () => {
  const learnedOf = ({ state }: Given, service = 'cash') =>
    meanOf(state.pace.services.get(service) ?? { prior: 1, sum: 0, spread: 0, count: 0 }, 6 * MINUTE) / MINUTE;
  const visits = (count: number, length: number): Step[] =>
    Array.from({ length: count }).flatMap(() => [issued('cash'), next('1'), start('1'), later(length), finish('1')]);
  const settled: Step[] = [issued('cash'), next('1'), start('1')];

  it('the standard counts as much as five visits, and wears off', () => {
    expect(learnedOf(given(...opened(['1'], SIX), ...visits(1, 12 * MINUTE)))).toBe(6);
    expect(learnedOf(given(...opened(['1'], SIX), ...visits(1, 12 * MINUTE), ...settled))).toBe(7);
    expect(learnedOf(given(...opened(['1'], SIX), ...visits(60, 12 * MINUTE), ...settled))).toBeGreaterThan(11.5);
  });

  it('a finish that was undone is not learned from, and the visit counts once it is really over', () => {
    const undone = given(
      ...opened(['1'], SIX),
      ...settled,
      later(MINUTE),
      finish('1'),
      ask({ type: 'undo', counter: '1' }),
      later(11 * MINUTE),
      finish('1'),
      ...settled,
    );
    expect(learnedOf(undone)).toBe(7);
    expect(undone.state.pace.services.get('cash')?.count).toBe(1);
  });

  it('a ticket left open over lunch counts as six times the mean, one left open overnight not at all', () => {
    expect(learnedOf(given(...opened(['1'], SIX), ...visits(1, 60 * MINUTE), ...settled))).toBe(11);
    expect(learnedOf(given(...opened(['1'], SIX), ...visits(1, 73 * MINUTE), ...settled))).toBe(6);
  });

  it('who does not come shortens the wait of the others', () => {
    const absent = Array.from({ length: 10 }).flatMap(() => [issued('cash'), next('1'), later(30_000), missing('1')]);
    const [, full = 0] = range(given(...opened(['1'], SIX), ...many(9), next('1'))) ?? [];
    const [, half = 0] = range(given(...opened(['1'], SIX), ...absent, ...many(9), next('1'))) ?? [];
    expect(half).toBeLessThan(0.7 * full);
    expect(half).toBeGreaterThan(0.2 * full);
  });

  it('a counter that is slow makes those wait longer who wait for it, not those of another', () => {
    const at = (counter: string, length: number): Step[] =>
      Array.from({ length: 12 }).flatMap(() => [issued('cash'), next(counter), later(length), finish(counter)]);
    const close = (counter: string): Step => ask({ type: 'close-counter', counter });
    const open = (counter: string): Given =>
      given(
        ...opened(['1', '2'], SIX),
        ...at('1', 12 * MINUTE),
        ...at('2', 4 * MINUTE),
        close('1'),
        close('2'),
        ask({ type: 'open-counter', counter, teller: null, profile: null }),
        ...many(5),
        next(counter),
      );
    const [, fast = 0] = range(open('2')) ?? [];
    const [, slow = 0] = range(open('1')) ?? [];
    expect(slow).toBeGreaterThan(1.5 * fast);
  });

  it('a teller who takes a minute between two customers is reckoned with', () => {
    const slow = Array.from({ length: 30 }).flatMap(() => [
      next('1'),
      start('1'),
      later(MINUTE),
      finish('1'),
      later(MINUTE),
    ]);
    const branch = given(...opened(['1'], SIX), ...many(40), ...slow);
    expect(branch.state.pace.gap.sum / MINUTE).toBeGreaterThan(0.8);
  });
});

it('ranges are in order, and the same from a state made anew, whatever happened', () => {
  const afterStep = (state: QueueState): void => {
    const again = restore(structuredClone(snapshot(state)));
    for (const { id } of RICH.services) {
      const estimate = estimateOf(state, id, 'ordinary', state.lastAt);
      expect(estimateOf(again, id, 'ordinary', state.lastAt)).toEqual(estimate);
      if (!estimate) continue;
      expect(estimate.p10).toBeGreaterThanOrEqual(0);
      expect(estimate.p10).toBeLessThanOrEqual(estimate.p50);
      expect(estimate.p50).toBeLessThanOrEqual(estimate.p90);
      expect(Number.isSafeInteger(estimate.p90)).toBe(true);
    }
  };
  fc.assert(
    fc.property(histories(40), fc.constantFrom(RICH, RICH_RULES), (steps, rules) => {
      play(steps, { afterStep }, rules);
    }),
    { numRuns: runs(15) },
  );
});

it('whoever comes later waits longer, and nobody waits longer for one more counter', () => {
  const lengths = fc.array(fc.integer({ min: 20_000, max: 20 * MINUTE }), { maxLength: 12 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 4, max: 30 }), (served, waiting) => {
      const visits = served.flatMap((length) => [issued('cash'), next('1'), start('1'), later(length), finish('1')]);
      const branch = (open: readonly string[], count: number): Pick<Given, 'state' | 'now'> =>
        quickly(...opened(open, SIX), ...visits, ...many(count + open.length), ...open.map(next));
      const two = range(branch(['1', '2'], waiting)) ?? [];
      const longer = range(branch(['1', '2'], waiting + 1)) ?? [];
      const three = range(branch(['1', '2', '3'], waiting)) ?? [];
      for (const [n, time] of two.entries()) {
        expect(longer[n]).toBeGreaterThan(time);
        expect(three[n]).toBeLessThan(time);
      }
    }),
    { numRuns: runs(20) },
  );
});
