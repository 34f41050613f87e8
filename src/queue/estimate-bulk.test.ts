import { expect, test } from 'vitest';
import { estimateOf } from './estimate.ts';
import type { CounterRules, Rules } from './rules.ts';
import { restore, snapshot } from './snapshot.ts';
import { and, ask, type Given, given, issued, later, MINUTE, opened, RULES, type Step } from './spec.ts';

/** Every counter serves everything, a service takes six minutes, a slip one. */
const SIX: Rules = {
  ...RULES,
  services: RULES.services.map((service) => ({ ...service, standardTime: 6 * MINUTE })),
  counters: ['1', '2'].map(
    (id): CounterRules => ({ id, number: Number(id), services: ['cash', 'wealth'], profile: 'fair' }),
  ),
  estimates: { smoothing: 0.05, priorWeight: 5, outlier: 6, perSlip: MINUTE, shown: null },
};
const next = (counter: string): Step => ask({ type: 'call-next', counter });
const bulk = (label: string, size: number | null): Step =>
  ask({ type: 'mark-bulk', ticket: { label }, size, counter: null });

/** All but the first have been called just now; so many wait. */
function waiting(counters: readonly string[], count: number, rules: Rules, ...steps: readonly Step[]): Given {
  const customers = Array.from({ length: counters.length + count }, () => issued('cash'));
  return given(...opened(counters, rules), ...customers, ...counters.map(next), ...steps);
}

/** For somebody who comes now, minutes: half of them are called before. */
function half({ state, now }: Pick<Given, 'state' | 'now'>): number {
  return (estimateOf(state, 'cash', 'ordinary', now)?.p50 ?? Number.NaN) / MINUTE;
}

test('a messenger with thirty slips who waits ahead keeps the only window for half an hour', () => {
  const plain = half(waiting(['1'], 3, SIX));
  // Four visits of six minutes; one of them takes thirty.
  expect(half(waiting(['1'], 3, SIX, bulk('C003', 30))) / plain).toBeCloseTo((24 + 24) / 24, 2);
  expect(half(waiting(['1'], 3, SIX, bulk('C003', 30), bulk('C003', null)))).toBe(plain);
  // Few slips are no more than an ordinary visit.
  expect(half(waiting(['1'], 3, SIX, bulk('C003', 5)))).toBe(plain);
});

test('counts as one person ahead', () => {
  const { events } = waiting(['1'], 3, SIX, bulk('C003', 30), issued('cash'));
  expect(events.findLast(({ type }) => type === 'issued')).toMatchObject({ ahead: 3 });
});

test('is one of mean length where the rules do not know what a slip takes', () => {
  const { perSlip: _, ...estimates } = SIX.estimates ?? expect.fail();
  const rules = { ...SIX, estimates };
  expect(half(waiting(['1'], 3, rules, bulk('C003', 30)))).toBe(half(waiting(['1'], 3, rules)));
});

test('keeps one window: the others call on, however many slips there are', () => {
  const plain = half(waiting(['1', '2'], 6, SIX));
  const thirty = half(waiting(['1', '2'], 6, SIX, bulk('C005', 30)));
  const all = half(waiting(['1', '2'], 6, SIX, bulk('C005', 999)));
  expect(thirty).toBeGreaterThan(plain + 5);
  expect(all).toBeGreaterThanOrEqual(thirty);
  // One window works off the rest, no more.
  expect(all).toBeLessThan(half(waiting(['1'], 6, SIX)));
  // Whoever is called right before the next one keeps nobody waiting who has another window.
  const last = half(waiting(['1', '2'], 6, SIX, bulk('C009', 999)));
  expect(last).toBeLessThan(thirty);
});

test('keeps nobody waiting who is served elsewhere, or goes before it', () => {
  const apart: Rules = {
    ...SIX,
    counters: SIX.counters.map((each) => ({ ...each, services: [each.id === '1' ? 'cash' : 'wealth'] })),
  };
  const messenger = [issued('wealth'), bulk('W001', 30)];
  expect(half(waiting(['1'], 3, apart, ...messenger))).toBe(half(waiting(['1'], 3, apart)));
  const simple: Rules = {
    ...SIX,
    profiles: [{ id: 'fair', kind: 'simple-first', cap: 600 * MINUTE }],
  };
  expect(half(waiting(['1'], 3, simple, ...messenger))).toBe(half(waiting(['1'], 3, simple, issued('wealth'))));
});

test('at the window keeps it as long as its slips say, less what is over', () => {
  const plain = half(waiting(['1'], 1, SIX));
  const called = waiting(['1'], 1, SIX, bulk('C001', 30));
  expect(half(called) / plain).toBeCloseTo((30 + 6) / 12, 2);
  expect(half(and(called, ask({ type: 'finish', counter: '1' }), next('1'), later(1)))).toBeLessThan(plain);
});

test('is known to a state that was made anew, while it lives', () => {
  const branch = waiting(['1'], 3, SIX, bulk('C003', 30), bulk('C005', 20));
  const copy = restore(JSON.parse(JSON.stringify(snapshot(branch.state))));
  expect([...copy.bulks.keys()]).toEqual([3, 4]);
  expect(half({ state: copy, now: branch.now })).toBe(half(branch));
  const gone = and(branch, ask({ type: 'cancel', ticket: { label: 'C003' }, counter: null, reason: 'left' }));
  expect([...gone.state.bulks.keys()]).toEqual([4]);
});
