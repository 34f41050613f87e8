import { describe, expect, it } from 'vitest';
import { customersOf } from './customers.ts';
import type { DayFigures } from './figures.ts';
import { played, problemsOf, scenarioOf } from './proof.fake.ts';

const MINUTE = 60_000;

/** Two windows; who comes is said by the test. */
const day = (arrivals: string, ...more: readonly string[]): string => `
names: { en: A morning }
replications: 1
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 4min }
  - { id: cards, complexity: simple, targetWait: 10min, standardTime: 6min }
counters:
  - { id: c1, services: [cash, cards] }
  - { id: c2, services: [cards] }
profiles: [{ id: fair, kind: longest-wait, cap: none }]
hours: { week: [{ days: [mon], open: ["09:00-12:00"] }] }
serviceTimes: [{ kind: fixed }]
arrivals: [${arrivals}]
${more.join('\n')}
`;
const first = (text: string): DayFigures => played(text)[0]?.days[0] ?? expect.unreachable();
const all = (text: string) => first(text).groups.get('[null,null]');
const THREE = '{ service: cash, people: [{ at: "09:30", count: 3 }] }';

describe('tellers who are slower than others', () => {
  it('take so many times as long for everybody', () => {
    expect(all(day(THREE))?.wait.max).toBe(8 * MINUTE);
    expect(all(day(THREE, 'pace: [{ counters: [c1], takes: 1.5 }]'))?.wait.max).toBe(12 * MINUTE);
    expect(all(day(THREE, 'pace: [{ counters: [c2], takes: 1.5 }]'))?.wait.max).toBe(8 * MINUTE);
  });

  it('make a long run unstable that is stable with others', () => {
    const run = (...more: string[]) =>
      day('{ service: cash, perHour: 12 }', 'steady: { lasts: 10h, warmUp: 1h }', ...more).replace(/hours: .*\n/, '');
    expect(problemsOf(run())).toEqual([]);
    expect(problemsOf(run('pace: [{ counters: [c1], takes: 1.5 }]'))).toEqual([
      expect.stringMatching(/^proof\.yaml:\d+:\d+: unstable: cash bring a load of 0\.80 to 1 counter/),
    ]);
  });
});

describe('customers who come for several services', () => {
  it('are served for both at the window that does both, on one number', () => {
    const figures = first(day('{ service: cash, more: [cards], people: [{ at: "09:30" }] }'));
    expect([...figures.counters].map(([id, { served }]) => [id, served])).toEqual([
      ['c1', 1],
      ['c2', 0],
    ]);
    expect(figures.groups.get('[null,null]')?.visit.max).toBe(10 * MINUTE);
  });

  it('go to another window for the rest where the first does not do it', () => {
    const text = day('{ service: cash, more: [cards], people: [{ at: "09:30" }] }').replace('[cash, cards]', '[cash]');
    const figures = first(text);
    expect(figures.counters.get('c2')?.served).toBe(1);
    const group = figures.groups.get('[null,null]');
    expect([group?.served, group?.wait.max, group?.visit.max]).toEqual([1, 0, 10 * MINUTE]);
  });

  it('take nothing from what others are drawn', () => {
    const text = day(THREE, 'patience: [{ kind: exponential, mean: 30min }]');
    const others = (arrivals: string) => customersOf(scenarioOf(text.replace(THREE, arrivals)), 0).slice(0, 3);
    expect(others(`${THREE}, { service: cash, more: [cards], people: [{ at: "10:30" }] }`)).toEqual(others(THREE));
  });
});

describe('customers who have left and come back', () => {
  const PATIENCE = 'patience: [{ kind: fixed, mean: 5min }]';

  it('are served after all, and wait from their first number on', () => {
    expect(all(day(THREE, PATIENCE))).toMatchObject({ served: 2, walkedOut: 1 });
    const back = first(day(THREE, PATIENCE, 'returns: { share: 100, kind: fixed, mean: 3min }'));
    expect(back.groups.get('[null,null]')).toMatchObject({ served: 3, walkedOut: 0 });
    // Called at 9:38, looked for for half a minute, back three minutes later.
    expect(back.groups.get('[null,null]')?.wait.max).toBe(11.5 * MINUTE);
    expect(back.noShows).toBe(1);
  });

  it('are too late where the rules say so', () => {
    // Four more numbers are called before: neither the numbers nor the time leave the customer in time.
    const later = ['09:50', '10:00', '10:10', '10:20'].map((at) => `{ service: cash, people: [{ at: "${at}" }] }`);
    const text = (mean: string) =>
      day([THREE, ...later].join(', '), PATIENCE, `returns: { share: 100, kind: fixed, mean: ${mean} }`);
    expect(all(text('70min'))).toMatchObject({ served: 6, walkedOut: 1 });
    expect(all(text('3min'))).toMatchObject({ served: 7, walkedOut: 0 });
  });
});

describe('customers who have an appointment', () => {
  const booked = (appointment: string): string =>
    day(
      `{ service: cash, people: [{ at: "09:55", count: 3 }] }, { service: cash, people: [{ at: "10:00" }], appointment: ${appointment} }`,
    );

  it('who come early wait from the time that was booked, in their place by it', () => {
    // Windows are busy until 10:07; whoever has booked 10:00 comes after the three of 9:55.
    expect(all(booked('{ early: 10min, late: 0s }'))?.wait.max).toBe(8 * MINUTE);
    const customers = customersOf(scenarioOf(booked('{ early: 10min, late: 0s }')), 0);
    const [customer] = customers.filter(({ booked: time }) => time !== null);
    expect(customer?.at).toBeLessThan(10 * 60 * MINUTE);
  });

  it('who come long before the window check in as soon as that is possible', () => {
    expect(all(booked('{ early: 2h, late: 0s }'))).toMatchObject({ served: 4, refused: 0 });
  });

  it('do not come at all where they miss it', () => {
    expect(all(booked('{ missed: 100 }'))?.customers).toBe(3);
  });
});

describe('what does not go together', () => {
  it.each([
    ['{ service: cash, more: [crads], people: [{ at: "09:30" }] }', 'unknown service "crads", expected "cards"'],
    ['{ service: cash, more: [cash], people: [{ at: "09:30" }] }', 'they come for "cash" already'],
    [
      '{ of: [{ service: cash, share: 1 }], more: [cards], people: [{ at: "09:30" }] }',
      'of says already who comes for what',
    ],
    ['{ service: cash, people: [{ at: "09:30" }], appointment: { early: 15 } }', 'early is 15, expected a duration'],
    ['{ service: cash, people: [{ at: "09:30" }], appointment: { missed: 101 } }', 'missed is 101, expected a number'],
  ])('%s', (arrivals, problem) => {
    expect(problemsOf(day(arrivals))).toEqual([expect.stringContaining(problem)]);
    expect(problemsOf(day(arrivals))[0]).toMatch(/^proof\.yaml:13:/);
  });

  it.each([
    ['pace: [{ counters: [c9], takes: 2 }]', 'unknown counter "c9"'],
    ['pace: [{ counters: [c1], takes: 0 }]', 'takes is 0, expected a number from 0.1 to 10'],
    ['returns: { share: 50, kind: exponential }', 'nobody says when they come back, expected mean: a duration'],
    ['returns: { share: 50, kind: fixed, mean: 5 }', 'mean is 5, expected a duration'],
  ])('%s', (more, problem) => {
    expect(problemsOf(day(THREE, more))).toEqual([expect.stringContaining(problem)]);
    expect(problemsOf(day(THREE, more))[0]).toMatch(/^proof\.yaml:14:/);
  });
});
