import { expect, it } from 'vitest';
import { isoDate } from './arguments.ts';

it.each(['2026-01-05', '2028-02-29'])('%s is a date', (text) => {
  expect(isoDate(text)).toBe(text);
});

it.each(['2026-02-30', '2026-02-29', '2026-13-01', '2026-1-5', '+002026-01-05', 'yesterday'])(
  '%s is no date',
  (text) => {
    expect(() => isoDate(text)).toThrow(expect.objectContaining({ code: 'commander.invalidArgument' }));
  },
);
