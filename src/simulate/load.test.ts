import { describe, expect, it } from 'vitest';
import { systemFiles } from '../config/files.ts';
import { memoryFiles } from '../config/spec.ts';
import { loadScenario } from './load.ts';
import { problemsOf, scenarioOf } from './proof.fake.ts';
import { NO_CAP } from './schema.ts';
import { settleInSteps } from './steps.fake.ts';

const SCENARIO = `names: { en: A day }
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }
  - { id: wealth, complexity: complex, targetWait: 20min, standardTime: 20min }
counters:
  - { id: c1, services: [cash, wealth] }
  - { id: c2, services: [cash] }
profiles:
  - { id: fair, kind: longest-wait, cap: none }
arrivals:
  - { service: cash, from: "09:00", every: 30min, perSlot: [4, 6] }
serviceTimes:
  - { kind: lognormal, variation: 0.8 }
`;

const edited = (...edits: readonly (readonly [string, string])[]): string =>
  edits.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, SCENARIO);

describe('a scenario', () => {
  it('is right as it stands', () => {
    expect(problemsOf(SCENARIO)).toEqual([]);
  });

  it('may do without a cap, which nothing else may', () => {
    const [first] = scenarioOf(SCENARIO).compare;
    expect(first?.rules.profiles.map(({ cap }) => cap)).toEqual([NO_CAP]);
  });

  it.each([
    [
      'kind: longest-wait, cap: none',
      'kind: longest-wait, cap: never',
      '9: cap is "never", expected a duration from 1min to 8h with its unit (ms, s, min, h), or none',
    ],
    ['perSlot: [4, 6]', 'perSlot: [4, x]', '11: entry 2 of perSlot is "x", expected a number from 0 to 100000'],
    ['service: cash, from', 'service: cush, from', '11: unknown service "cush", expected "cash"'],
    ['every: 30min, perSlot', 'perSlot', '11: perSlot needs every, expected every: 30min'],
    [
      'from: "09:00", every: 30min, perSlot: [4, 6] }',
      'perHour: 6 }',
      '11: they come for ever, expected steady, or perSlot',
    ],
    ['variation: 0.8 }', '}', '13: nobody says how much it varies, expected variation: a number such as 0.8'],
    [
      '- { kind: lognormal',
      '- { services: [wealth], kind: lognormal',
      '11: nobody says how long "cash" takes, expected an entry in serviceTimes that fits',
    ],
    ['id: c2, services: [cash]', 'id: c2, services: [cosh]', '7: unknown service "cosh", expected "cash"'],
    ['id: c2, services', 'id: c1, services', '7: id "c1" stands twice, expected it once (also at line 6)'],
    [
      'serviceTimes:',
      'compare: [{ id: a, profile: fare }]\nserviceTimes:',
      '12: unknown profile "fare", expected "fair"',
    ],
    [
      'serviceTimes:',
      'staff: [{ counters: [c9], present: [] }]\nserviceTimes:',
      '12: unknown counter "c9", expected "c1"',
    ],
    ['kind: longest-wait', 'kind: score', '9: a score has no exponent, expected exponent: a number from 0 to 20'],
    [
      'cap: none }',
      'cap: 20min, conditions: [{ id: late, of: { services: [cash] }, longestWait: { above: 25min } }] }',
      '9: the condition never holds: who has waited so long has reached the cap, expected less than the cap (line 9)',
    ],
    ['serviceTimes:', 'seeed: 3\nserviceTimes:', '12: unknown key "seeed", expected "seed"'],
  ])('with %s in place as %s is refused with its line', (from, to, expected) => {
    const lines = problemsOf(edited([from, to])).map((text) => text.replace(/^(proof\.yaml:\d+):\d+/, '$1'));
    expect(lines).toEqual([`proof.yaml:${expected}`]);
  });

  it('in which nobody serves somebody is refused', () => {
    expect(
      problemsOf(
        edited(['services: [cash, wealth]', 'services: [cash]'], ['service: cash, from', 'service: wealth, from']),
      ),
    ).toEqual([
      'proof.yaml:11:16: no counter serves "wealth" for customers of "ordinary", expected a counter that lists it, or no such customers',
    ]);
  });

  it('of a day on which the hall stays shut is refused: nobody would get a number', () => {
    const hours = 'hours: { week: [{ days: [mon], open: ["09:00-12:00"] }] }';
    const shut = (more: string) => problemsOf(edited(['serviceTimes:', `${more}\nserviceTimes:`]));
    expect(shut(`date: "2026-03-01"\n${hours}`)).toEqual([
      'proof.yaml:12:7: the hall is shut all day on 2026-03-01, expected the date of a day on which its hours open it',
    ]);
    expect(shut(`date: "2026-03-02"\n${hours}`)).toEqual([]);
    expect(shut('date: "2026-03-01"')).toEqual([]);
  });

  it('compares what is asked for: its own rules, or a profile that all counters follow', () => {
    expect(problemsOf(SCENARIO, ['fare'])).toEqual([
      'proof.yaml:1:1: there are no rules "fare" to compare, expected "fair"',
    ]);
    expect(problemsOf(SCENARIO, ['fair'])).toEqual([]);
    const twice = loadScenario('a.yaml', ['fair', 'fair'], [], memoryFiles({ 'a.yaml': SCENARIO }));
    expect(twice.kind === 'ok' && twice.scenario.compare.map(({ id }) => id)).toEqual(['fair']);
  });

  it('that cannot be read, or names a branch that cannot, says so', () => {
    const files = memoryFiles({ 'a.yaml': `branch: none.yaml\n${SCENARIO}` });
    const texts = (name: string) => {
      const result = loadScenario(name, [], [], files);
      return result.kind === 'ok' ? [] : result.problems.map(({ text }) => text);
    };
    expect(texts('b.yaml')).toEqual([
      'b.yaml:1:1: the file cannot be read: no such file, expected a readable file, saved as UTF-8',
    ]);
    expect(texts('a.yaml')).toEqual([
      'none.yaml:1:1: the file cannot be read: no such file, expected a readable file, saved as UTF-8',
    ]);
    expect(loadScenario('config', [], [], systemFiles()).kind).toBe('problems');
  });
});

describe('a scenario without an end', () => {
  const steady = (rates: readonly [number, number]): string =>
    edited(
      [
        '  - { service: cash, from: "09:00", every: 30min, perSlot: [4, 6] }',
        `  - { service: cash, perHour: ${rates[0]} }\n  - { service: wealth, perHour: ${rates[1]} }`,
      ],
      ['serviceTimes:', 'steady: { lasts: 100h, warmUp: 1h }\nserviceTimes:'],
    );

  it('is played where its counters have time for all who come', () => {
    expect(problemsOf(steady([20, 2]))).toEqual([]);
  });

  it('is refused where all together bring more than all counters have time for', () => {
    expect(problemsOf(steady([30, 2]))).toEqual([
      'proof.yaml:11:5: unstable: cash, wealth bring a load of 2.17 to 2 counters, so the queue grows for ever, expected a load below 2: fewer customers, shorter services, or more counters',
    ]);
  });

  it('is refused where some bring more than the counters that serve them have time for', () => {
    expect(problemsOf(steady([1, 4]))).toEqual([
      'proof.yaml:12:5: unstable: wealth bring a load of 1.33 to 1 counter, so the queue grows for ever, expected a load below 1: fewer customers, shorter services, or more counters',
    ]);
  });

  const staffed = (staff: string) => {
    const yaml = steady([1, 1]).replace('serviceTimes:', `staff: [${staff}]\nserviceTimes:`);
    return problemsOf(yaml);
  };

  it('is refused where nobody is there for some, or tellers are there for hours of a day', () => {
    expect(staffed('{ counters: [c1], present: [] }')).toEqual([
      'proof.yaml:12:5: unstable: wealth bring a load of 0.33 to 0 counters, so the queue grows for ever, expected a teller at a counter that serves them',
    ]);
    expect(staffed('{ counters: [c1], present: ["09:00-12:00"] }')).toEqual([
      'proof.yaml:14:36: these are hours of a day, but the scenario has none: it is steady, expected no entry, or an empty list: not at all',
    ]);
  });

  /** A window receives and returns, the back office reviews; so many come in an hour. */
  const inSteps = ([receive, review, back]: readonly [number, number, number], counters: string): readonly string[] =>
    problemsOf(`names: { en: Steps }
${settleInSteps(receive, review, back)}
counters: [${counters}]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
steady: { lasts: 300h, warmUp: 30h }
arrivals:
  - { service: settle, perHour: 6 }
serviceTimes: [{ kind: exponential }]
`);
  const [WINDOW, SECOND, BACK] = [
    '{ id: w1, services: [settle] }',
    '{ id: w2, services: [settle] }',
    '{ id: back, services: [], isBack: true, steps: [{ step: review }] }',
  ];

  it('is played where the window has time, and the back office for the step that it does', () => {
    expect(inSteps([4, 8, 4], `${WINDOW}, ${BACK}`)).toEqual([]);
  });

  it('is refused where the back office has no time for its step, however many windows there are', () => {
    expect(inSteps([1, 12, 1], `${WINDOW}, ${SECOND}, ${BACK}`)).toEqual([
      'proof.yaml:15:5: unstable: settle/review bring a load of 1.20 to 1 counter, so the queue grows for ever, expected a load below 1: fewer customers, shorter services, or more counters',
    ]);
  });

  it('is refused where a window has no time for what is left to it, or does the step of a back office that nobody attends', () => {
    const [tooMuch] = inSteps([6, 1, 5], `${WINDOW}, ${BACK}`);
    expect(tooMuch).toMatch(/unstable: settle bring a load of 1\.10 to 1 counter/);
    const [alone] = inSteps([4, 8, 4], `${WINDOW}, ${BACK}]\nstaff: [{ counters: [back], present: [] }`);
    expect(alone).toMatch(/unstable: settle bring a load of 1\.60 to 1 counter/);
  });
});
