import { describe, expect, it } from 'vitest';
import { type Edit, linesOf, load } from '../spec.ts';

const branch = (...lines: readonly string[]): readonly string[] =>
  linesOf({ branch: [['kiosks:\n', `${lines.join('\n')}\nkiosks:\n`]] });
const standard = (...lines: readonly string[]): readonly string[] =>
  linesOf({ standard: [['profiles:\n', `${lines.join('\n')}\nprofiles:\n`]] });

const WEEK = 'hours: { week: [{ days: [mon, tue], open: ["09:00-12:00", "13:00-17:00"] }] }';

describe('the hours of a branch', () => {
  it('are without a problem as they are in most branches', () => {
    expect(
      branch(
        'holidays: [{ id: city-day, dates: ["2026-06-01"] }]',
        'hours:',
        '  week: [{ days: [mon, tue], open: ["09:00-12:00", "13:00-17:00"] }, { days: [fri], open: ["20:00-01:00"] }]',
        '  holidays: [{ holidays: [city-day], open: [] }]',
        '  dates: [{ dates: ["2026-12-31"], open: ["09:00-12:00"] }]',
        'services: [{ service: wealth, hours: { week: [{ days: [mon], open: ["10:00-16:00"] }] }, atClosing: park }]',
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'overlap',
      'hours: { week: [{ days: [mon], open: ["09:00-12:00", "11:00-17:00"] }] }',
      '12:54: "11:00-17:00" overlaps or touches another (line 12), expected times with a break between them, or one interval',
    ],
    [
      'touch',
      'hours: { dates: [{ dates: ["2026-12-31"], open: ["13:00-17:00", "09:00-13:00"] }] }',
      '12:65: "09:00-13:00" overlaps or touches another (line 12), expected times with a break between them, or one interval',
    ],
    [
      'end before they begin',
      'hours: { week: [{ days: [mon], open: ["12:00-09:00"] }] }',
      '12:39: "12:00-09:00" ends before it begins, expected a later time than it begins; the business day starts at 03:00',
    ],
    [
      'go over the start of the business day',
      'hours: { week: [{ days: [mon], open: ["01:00-04:00"] }] }',
      '12:39: "01:00-04:00" ends before it begins, expected a later time than it begins; the business day starts at 03:00',
    ],
    [
      'name a day twice',
      'hours: { week: [{ days: [mon], open: [] }, { days: [tue, mon], open: [] }] }',
      '12:58: "mon" stands twice, expected it once (also at line 12)',
    ],
    [
      'name a date twice',
      'hours: { dates: [{ dates: ["2026-12-31"], open: [] }, { dates: ["2026-12-31"], open: [] }] }',
      '12:65: "2026-12-31" stands twice, expected it once (also at line 12)',
    ],
    [
      'name a holiday that nobody knows',
      'hours: { holidays: [{ holidays: [new-year], open: [] }] }',
      '12:34: unknown holiday "new-year", expected a holiday, but there is none',
    ],
    [
      'have a date that is none',
      'hours: { dates: [{ dates: ["2026-02-30"], open: [] }] }',
      '12:28: entry 1 of dates is "2026-02-30", expected a date such as "2026-10-01"',
    ],
    [
      'have a time that is none',
      'hours: { week: [{ days: [mon], open: ["9:00-12:00"] }] }',
      '12:39: entry 1 of open is "9:00-12:00", expected two times of day such as "09:00-12:00"',
    ],
  ])('are refused where they %s', (_what, line, told) => {
    expect(branch(line)).toEqual([`etc/branch.yaml:${told}`]);
  });
});

describe('the hours of a service or a counter', () => {
  const services = (open: string): string =>
    `services: [{ service: wealth, hours: { week: [{ days: [mon], open: ["${open}"] }] } }]`;

  it.each([
    ['08:00-11:00', 'on mon: the branch is open from 09:00 to 17:00'],
    ['10:00-17:30', 'on mon: the branch is open from 09:00 to 17:00'],
  ])('are not beyond those of the branch: %s', (open, told) => {
    expect(branch(WEEK, services(open))).toEqual([
      `etc/branch.yaml:13:69: "${open}" ${told}, expected hours within those of the branch`,
    ]);
    expect(branch(services(open))).toEqual([]);
  });

  it('are not on a day on which the branch is closed', () => {
    const sunday = services('10:00-11:00').replace('[mon]', '[sun]');
    expect(branch(WEEK, sunday)).toEqual([
      'etc/branch.yaml:13:69: "10:00-11:00" on sun: the branch is closed, expected hours within those of the branch',
    ]);
  });

  it('of a bank standard that the branch does not keep are a warning', () => {
    const edit: Edit = [
      '    standardTime: 25min\n',
      '    standardTime: 25min\n    hours: { week: [{ days: [sun], open: ["10:00-11:00"] }] }\n',
    ];
    expect(linesOf({ branch: [['kiosks:\n', `${WEEK}\nkiosks:\n`]], standard: [edit] })).toEqual([
      'etc/standard.yaml:24:43: warning: "10:00-11:00" on sun: the branch is closed, expected hours within those of the branch',
    ]);
  });

  it('are of a service that the branch offers, once', () => {
    expect(branch('services: [{ service: wealt }, { service: cash }, { service: cash, perDay: 3 }]')).toEqual([
      'etc/branch.yaml:12:23: unknown service "wealt", expected "wealth"',
      'etc/branch.yaml:12:62: service "cash" stands twice, expected it once (also at line 12)',
    ]);
    expect(branch('optsOut: [wealth]', 'services: [{ service: wealth }]')).toContain(
      'etc/branch.yaml:13:23: the branch opted out of "wealth" (line 12), expected a service that it offers',
    );
  });

  it('are needed where the clock is to open a counter', () => {
    const edit = (more: string): readonly string[] =>
      linesOf({ branch: [['    display: display1', `    opens: by-schedule\n${more}    display: display1`]] });
    expect(edit('')).toEqual([
      'etc/branch.yaml:10:12: neither the counter nor the branch has hours by which it could open, expected hours, or by-teller',
    ]);
    expect(edit('    hours: { week: [{ days: [mon], open: ["10:00-11:00"] }] }\n')).toEqual([]);
  });
});

describe('holidays', () => {
  it('have an id and dates of their own', () => {
    expect(
      standard(
        'holidays:',
        '  - { id: a, dates: ["2026-01-01", "2026-01-01"] }',
        '  - { id: a, dates: ["2026-01-02"] }',
      ),
    ).toEqual([
      'etc/standard.yaml:8:36: "2026-01-01" stands twice, expected it once (also at line 8)',
      'etc/standard.yaml:9:11: id "a" stands twice, expected it once (also at line 8)',
    ]);
  });

  it('of the branch stand for those of the standard with the same id', () => {
    const result = load({
      standard: [
        ['profiles:\n', 'holidays: [{ id: a, dates: ["2026-01-01"] }, { id: b, dates: ["2026-01-02"] }]\nprofiles:\n'],
      ],
      branch: [['kiosks:\n', 'holidays: [{ id: a, dates: ["2026-06-01"] }]\nkiosks:\n']],
    });
    expect(result.kind === 'ok' && result.config.hours.holidays).toEqual([
      { id: 'b', dates: ['2026-01-02'] },
      { id: 'a', dates: ['2026-06-01'] },
    ]);
  });

  it('are known where profiles have their times by them', () => {
    const line = 'profileSchedule: [{ at: "11:00", holidays: [x], counters: [counter1], profile: longest-wait }]';
    expect(branch(line)).toEqual(['etc/branch.yaml:12:45: unknown holiday "x", expected a holiday, but there is none']);
    expect(branch('holidays: [{ id: x, dates: ["2026-06-01"] }]', line)).toEqual([]);
  });
});

describe('the rules of hours and limits', () => {
  it.each([
    ['p90', 'p90'],
    ['p50', 'p50'],
    ['p90', 'p50'],
  ])('ask no question that nobody is ever asked: lastTicketBy %s, askBy %s', (last, ask) => {
    expect(standard('rules:', `  hours: { lastTicketBy: ${last} }`, `  limits: { askBy: ${ask} }`)).toEqual([
      'etc/standard.yaml:9:20: nobody is ever asked: lastTicketBy refuses the number before (line 8), expected askBy: p90 with lastTicketBy: p50, or one of them none',
    ]);
  });

  it.each([
    ['hours: { atClosing: go }', '8:23: hours.atClosing is "go", expected one of serve, park, expire'],
    ['hours: { lastTicketBy: p95 }', '8:26: hours.lastTicketBy is "p95", expected "p90"'],
    ['limits: { askWaiting: -1 }', '8:25: limits.askWaiting is -1, expected a whole number from 0 to 1000'],
    [
      'limits: { insistWithin: 1s }',
      '8:27: limits.insistWithin is "1s", expected a duration from 3s to 1min with its unit (ms, s, min, h)',
    ],
  ])('are told where they are wrong: %s', (line, told) => {
    expect(standard('rules:', `  ${line}`)).toEqual([`etc/standard.yaml:${told}`]);
  });

  it('are those of the branch before those of the standard, for a service', () => {
    const edit: Edit = [
      '    standardTime: 25min\n',
      '    standardTime: 25min\n    perDay: 50\n    atClosing: expire\n',
    ];
    const result = load({
      standard: [edit],
      branch: [['kiosks:\n', 'perDay: 300\nservices: [{ service: wealth, perDay: 20 }]\nkiosks:\n']],
    });
    const config = result.kind === 'ok' ? result.config : expect.unreachable();
    expect(config.services.map(({ rules }) => [rules.id, rules.perDay, rules.atClosing])).toEqual([
      ['cash', undefined, undefined],
      ['wealth', 20, 'expire'],
    ]);
    expect(config.rules.limits?.perDay).toBe(300);
  });
});
