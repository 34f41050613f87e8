import { describe, expect, it } from 'vitest';
import { rulesOf } from '../rules.ts';
import { linesOf, load } from '../spec.ts';

const PROFILE = '  - { id: longest-wait, kind: longest-wait, cap: 45min }\n';

/** The standard with a second profile; its lines start at line 8. */
function problems(profile: string): readonly string[] {
  const text = profile.trim().replaceAll('\n', '\n    ');
  return linesOf({ standard: [[PROFILE, `${PROFILE}  - id: other\n    ${text}\n`]] });
}

describe('a profile', () => {
  it('of each kind is read as the queue wants it', () => {
    const more = `  - { id: score, kind: score, exponent: 1.5, cap: 30min, passOver: 5 }
  - { id: complex, kind: complex-first, exponent: 0, cap: 30min }
  - id: turns
    kind: cycle
    cap: 1h
    parts:
      - { id: cash, times: 2, of: { categories: [cash] } }
      - { id: wealth, times: 1, of: { complexity: complex, segments: [ordinary] } }
    conditions:
      - { id: late, of: { services: [wealth] }, targetUsed: { above: 80 } }
      - { id: crowd, of: {}, waiting: { above: 12 } }
      - { id: long, of: { categories: [cash] }, longestWait: { above: 10min } }
`;
    const result = load({
      standard: [
        [PROFILE, PROFILE + more],
        ['en: Ordinary } }', 'en: Ordinary }, headStart: 2min, weight: 1.5 }'],
        ['    standardTime: 25min', '    standardTime: 25min\n    weight: 3'],
      ],
    });
    if (result.kind !== 'ok') return expect(result.problems).toEqual([]);
    const { profiles, segments, services } = rulesOf(result.config);
    expect(segments).toEqual([{ id: 'ordinary', headStart: 120_000, weight: 1.5 }]);
    expect(services.map(({ weight }) => weight)).toEqual([1, 3]);
    expect(profiles.slice(1)).toEqual([
      { id: 'score', kind: 'score', exponent: 1.5, cap: 1_800_000, passOver: 5 },
      { id: 'complex', kind: 'complex-first', exponent: 0, cap: 1_800_000 },
      {
        id: 'turns',
        kind: 'cycle',
        cap: 3_600_000,
        parts: [
          { id: 'cash', times: 2, of: { categories: ['cash'] } },
          { id: 'wealth', times: 1, of: { complexity: 'complex', segments: ['ordinary'] } },
        ],
        conditions: [
          { id: 'late', measure: 'target-used', above: 0.8, of: { services: ['wealth'] } },
          { id: 'crowd', measure: 'waiting', above: 12, of: {} },
          { id: 'long', measure: 'longest-wait', above: 600_000, of: { categories: ['cash'] } },
        ],
      },
    ]);
  });

  it.each([
    [
      'a score without an exponent',
      'kind: score\ncap: 30min',
      ['10:11: a score has no exponent, expected exponent: a number from 0 to 20'],
    ],
    [
      'an exponent of the longest wait',
      'kind: longest-wait\ncap: 30min\nexponent: 1',
      ['12:5: the longest wait has no exponent, expected kind: score, or no exponent'],
    ],
    [
      'a cycle without parts',
      'kind: cycle\ncap: 30min',
      ['10:11: a cycle has no parts, expected parts: a list of 2 to 16 entries'],
    ],
    [
      'parts of another kind',
      'kind: simple-first\ncap: 30min\nparts: [{ id: a, times: 1, of: {} }, { id: b, times: 1, of: {} }]',
      ['12:5: simple-first has no parts, expected kind: cycle, or no parts'],
    ],
    [
      'no cap',
      'kind: longest-wait',
      [
        '9:5: key "cap" is missing in entry 2 of profiles, expected a duration from 1min to 8h with its unit (ms, s, min, h)',
      ],
    ],
    [
      'an exponent beyond 20',
      'kind: score\ncap: 30min\nexponent: 21',
      ['12:15: exponent is 21, expected a number from 0 to 20'],
    ],
    ['a misspelt key', 'kind: score\ncap: 30min\nexponnet: 1', ['12:5: unknown key "exponnet", expected "exponent"']],
    [
      'an unknown service',
      'kind: longest-wait\ncap: 30min\nconditions: [{ id: a, of: { services: [csh] }, waiting: { above: 3 } }]',
      ['12:44: unknown service "csh", expected "cash"'],
    ],
    [
      'an unknown category and segment',
      'kind: longest-wait\ncap: 30min\nconditions: [{ id: a, of: { categories: [weath], segments: [gold] }, waiting: { above: 3 } }]',
      ['12:46: unknown category "weath", expected "wealth"', '12:65: unknown segment "gold", expected "ordinary"'],
    ],
    [
      'a selection of nobody',
      'kind: longest-wait\ncap: 30min\nconditions: [{ id: a, of: { categories: [wealth], complexity: simple }, waiting: { above: 3 } }]',
      ['12:31: no service is all of this, expected a selection that somebody belongs to'],
    ],
    [
      'a condition that never holds, because the cap comes first',
      'kind: longest-wait\ncap: 30min\nconditions: [{ id: a, of: {}, longestWait: { above: 30min } }]',
      [
        '12:57: the condition never holds: who has waited so long has reached the cap, expected less than the cap (line 11)',
      ],
    ],
    [
      'a share of the target that never is used up before the cap',
      'kind: longest-wait\ncap: 30min\nconditions: [{ id: a, of: { services: [wealth] }, targetUsed: { above: 150 } }]',
      [
        '12:76: the condition never holds: who has waited so long has reached the cap, expected less than the cap (line 11)',
      ],
    ],
    [
      'a crowd for which there are not so many numbers',
      'kind: longest-wait\ncap: 30min\nconditions: [{ id: a, of: { services: [cash] }, waiting: { above: 9000 } }]',
      ['12:71: it never holds: all services together have 198 numbers, expected less than 198'],
    ],
    [
      'a condition that an earlier one takes everything from',
      `kind: longest-wait
cap: 30min
conditions:
  - { id: crowd, of: { services: [cash, wealth] }, waiting: { above: 3 } }
  - { id: cash, of: { services: [cash] }, waiting: { above: 5 } }`,
      [
        '14:15: warning: nobody is called by it: "crowd" (line 13) holds whenever it does, and is looked at before, expected the narrower condition first',
      ],
    ],
    [
      'one after somebody waits at all',
      `kind: longest-wait
cap: 30min
conditions:
  - { id: any, of: { segments: [ordinary] }, waiting: { above: 0 } }
  - { id: late, of: { complexity: simple, segments: [ordinary], papers: ready }, longestWait: { above: 10min } }`,
      [
        '14:15: warning: nobody is called by it: "any" (line 13) holds whenever it does, and is looked at before, expected the narrower condition first',
      ],
    ],
    [
      'a condition that measures nothing, and one that measures two things',
      'kind: longest-wait\ncap: 30min\nconditions: [{ id: a, of: {} }, { id: b, of: {}, waiting: { above: 1 }, longestWait: { above: 1min } }]',
      [
        '12:18: it measures nothing, expected one of longestWait, waiting, targetUsed',
        '12:54: it measures longestWait already, expected one measure',
      ],
    ],
    [
      'two conditions of one name',
      'kind: longest-wait\ncap: 30min\nconditions: [{ id: a, of: {}, waiting: { above: 1 } }, { id: a, of: {}, waiting: { above: 2 } }]',
      ['12:66: id "a" stands twice, expected it once (also at line 12)'],
    ],
  ])('with %s is refused, with its line', (_name, profile, expected) => {
    expect(problems(profile)).toEqual(expected.map((line) => `etc/standard.yaml:${line}`));
  });
});

const SWITCH = (text: string): readonly string[] => linesOf({ branch: [['kiosks:', `${text}\nkiosks:`]] });

describe('a branch whose counters change their profile', () => {
  it('by rule and by the time of day is read as queue and calendar want it', () => {
    const text = `switches:
  - { id: crowd, counters: [counter1], profile: longest-wait, of: { categories: [cash] }, waiting: { above: 12, below: 6 } }
  - { id: late, counters: [counter1], profile: longest-wait, of: {}, targetUsed: { above: 80, below: 40 } }
profileSchedule:
  - { at: "11:30", days: [mon, fri], counters: [counter1], profile: longest-wait }
  - { at: "13:30", counters: [counter1] }`;
    const result = load({ branch: [['kiosks:', `${text}\nkiosks:`]] });
    if (result.kind !== 'ok') return expect(result.problems).toEqual([]);
    const common = { counters: ['counter1'], profile: 'longest-wait' };
    expect(rulesOf(result.config).switches).toEqual([
      { id: 'crowd', ...common, measure: 'waiting', of: { categories: ['cash'] }, above: 12, below: 6 },
      { id: 'late', ...common, measure: 'target-used', of: {}, above: 0.8, below: 0.4 },
    ]);
    expect(result.config.profileTimes).toEqual([
      { at: { hour: 11, minute: 30 }, days: ['mon', 'fri'], ...common },
      {
        at: { hour: 13, minute: 30 },
        counters: ['counter1'],
        profile: null,
      },
    ]);
  });

  it.each([
    [
      'a counter and a profile that nobody knows',
      'switches: [{ id: a, counters: [countre1], profile: slow, of: {}, waiting: { above: 2, below: 1 } }]',
      [
        '12:32: unknown counter "countre1", expected "counter1"',
        '12:52: unknown profile "slow", expected "longest-wait"',
      ],
    ],
    [
      'bounds the wrong way round',
      'switches: [{ id: a, counters: [counter1], profile: longest-wait, of: {}, longestWait: { above: 5min, below: 6min } }]',
      ['12:109: it would turn back before it turns: below is more than above (line 12), expected above, or less'],
    ],
    [
      'a bound that nothing is below',
      'switches: [{ id: a, counters: [counter1], profile: longest-wait, of: {}, waiting: { above: 5, below: 0 } }]',
      ['12:102: it would never turn back: nothing is below 0, expected more'],
    ],
    [
      'a crowd for which there are not so many numbers',
      'switches: [{ id: a, counters: [counter1], profile: longest-wait, of: {}, waiting: { above: 9000, below: 6 } }]',
      ['12:92: it never holds: all services together have 198 numbers, expected less than 198'],
    ],
    [
      'a selection of a service that nobody knows',
      'switches: [{ id: a, counters: [counter1], profile: longest-wait, of: { services: [csh] }, waiting: { above: 5, below: 1 } }]',
      ['12:83: unknown service "csh", expected "cash"'],
    ],
    [
      'a day and a counter that nobody knows',
      'profileSchedule: [{ at: "11:30", days: [monday], counters: [counter9] }]',
      [
        '12:41: entry 1 of days is "monday", expected one of mon, tue, wed, thu, fri, sat, sun',
        '12:61: unknown counter "counter9", expected "counter1"',
      ],
    ],
  ])('with %s is refused, with its line', (_name, text, expected) => {
    expect(SWITCH(text)).toEqual(expected.map((line) => `etc/branch.yaml:${line}`));
  });

  it('has conditions that do not take everything from each other: of others as well, sooner, by another measure, of other papers', () => {
    const profile = `kind: longest-wait
cap: 30min
conditions:
  - { id: cash, of: { services: [cash] }, waiting: { above: 3 } }
  - { id: crowd, of: {}, waiting: { above: 5 } }
  - { id: few, of: { services: [cash] }, waiting: { above: 2 } }
  - { id: late, of: { services: [cash] }, longestWait: { above: 10min } }
  - { id: ready, of: { services: [wealth], papers: ready }, longestWait: { above: 10min } }
  - { id: wealth, of: { services: [wealth] }, longestWait: { above: 20min } }`;
    expect(problems(profile)).toEqual([]);
  });
});
