import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../test/runs.ts';
import { businessDayOf, type ProfileTime, profileInstants, type TimeOfDay } from './calendar.ts';

const at = (hour: number, minute = 0): TimeOfDay => ({ hour, minute });
const utc = (text: string): number => Date.parse(`${text}Z`);
const day = (text: string, zone: string, startsAt: TimeOfDay) => {
  const { date, nextStartsAt } = businessDayOf(utc(text), zone, startsAt);
  return { date, next: new Date(nextStartsAt).toISOString() };
};
/** Start and length in hours of the business day of a wall time. */
const lengthOf = (text: string, zone: string, startsAt: TimeOfDay): number => {
  const { nextStartsAt } = businessDayOf(utc(text), zone, startsAt);
  return (businessDayOf(nextStartsAt, zone, startsAt).nextStartsAt - nextStartsAt) / 3_600_000;
};

describe('a business day', () => {
  it('in Shanghai starts at three in the morning', () => {
    expect(day('2026-03-01T18:59:59.999', 'Asia/Shanghai', at(3))).toEqual({
      date: '2026-03-01',
      next: '2026-03-01T19:00:00.000Z',
    });
    expect(day('2026-03-01T19:00:00', 'Asia/Shanghai', at(3))).toEqual({
      date: '2026-03-02',
      next: '2026-03-02T19:00:00.000Z',
    });
  });

  it('may start at midnight and take in a leap day', () => {
    expect(day('2028-02-28T16:00:00', 'Asia/Shanghai', at(0))).toEqual({
      date: '2028-02-29',
      next: '2028-02-29T16:00:00.000Z',
    });
  });

  it('in New York starts while it is another date in UTC', () => {
    expect(day('2026-01-01T04:59:00', 'America/New_York', at(0))).toEqual({
      date: '2025-12-31',
      next: '2026-01-01T05:00:00.000Z',
    });
    expect(day('2026-07-01T12:00:00', 'America/New_York', at(6, 30))).toEqual({
      date: '2026-07-01',
      next: '2026-07-02T10:30:00.000Z',
    });
  });

  it('has 23 hours in the night in which Berlin skips an hour', () => {
    expect(day('2026-03-28T12:00:00', 'Europe/Berlin', at(0))).toEqual({
      date: '2026-03-28',
      next: '2026-03-28T23:00:00.000Z',
    });
    expect(day('2026-03-29T12:00:00', 'Europe/Berlin', at(0)).next).toBe('2026-03-29T22:00:00.000Z');
    expect(lengthOf('2026-03-28T12:00:00', 'Europe/Berlin', at(0))).toBe(23);
  });

  it('has 25 hours in the night in which Berlin has an hour twice', () => {
    expect(day('2026-10-25T12:00:00', 'Europe/Berlin', at(0)).next).toBe('2026-10-25T23:00:00.000Z');
    expect(lengthOf('2026-10-24T12:00:00', 'Europe/Berlin', at(0))).toBe(25);
  });

  it('whose start is skipped starts when the clocks skip it', () => {
    // 02:30 does not exist: 01:59:59 is followed by 03:00:00, at 01:00 UTC.
    expect(day('2026-03-29T00:59:59.999', 'Europe/Berlin', at(2, 30))).toEqual({
      date: '2026-03-28',
      next: '2026-03-29T01:00:00.000Z',
    });
    expect(day('2026-03-29T01:00:00', 'Europe/Berlin', at(2, 30))).toEqual({
      date: '2026-03-29',
      next: '2026-03-30T00:30:00.000Z',
    });
    expect(day('2026-03-08T06:30:00', 'America/New_York', at(2, 30)).next).toBe('2026-03-08T07:00:00.000Z');
  });

  it('whose start comes twice starts at the first, once', () => {
    // 02:30 is shown at 00:30 UTC and again at 01:30 UTC.
    expect(day('2026-10-25T00:29:59.999', 'Europe/Berlin', at(2, 30))).toEqual({
      date: '2026-10-24',
      next: '2026-10-25T00:30:00.000Z',
    });
    for (const text of ['2026-10-25T00:30:00', '2026-10-25T01:10:00', '2026-10-25T01:30:00']) {
      expect(day(text, 'Europe/Berlin', at(2, 30))).toEqual({
        date: '2026-10-25',
        next: '2026-10-26T01:30:00.000Z',
      });
    }
    expect(day('2026-11-01T06:10:00', 'America/New_York', at(1, 30)).date).toBe('2026-11-01');
  });

  it('that a zone left out does not exist', () => {
    // Samoa went from the 29th of December 2011 straight to the 31st.
    expect(day('2011-12-30T09:59:59', 'Pacific/Apia', at(0))).toEqual({
      date: '2011-12-29',
      next: '2011-12-30T10:00:00.000Z',
    });
    expect(day('2011-12-30T10:00:00', 'Pacific/Apia', at(0)).date).toBe('2011-12-31');
  });
});

describe('business days', () => {
  const zones = fc.oneof(
    fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'),
    fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  );
  const times = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
  const walls = fc.integer({ min: utc('1971-01-01T00:00:00'), max: utc('2099-12-31T00:00:00') });

  it('tile the time line without gap or overlap, in every zone', () => {
    fc.assert(
      fc.property(walls, zones, times, fc.double({ min: 0, max: 1, noNaN: true }), (wall, zone, startsAt, share) => {
        const today = businessDayOf(wall, zone, startsAt);
        expect(today.nextStartsAt).toBeGreaterThan(wall);
        const within = wall + Math.floor(share * (today.nextStartsAt - 1 - wall));
        expect(businessDayOf(within, zone, startsAt)).toEqual(today);
        expect(businessDayOf(today.nextStartsAt - 1, zone, startsAt)).toEqual(today);
        const next = businessDayOf(today.nextStartsAt, zone, startsAt);
        expect(next.date > today.date).toBe(true);
        expect(next.nextStartsAt).toBeGreaterThan(today.nextStartsAt);
      }),
      { numRuns: runs(1_000) },
    );
  });

  it('go on one date at a time through the nights of change of two years', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe']) {
      for (const startsAt of [at(0), at(1, 45), at(2, 30), at(3)]) {
        let now = businessDayOf(utc('2025-01-01T00:00:00'), zone, startsAt);
        const hours = new Set<number>();
        for (let count = 0; count < 730; count += 1) {
          const next = businessDayOf(now.nextStartsAt, zone, startsAt);
          expect(Date.parse(next.date) - Date.parse(now.date)).toBe(86_400_000);
          hours.add((next.nextStartsAt - now.nextStartsAt) / 3_600_000);
          now = next;
        }
        expect([...hours].every((length) => length >= 22.5 && length <= 25)).toBe(true);
      }
    }
  });
});

describe('profiles by the time of day', () => {
  const counters = ['counter1'];
  const daily = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const instants = (date: string, times: readonly ProfileTime[]) =>
    profileInstants(date, times, 'Asia/Shanghai', at(3)).map(({ at: wall }) => new Date(wall).toISOString());

  it('change at their time in the zone of the branch, in order, a time of the night after the evening', () => {
    const times = [at(1), at(13, 30), at(9)].map((time) => ({ at: time, days: daily, counters, profile: null }));
    expect(instants('2026-11-30', times)).toEqual([
      '2026-11-30T01:00:00.000Z',
      '2026-11-30T05:30:00.000Z',
      '2026-11-30T17:00:00.000Z',
    ]);
  });

  it('change on their days of the week', () => {
    const times = [{ at: at(9), days: ['mon', 'fri'], counters, profile: 'quick' }] as const;
    const week = ['2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05'];
    expect(week.filter((date) => instants(date, times).length > 0)).toEqual(['2026-11-30', '2026-12-04']);
  });
});
