import { describe, expect, it } from 'vitest';
import { customersOf } from './customers.ts';
import type { Engine } from './hall.ts';
import { played, scenarioOf } from './proof.fake.ts';
import { resultOf } from './result.ts';
import { BRANCH_ENGINE, simulate } from './simulate.ts';
import { resultText } from './text.ts';

const MINUTE = 60_000;

const DAY = `
names: { en: A morning }
seed: 3
replications: 3
segments: [{ id: ordinary }, { id: gold, headStart: 5min }]
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }
  - { id: account, complexity: complex, targetWait: 20min, standardTime: 9min }
counters:
  - { id: c1, services: [cash, account] }
  - { id: c2, services: [cash, account] }
profiles:
  - { id: fair, kind: longest-wait, cap: none }
  - { id: quick, kind: simple-first, cap: none }
hours: { week: [{ days: [mon], open: ["09:00-12:00"] }] }
tellers: { comes: 10s, between: 5s, looksFor: 20s }
arrivals:
  - of: [{ service: cash, share: 6 }, { service: account, share: 2 }, { service: cash, segment: gold, share: 1 }]
    from: "09:00"
    every: 30min
    perSlot: [9, 12, 14, 14, 10, 6]
serviceTimes: [{ kind: lognormal, variation: 0.6 }]
patience: [{ segments: [ordinary], kind: exponential, mean: 25min }]
compare: [{ id: fair, profile: fair }, { id: quick, profile: quick }]
`;

const resultOfText = (text: string) => {
  const scenario = scenarioOf(text);
  return resultOf(scenario, simulate(scenario));
};

describe('a simulation', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const [once, again, other] = [DAY, DAY, DAY.replace('seed: 3', 'seed: 4')].map((text) =>
      JSON.stringify(resultOfText(text)),
    );
    expect(again).toBe(once);
    expect(other).not.toBe(once);
  });

  it('keeps nobody whose visit is over for good, but on days on which some come back late', () => {
    const most = [DAY, `${DAY}returns: { share: 100, kind: fixed, mean: 5min }\n`].map((text) => {
      let kept = 0;
      const evolve: Engine['evolve'] = (state, event) => {
        BRANCH_ENGINE.evolve(state, event);
        kept = Math.max(kept, state.ended.length);
      };
      simulate(scenarioOf(text), () => {}, { ...BRANCH_ENGINE, evolve });
      return kept;
    });
    // Within the time of an undo two counters end few visits; a day has a hundred.
    expect(most[0]).toBeLessThan(10);
    expect(most[1]).toBeGreaterThan(50);
  });

  it('has the same customers under all rules, whatever is compared', () => {
    const alone = resultOfText(DAY.replace('compare: [{ id: fair, profile: fair }, ', 'compare: ['));
    const both = resultOfText(DAY);
    expect(alone.rules[0]?.groups).toEqual(both.rules[1]?.groups);
  });

  it('keeps what is drawn for one purpose apart from the others', () => {
    const longer = DAY.replace('{ kind: lognormal, variation: 0.6 }', '{ kind: fixed }');
    const [one, two] = [DAY, longer].map((text) => customersOf(scenarioOf(text), 1));
    const rest = (all = one) => all?.map(({ works: _, ...customer }) => customer);
    expect(rest(one)).toEqual(rest(two));
    expect(one).not.toEqual(two);
  });

  it("obeys Little's law: waits and visits sum up to the people who wait and are there", () => {
    const [first] = played(DAY.replace('replications: 3', 'replications: 1'));
    const [day] = first?.days ?? [];
    const all = day?.groups.get('[null,null]');
    const step = scenarioOf(DAY).step;
    const people = (picture: readonly number[] = []) => picture.reduce((sum, each) => sum + each, 0) * step;
    expect(all?.walkedOut).toBeGreaterThan(0);
    // Who was called late has waited no longer than until then; who had left before, no longer than the own patience.
    const [inHall, visits] = [people(day?.inHall), (all?.visit.mean ?? 0) * (all?.served ?? 0)];
    expect(inHall).toBeCloseTo(day?.spent ?? 0, 3);
    expect(inHall).toBeGreaterThan(visits);
    expect(people(day?.waiting)).toBeGreaterThan((all?.wait.mean ?? 0) * (all?.served ?? 0));
    const [patient] = played(DAY.replace(/patience: .*\n/, '').replace('replications: 3', 'replications: 1'));
    const [calm] = patient?.days ?? [];
    const everybody = calm?.groups.get('[null,null]');
    expect(people(calm?.waiting)).toBeCloseTo((everybody?.wait.mean ?? 0) * (everybody?.served ?? 0), 3);
    expect(people(calm?.inHall)).toBeCloseTo((everybody?.visit.mean ?? 0) * (everybody?.served ?? 0), 3);
  });

  it('tells numbers that nobody came for, and how long tellers look for them', () => {
    const [first] = resultOfText(DAY).rules;
    expect(first?.noShows.mean).toBeGreaterThan(0);
    expect(first?.noShows.mean).toBeCloseTo(first?.groups[0]?.walkedOut.mean ?? 0, 6);
  });

  it.each([
    ['no teller comes and the day is over with the last customer', ''],
    ['no teller comes until the branch has closed', 'hours: { week: [{ days: [mon], open: ["09:00-12:00"] }] }\n'],
  ])('has all who came in the hall where %s', (_, hours) => {
    const [first] = resultOfText(`
names: { en: Nobody serves }
services: [{ id: cash, complexity: simple, targetWait: 5min, standardTime: 4min }]
counters: [{ id: c1, services: [cash] }]
${hours}date: "2026-03-02"
arrivals: [{ service: cash, people: [{ at: "09:00", count: 3 }, { at: "09:10", count: 2 }] }]
serviceTimes: [{ kind: fixed }]
staff: [{ counters: [c1], present: [] }]
`).rules;
    expect([first?.hall.most.mean, first?.groups[0]?.unserved.mean]).toEqual([5, 5]);
  });

  it('says all of it in a table', () => {
    const text = resultText(resultOfText(DAY));
    for (const word of ['A morning: 3 days, seed 3', 'wait against first', 'cash, gold', 'no-shows', '±'])
      expect(text).toContain(word);
  });
});

describe('the long run', () => {
  it('counts neither customers nor the time of counters before the end of its warm-up', () => {
    const [first] = played(`
names: { en: Steady }
replications: 1
services: [{ id: any, complexity: simple, targetWait: 10min, standardTime: 6min }]
counters: [{ id: c1, services: [any] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
steady: { lasts: 100h, warmUp: 40h }
arrivals: [{ service: any, perHour: 5 }]
serviceTimes: [{ kind: fixed }]
`);
    const [day] = first?.days ?? [];
    const counter = day?.counters.get('c1');
    expect(counter?.open).toBe(60 * 60 * MINUTE);
    expect(Math.abs((counter?.served ?? 0) - (day?.groups.get('[null,null]')?.served ?? 0))).toBeLessThanOrEqual(3);
    expect((counter?.use ?? 0) * 60 * 10).toBeCloseTo(counter?.served ?? 0, -1);
  });
});

describe('tellers', () => {
  const crowd = (more: string) =>
    played(`
names: { en: Tellers }
replications: 1
services: [{ id: any, complexity: simple, targetWait: 10min, standardTime: 10min }]
counters: [{ id: c1, services: [any] }, { id: c2, services: [any] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
arrivals: [{ service: any, people: [{ at: "09:00", count: 6 }] }]
serviceTimes: [{ kind: fixed }]
${more}`)[0]?.days[0];

  it('serve whoever is at the window to the end before they leave, and come back', () => {
    const day = crowd('staff: [{ counters: [c2], present: ["09:00-09:15", "09:40-10:00"] }]');
    // c1 serves at 0, 10, 20, 30; c2 at 0 and 10 until 20.
    expect([day?.counters.get('c1')?.served, day?.counters.get('c2')?.served]).toEqual([4, 2]);
    expect(day?.endsAt).toBe((9 * 60 + 40) * MINUTE);
    expect(day?.counters.get('c2')?.open).toBe(20 * MINUTE);
  });

  it('work at the hours of their counters, whether the clock opens these or they do', () => {
    const day = played(`
names: { en: Hours }
replications: 1
services: [{ id: any, complexity: simple, targetWait: 10min, standardTime: 10min }]
counters:
  - { id: c1, services: [any], opens: by-schedule, hours: { week: [{ days: [mon], open: ["09:00-09:25"] }] } }
  - { id: c2, services: [any], hours: { week: [{ days: [mon], open: ["09:40-11:00"] }] } }
profiles: [{ id: fair, kind: longest-wait, cap: none }]
hours: { week: [{ days: [mon], open: ["09:00-12:00"] }] }
arrivals: [{ service: any, people: [{ at: "09:00", count: 6 }] }]
serviceTimes: [{ kind: fixed }]
`)[0]?.days[0];
    // c1 serves at 0, 10 and 20 until 30; c2 from 40 on.
    expect([day?.counters.get('c1')?.served, day?.counters.get('c1')?.open]).toEqual([3, 30 * MINUTE]);
    expect([day?.counters.get('c2')?.served, day?.endsAt]).toEqual([3, (10 * 60 + 10) * MINUTE]);
  });

  it('who are ill leave the work to the others', () => {
    const day = crowd('staff: [{ counters: [c2], present: [] }]');
    expect([day?.counters.get('c1')?.served, day?.counters.get('c2')?.open]).toEqual([6, 0]);
    expect(day?.endsAt).toBe(10 * 60 * MINUTE);
  });

  it('wait for customers to come to the window, and take a breath between two', () => {
    const day = crowd('tellers: { comes: 30s, between: 30s }');
    expect(day?.groups.get('[null,null]')?.wait.max).toBe(22 * MINUTE);
    expect(day?.endsAt).toBe((9 * 60 + 32.5) * MINUTE);
  });
});

describe('a day of two thousand customers at sixteen counters', () => {
  it('takes a fifth of a second of a processor at most', () => {
    const scenario = scenarioOf(`
names: { en: A large branch }
replications: 1
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }
  - { id: account, complexity: complex, targetWait: 20min, standardTime: 6min }
counters:
${Array.from({ length: 16 }, (_, n) => `  - { id: c${n}, services: [cash, account] }`).join('\n')}
profiles: [{ id: quick, kind: simple-first, cap: 30min }]
arrivals: [{ of: [{ service: cash, share: 2 }, { service: account, share: 1 }], from: "09:00", every: 8h, perSlot: [2000] }]
serviceTimes: [{ kind: lognormal, mean: 3.6min, variation: 0.8 }]
`);
    const times = Array.from({ length: 12 }, () => {
      const before = process.cpuUsage();
      const [first] = simulate(scenario);
      expect(first?.days[0]?.groups.get('[null,null]')?.served).toBeGreaterThan(1_800);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    });
    expect(Math.min(...times)).toBeLessThan(200);
  });
});
