import { describe, expect, it } from 'vitest';
import { type Edit, linesOf } from '../spec.ts';

/** What is told of a branch with these lines before its kiosks, and of its standard with these edits. */
function told(lines: string, standard: readonly Edit[] = [], branch: readonly Edit[] = []): readonly string[] {
  return linesOf({ standard, branch: [['kiosks:', `${lines}\nkiosks:`], ...branch] });
}

const SWITCH = (of: string): string =>
  `switches: [{ id: a, counters: [counter1], profile: longest-wait, of: ${of}, waiting: { above: 5, below: 1 } }]`;
const WEALTH_OUT: Edit = ['standard: ./standard.yaml', 'standard: ./standard.yaml\noptsOut: [wealth]'];

describe('a switch', () => {
  it('that looks at services of which the branch offers none is refused', () => {
    const lines = told(SWITCH('{ categories: [wealth] }'), [], [WEALTH_OUT]);
    expect(lines.filter((line) => line.includes('never holds'))).toEqual([
      'etc/branch.yaml:13:70: it never holds: the branch opts out of all services of this, expected a selection with a service that is offered',
    ]);
  });

  it('that looks at one more that is offered is not', () => {
    const lines = told(SWITCH('{ categories: [wealth, cash] }'), [], [WEALTH_OUT]);
    expect(lines.filter((line) => line.includes('never holds'))).toEqual([]);
  });
});

it('a crowd as large as all numbers that are issued is refused: those that are skipped are none', () => {
  const skips: Edit = ['first: 101, last: 199', 'first: 101, last: 199, skip: [104, 114, 4]'];
  const crowd = (above: number): Edit => [
    'cap: 45min }',
    `cap: 45min, conditions: [{ id: x, of: {}, waiting: { above: ${above} } }] }`,
  ];
  const lines = (above: number) => told('', [skips, crowd(above)]).filter((line) => line.includes('never holds'));
  expect(lines(196)).toEqual([
    'etc/standard.yaml:8:105: it never holds: all services together have 196 numbers, expected less than 196',
  ]);
  expect(lines(195)).toEqual([]);
});

const SCHEDULE = (...entries: readonly string[]): string =>
  `profileSchedule:\n${entries.map((entry) => `  - { at: "11:30", ${entry} }`).join('\n')}`;
const ONE = 'counters: [counter1], profile: longest-wait';
const NONE = 'counters: [counter1]';

describe('two profiles for one counter at one time', () => {
  it.each([
    ['every day', ONE, NONE],
    ['on one day of the week', `days: [mon, fri], ${ONE}`, `days: [fri], ${NONE}`],
    ['on one date', `dates: ["2026-12-31"], ${ONE}`, `dates: ["2026-12-31"], ${NONE}`],
  ])('%s are refused', (_name, first, second) => {
    const lines = told(SCHEDULE(first, second));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^etc\/branch\.yaml:14:\d+: "counter1" begins to follow a profile at 11:30 already \(line 13\), expected one profile at one time$/,
    );
  });

  it.each([
    ['an exception from every day', ONE, `dates: ["2026-12-31"], ${NONE}`],
    ['other days', `days: [mon], ${ONE}`, `days: [tue], ${NONE}`],
  ])('may stand as %s', (_name, first, second) => {
    expect(told(SCHEDULE(first, second))).toEqual([]);
  });
});

const LAST = (before: string): Edit => [
  'profiles:\n',
  `rules: { hours: { lastTicketBefore: ${before} } }\nprofiles:\n`,
];
const HOURS = (...open: readonly string[]): string =>
  `hours: { week: [${open.map((times, n) => `{ days: [${['mon', 'tue'][n]}], open: [${times}] }`).join(', ')}] }`;

describe('hours that are no longer than the time before closing without numbers', () => {
  it('are refused where they are those of all days', () => {
    expect(told(HOURS('"09:00-12:00"', '"13:00-17:00"'), [LAST('4h')])).toEqual([
      'etc/branch.yaml:12:38: no number is ever issued: lastTicketBefore is 4h in the bank standard, expected hours that are longer than that',
    ]);
  });

  it('are told of where there are other days', () => {
    expect(told(HOURS('"09:00-12:00"', '"09:00-12:00", "13:00-17:00"'), [LAST('4h')])).toEqual([
      'etc/branch.yaml:12:38: warning: no number is issued on such a day: lastTicketBefore is 4h in the bank standard, expected hours that are longer than that',
    ]);
  });

  it('are right when there is a minute left', () => {
    expect(told(HOURS('"09:00-12:00"'), [LAST('179min')])).toEqual([]);
  });
});
