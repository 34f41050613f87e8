import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../config/spec.ts';
import { crewHere } from '../days.ts';
import { loadScenario } from '../load.ts';
import type { Scenario } from '../scenario.ts';
import { type Advice, advise } from './advise.ts';
import { fewestCounters, waitingShare, withinShare } from './erlang.ts';
import { Judge } from './judge.ts';
import { frameOf, Plan } from './slots.ts';
import { parseTarget, type Target } from './target.ts';

const HOUR = 3_600_000;
const SLOT = HOUR / 2;

function scenarioOf(yaml: string): Scenario {
  const loaded = loadScenario('day.yaml', [], [], memoryFiles({ 'day.yaml': yaml }));
  return loaded.kind === 'ok'
    ? loaded.scenario
    : expect.unreachable(loaded.problems.map(({ text }) => text).join('\n'));
}

/** Three hours in which four alike counters may be open, a rush in the middle. */
const alike = (perSlot: string, seed: number): Scenario =>
  scenarioOf(`names: { en: Three hours }
replications: 2
seed: ${seed}
services: [{ id: cash, complexity: simple, targetWait: 10min, standardTime: 5min }]
counters: [{ id: c1, services: [cash] }, { id: c2, services: [cash] }, { id: c3, services: [cash] }, { id: c4, services: [cash] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
hours: { week: [{ days: [mon], open: ["09:00-12:00"] }] }
date: "2026-03-02"
arrivals: [{ service: cash, from: "09:00", every: 30min, perSlot: ${perSlot} }]
serviceTimes: [{ kind: exponential }]
compare: [{ id: fair, profile: fair }]
`);

/** Two counters for cash, one for cash and accounts, one for accounts. */
const skilled = (seed: number): Scenario =>
  scenarioOf(`names: { en: An hour and a half }
replications: 2
seed: ${seed}
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 5min }
  - { id: account, complexity: complex, targetWait: 10min, standardTime: 12min }
counters: [{ id: c1, services: [cash] }, { id: c2, services: [cash] }, { id: c3, services: [cash, account] }, { id: c4, services: [account] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
hours: { week: [{ days: [mon], open: ["09:00-10:30"] }] }
date: "2026-03-02"
arrivals:
  - { service: cash, from: "09:00", every: 30min, perSlot: [3, 6, 2] }
  - { service: account, from: "09:00", every: 30min, perSlot: [1, 2, 1] }
serviceTimes: [{ kind: exponential }]
compare: [{ id: fair, profile: fair }]
`);

const target = (text: string): Target => {
  const read = parseTarget(text, ['cash', 'account']);
  return read.kind === 'ok' ? read.target : expect.unreachable(read.what);
};

function costOf(advice: Advice): number {
  return advice.kind === 'advised' ? advice.best.verdict.plan.cost : expect.unreachable('no plan keeps the target');
}

/** Whether any plan of fewer counter hours than these keeps the targets: all of them are played, on the same days. */
async function cheaper(
  scenario: Scenario,
  targets: readonly Target[],
  cost: number,
  plans: (all: Plan) => Iterable<Plan>,
) {
  const [comparison] = scenario.compare;
  if (!comparison) return expect.unreachable();
  const judge = new Judge(scenario, [0, comparison], { targets, every: SLOT }, crewHere(scenario));
  const frame = frameOf(scenario, SLOT);
  const all = new Plan(
    frame,
    frame.cells.map(() => true),
  );
  let [best, judged] = [cost, 0];
  for (const plan of plans(all)) {
    if (plan.cost >= best) continue;
    judged += 1;
    if ((await judge.judge(plan)).isKept) best = plan.cost;
  }
  return { best, judged };
}

/** Of counters that are all alike it does not matter which are open: so many in each slot. */
function* countsOf({ frame }: Plan): Generator<Plan> {
  const slots = frame.slots.length;
  for (let code = 0; code < 5 ** slots; code += 1) {
    const counts = Array.from({ length: slots }, (_, slot) => Math.floor(code / 5 ** slot) % 5);
    yield new Plan(
      frame,
      frame.cells.map(({ counter, slot }) => frame.counters.indexOf(counter) < (counts[slot] ?? 0)),
    );
  }
}

/** All that there are. */
function* subsetsOf({ frame }: Plan): Generator<Plan> {
  for (let code = 0; code < 2 ** frame.cells.length; code += 1) {
    yield new Plan(
      frame,
      frame.cells.map((_, cell) => Math.floor(code / 2 ** cell) % 2 === 1),
    );
  }
}

describe('the advice is the optimum, or within one counter hour of it: all plans are played', () => {
  const fair = async (scenario: Scenario, text: string, plans: (all: Plan) => Iterable<Plan>) => {
    const targets = [target(text)];
    const cost = costOf(await advise(scenario, { targets, every: SLOT }));
    const { best, judged } = await cheaper(scenario, targets, cost, plans);
    return { over: cost - best, judged };
  };

  it.each([
    ['[2, 4, 8, 8, 3, 2]', 1, '90 % within 10 min'],
    ['[6, 1, 1, 8, 8, 2]', 2, '80 % within 5 min'],
  ])('four alike counters, six slots, %s, seed %i: %s', async (perSlot, seed, text) => {
    const { over, judged } = await fair(alike(perSlot, seed), text, countsOf);
    expect(over).toBeLessThanOrEqual(HOUR);
    expect(judged).toBeGreaterThan(100);
  });

  it('four counters of different services, three slots', async () => {
    const { over, judged } = await fair(skilled(3), '80 % within 10 min', subsetsOf);
    expect(over).toBeLessThanOrEqual(HOUR);
    expect(judged).toBeGreaterThan(100);
  });
});

describe('slots', () => {
  const crowd = (at: string) =>
    scenarioOf(`names: { en: A crowd }
services: [{ id: cash, complexity: simple, targetWait: 10min, standardTime: 5min }]
counters: [{ id: c1, services: [cash] }]
arrivals: [{ service: cash, people: [{ at: "09:00", count: 5 }, ${at}] }]
serviceTimes: [{ kind: fixed }]
`);

  it.each([
    ['{ at: "09:00" }', 1],
    ['{ at: "09:29" }', 1],
    ['{ at: "09:30" }', 2],
  ])('without hours they are whole ones, until the last customer has come: %s', (at, count) => {
    const { slots } = frameOf(crowd(at), SLOT);
    expect(slots.map(({ from, to }) => to - from)).toEqual(Array.from({ length: count }, () => SLOT));
  });
});

describe('erlang', () => {
  it('is the formula of the books', () => {
    expect(waitingShare(5, 4)).toBeCloseTo(0.554113, 6);
    expect(withinShare(55, 48, 0.0625)).toBeCloseTo(0.84588, 4);
    expect(fewestCounters(3, 0.9, 5 / 6, 10)).toBe(5);
    expect([fewestCounters(0, 0.9, 1, 10), fewestCounters(8, 0.9, 1, 3)]).toEqual([0, 3]);
  });
});
