import { expect, it } from 'vitest';
import { aheadOf } from './ahead.ts';
import { estimateOf } from './estimate.ts';
import { indexOf } from './rule-index.ts';
import type { Rules } from './rules.ts';
import { ask, given, issued, later, MINUTE, opened } from './spec.ts';
import { next, VISIT_RULES } from './spec-visit.fake.ts';
import { StoppedBranch } from './stopped-branch.fake.ts';

const RULES: Rules = {
  ...VISIT_RULES,
  estimates: { smoothing: 0.1, priorWeight: 2, outlier: 6, shown: null },
};

/** C001 was sent to window 2, the only one that is left, where C002 sits. */
const { state, now } = given(
  ...opened(['1', '2'], RULES),
  issued('cash'),
  issued('cash'),
  next('1'),
  next('2'),
  ask({ type: 'transfer', counter: '1', toCounter: '2' }),
  ask({ type: 'close-counter', counter: '1' }),
  later(MINUTE),
);

it('whoever waits for a window is among those ahead, with what they come for', () => {
  const asker = { id: state.lastTicket + 1, queuedAt: now, service: 'cash', segment: 'ordinary' };
  const { count, calls } = aheadOf(state, indexOf(RULES), asker, now);
  expect(count).toBe(1);
  expect(calls.filter(({ calls: some }) => some > 0).map(({ traits, calls: some }) => [traits.service, some])).toEqual([
    ['cash', 1],
  ]);
});

it('a wait is estimated where all who go before wait for a window', () => {
  const { p10 = 0, p50 = 0, p90 = 0 } = estimateOf(state, 'cash', 'ordinary', now) ?? {};
  expect(p10).toBeGreaterThan(0);
  expect(p50).toBeGreaterThan(p10);
  expect(p90).toBeGreaterThan(p50);
});

it('who waits for a window passes over those who came before: whoever may be passed no more is called next', () => {
  const rules: Rules = {
    ...RULES,
    counters: [
      { id: '1', number: 1, services: ['cash', 'wealth'], profile: 'first' },
      { id: '2', number: 2, services: ['cash', 'wealth'], profile: 'first' },
    ],
    profiles: [{ id: 'first', kind: 'complex-first', cap: 60 * MINUTE, passOver: 1 }],
  };
  // C001 is sent to window 1 with the place of now, behind C002.
  const { state: sent, now: then } = given(
    ...opened(['1', '2'], rules),
    issued('cash'),
    next('2'),
    later(MINUTE),
    issued('cash'),
    later(MINUTE),
    ask({ type: 'transfer', counter: '2', toCounter: '1', place: 'last' }),
    ask({ type: 'close-counter', counter: '2' }),
    issued('wealth'),
  );
  const wealth = [...sent.tickets.values()].find(({ service }) => service === 'wealth');
  expect(wealth && aheadOf(sent, indexOf(rules), wealth, then).count).toBe(2);
  expect(wealth && new StoppedBranch(sent, then).callsBefore(wealth)).toBe(2);
});
