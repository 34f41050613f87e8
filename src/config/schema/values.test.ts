import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, formatDuration, parseDuration, timeOfDay, timeZone } from './values.ts';

describe('a duration', () => {
  it('is read with its unit', () => {
    expect(['3s', '20min', '250ms', '1.5h', '0s', '0.25s'].map(parseDuration)).toEqual([
      3_000, 1_200_000, 250, 5_400_000, 0, 250,
    ]);
  });

  it('without a unit, with another or with a sign is none', () => {
    for (const text of ['3', '3 s', '3sec', '-3s', '3m', '', 's', '1e3s', '3S']) expect(parseDuration(text)).toBeNull();
  });

  it('that is written is read again', () => {
    fc.assert(fc.property(fc.nat({ max: 999_999_999 }), (value) => parseDuration(formatDuration(value)) === value));
  });

  it('has a least and a most, both allowed', () => {
    const schema = duration('A wait.', 1_000, 60_000);
    expect(['1s', '60s', '1min'].map((text) => schema.safeParse(text).success)).toEqual([true, true, true]);
    expect(['999ms', '60.001s'].map((text) => schema.safeParse(text).success)).toEqual([false, false]);
  });
});

describe('a time of day', () => {
  it('has two digits of hours and two of minutes', () => {
    const schema = timeOfDay('A time.');
    expect(schema.parse('00:00')).toEqual({ hour: 0, minute: 0 });
    expect(schema.parse('23:59')).toEqual({ hour: 23, minute: 59 });
    for (const text of ['24:00', '3:00', '03:60', '03:0', '']) expect(schema.safeParse(text).success).toBe(false);
  });
});

describe('a time zone', () => {
  it('is a place, also by an older name', () => {
    const schema = timeZone('A place.');
    for (const zone of ['Asia/Shanghai', 'PRC', 'Asia/Calcutta', 'UTC'])
      expect(schema.safeParse(zone).success).toBe(true);
    for (const zone of ['+08:00', '', 'China', 'Asia']) expect(schema.safeParse(zone).success).toBe(false);
  });
});
