import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../test/runs.ts';
import type { Weekday } from './calendar.ts';
import { type BranchHours, type Hours, hourInstants, type OpenInterval } from './hours.ts';

const time = (text: string) => ({ hour: Number(text.slice(0, 2)), minute: Number(text.slice(3)) });
const span = (text: string): OpenInterval => ({ from: time(text.slice(0, 5)), to: time(text.slice(6)) });
const WEEK: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

const NO_HOURS: Hours = { week: [], holidays: [], dates: [] };
const OFFICE: Hours = {
  week: [
    { days: WEEK, open: [span('13:00-17:00'), span('09:00-12:00')] },
    { days: ['sat'], open: [span('10:00-14:00')] },
  ],
  holidays: [{ holidays: ['national-day'], open: [span('10:00-12:00')] }],
  dates: [{ dates: ['2026-10-03'], open: [span('09:00-11:00')] }],
};
const HOLIDAYS = [
  { id: 'national-day', dates: ['2026-10-01', '2026-10-02', '2026-10-03'] },
  { id: 'new-year', dates: ['2027-01-01'] },
];

function branchOf(more: Partial<BranchHours> = {}): BranchHours {
  return {
    zone: 'Asia/Shanghai',
    dayStartsAt: time('03:00'),
    holidays: HOLIDAYS,
    branch: OFFICE,
    services: [],
    counters: [],
    lastTickets: 0,
    servedFor: null,
    ...more,
  };
}

/** What happens on a date, by the clock of a zone. */
function told(date: string, more: Partial<BranchHours> = {}): readonly string[] {
  const of = branchOf(more);
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: of.zone, dateStyle: 'short', timeStyle: 'short' });
  return hourInstants(date, of).map((instant) => {
    const at = format.format(instant.at).replace(`${date} `, '');
    if (instant.what === 'service') return `${at} ${instant.service} ${instant.isOpen}`;
    if (instant.what === 'counter') return `${at} ${instant.counter} ${instant.isOpen} ${instant.by}`;
    return `${at} ${instant.what}`;
  });
}

describe('the hours of a branch', () => {
  it('are those of the day of the week, with a break between two', () => {
    expect(told('2026-09-30')).toEqual([
      '03:00 begins',
      '09:00 opens',
      '12:00 break',
      '13:00 opens',
      '17:00 closes',
      '2026-10-01 10:00 reopens',
    ]);
  });

  it('are those of the holiday before the day of the week, and of the date before the holiday', () => {
    expect(told('2026-10-02').slice(1, 3)).toEqual(['10:00 opens', '12:00 closes']);
    expect(told('2026-10-03').slice(1, 3)).toEqual(['09:00 opens', '11:00 closes']);
  });

  it('are none on a day and on a holiday of which nothing is said: closed from its start, and it says when it opens', () => {
    expect(told('2026-10-04')).toEqual(['03:00 ends', '2026-10-05 09:00 reopens']);
    expect(told('2027-01-01')).toEqual(['03:00 ends', '2027-01-02 10:00 reopens']);
  });

  it('cross the end of a year', () => {
    expect(told('2026-12-31').at(-1)).toBe('2027-01-02 10:00 reopens');
  });

  it('say the last tickets before closing, not in a break, and when the hall ends', () => {
    const last = told('2026-09-30', { lastTickets: 30 * 60_000, servedFor: 90 * 60_000 });
    expect(last.slice(4, 7)).toEqual(['16:30 last-tickets', '17:00 closes', '18:30 ends']);
    expect(told('2026-09-30', { lastTickets: 5 * 3_600_000 })).toContain('13:00 last-tickets');
  });

  it('of a night belong to the day before it', () => {
    const night: Hours = { ...NO_HOURS, week: [{ days: ['wed'], open: [span('20:00-01:00')] }] };
    expect(told('2026-09-30', { branch: night }).slice(0, 3)).toEqual([
      '03:00 begins',
      '20:00 opens',
      '2026-10-01 01:00 closes',
    ]);
  });

  it.each([
    // Berlin leaps from 02:00 to 03:00 on 29 March and shows 02:00 to 03:00 twice on 25 October.
    ['2026-03-28', ['2026-03-29 03:00 opens', '2026-03-29 03:30 closes']],
    ['2026-10-24', ['2026-10-25 02:30 opens', '2026-10-25 03:30 closes']],
  ])('in the night in which the clocks change, of %s', (date, expected) => {
    const daily: readonly Weekday[] = [...WEEK, 'sat', 'sun'];
    const night: Hours = { ...NO_HOURS, week: [{ days: daily, open: [span('02:30-03:30')] }] };
    const more = { zone: 'Europe/Berlin', dayStartsAt: time('04:00'), branch: night };
    expect(told(date, more).slice(1, 3)).toEqual(expected);
  });

  it('of an autumn night are an hour longer for the wall than for the clock', () => {
    const night: Hours = { ...NO_HOURS, week: [{ days: ['sat'], open: [span('22:00-03:30')] }] };
    const of = branchOf({ zone: 'Europe/Berlin', dayStartsAt: time('04:00'), branch: night });
    const [, opens, closes] = hourInstants('2026-10-24', of);
    expect(((closes?.at ?? 0) - (opens?.at ?? 0)) / 3_600_000).toBe(6.5);
  });
});

describe('the hours of services and counters', () => {
  const corporate: Hours = { ...NO_HOURS, week: [{ days: ['mon', 'wed'], open: [span('09:30-11:00')] }] };

  it('are their own', () => {
    const more = { services: [{ service: 'corporate', hours: corporate }] };
    expect(told('2026-09-30', more).filter((line) => line.includes('corporate'))).toEqual([
      '03:00 corporate false',
      '09:30 corporate true',
      '11:00 corporate false',
    ]);
    // Closed on Tuesdays.
    expect(told('2026-09-29', more).filter((line) => line.includes('corporate'))).toEqual(['03:00 corporate false']);
  });

  it('are those of the branch on a holiday or a date of which they say nothing', () => {
    const more = { services: [{ service: 'corporate', hours: corporate }] };
    for (const date of ['2026-10-01', '2026-10-03']) {
      expect(told(date, more).filter((line) => line.includes('corporate'))).toEqual([]);
    }
    const closed = { ...corporate, holidays: [{ holidays: ['national-day'], open: [] }] };
    expect(told('2026-10-01', { services: [{ service: 'corporate', hours: closed }] })).toContain(
      '03:00 corporate false',
    );
  });

  it('tell the counters that the clock opens, by the hours of the branch where they have none', () => {
    const more = {
      counters: [
        { counter: 'counter1', by: 'schedule', hours: null },
        { counter: 'counter2', by: 'teller', hours: corporate },
      ],
    } as const;
    expect(told('2026-09-30', more).filter((line) => line.includes('counter'))).toEqual([
      '09:00 counter1 true schedule',
      '09:30 counter2 true teller',
      '11:00 counter2 false teller',
      '12:00 counter1 false schedule',
      '13:00 counter1 true schedule',
      '17:00 counter1 false schedule',
    ]);
  });

  it('hold in a branch that is always open', () => {
    const more = { branch: null, services: [{ service: 'corporate', hours: corporate }] };
    expect(told('2026-09-30', more).slice(0, 2)).toEqual(['03:00 opens', '03:00 corporate false']);
    expect(told('2026-09-30', { branch: null })).toEqual([]);
  });
});

it('instants are in order, and a day opens as often as it closes or breaks, in every zone and on every date', () => {
  const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Casablanca'];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 800 }), (zone, days) => {
      const date = new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
      const instants = hourInstants(date, branchOf({ zone, lastTickets: 1_800_000, servedFor: 3_600_000 }));
      const times = instants.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      const count = (...whats: readonly string[]) => instants.filter(({ what }) => whats.includes(what)).length;
      expect(count('opens')).toBe(count('break', 'closes'));
      expect(count('begins', 'ends')).toBeGreaterThan(0);
    }),
    { numRuns: runs(200) },
  );
});
