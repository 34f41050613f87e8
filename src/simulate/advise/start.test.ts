import { expect, it } from 'vitest';
import { settleInSteps } from '../steps.fake.ts';
import { scenarioOf } from './scenario.fake.ts';
import { frameOf } from './slots.ts';
import { loadsIn } from './start.ts';

const HOUR = 3_600_000;

/** Six come in the hour; a window receives and returns. */
const settlement = (counters: string) =>
  scenarioOf(`names: { en: One hour }
${settleInSteps(2, 20, 3)}
counters: [{ id: w1, services: [settle] }${counters}]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
hours: { week: [{ days: [mon], open: ["09:00-10:00"] }] }
date: "2026-03-02"
arrivals: [{ service: settle, from: "09:00", every: 1h, perSlot: [6] }]
serviceTimes: [{ kind: exponential }]
tellers: { comes: 15s, between: 15s }
compare: [{ id: fair, profile: fair }]
`);

it.each([
  [
    'who receives and returns is called to, twice',
    ', { id: back, services: [], isBack: true, steps: [{ step: review }] }',
    6,
  ],
  ['who does all of it, where nobody does the review', '', 25.5],
])('windows are busy with what they do: %s', (_, counters, minutes) => {
  const scenario = settlement(counters);
  const [slot] = frameOf(scenario, HOUR).slots;
  const [comparison] = scenario.compare;
  if (!slot || !comparison) expect.fail('a slot and rules are expected');
  const [only] = loadsIn(scenario, comparison.rules, slot);
  expect(only?.mean).toBe(minutes * 60_000);
  expect(only?.load).toBeCloseTo((6 * minutes) / 60);
});
