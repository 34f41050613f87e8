import { describe, expect, it } from 'vitest';
import type { HallSample, StagedService } from '../stage.ts';
import { HOUR, hallShapes, inBands, tenths } from './hall-shapes.ts';

const NOW = Date.UTC(2026, 10, 25, 2, 41);
const MINUTE = 60_000;
const FRAME = { left: 0, right: 600, top: 0, bottom: 100 };
const service = (id: string, prefix: string): StagedService => ({ id, prefix, name: { en: id }, targetWait: 0 });
const SERVICES = [service('cash', 'A'), service('account', 'B'), service('transfer', 'A')];
const sample = (minutesAgo: number, cash: number, account: number): HallSample => ({
  at: NOW - minutesAgo * MINUTE,
  waiting: { cash, account, transfer: 0 },
  called: 0,
  serving: 0,
  inHall: cash + account,
});
const shapesOf = (samples: readonly HallSample[]) => hallShapes(SERVICES, samples, NOW, FRAME);

describe('the chart of the hall', () => {
  it('puts services of one letter together, in one hue and several shades', () => {
    const bands = inBands(SERVICES).map(({ id, hue, shade }) => [id, hue, shade]);
    expect(bands).toEqual([
      ['cash', 0, 0],
      ['transfer', 0, 1],
      ['account', 1, 0],
    ]);
  });

  it('draws only services for which somebody waited, in the hue that they always have', () => {
    const { bands } = shapesOf([sample(30, 0, 2)]);
    expect(bands.map(({ service: { id }, hue }) => [id, hue])).toEqual([['account', 1]]);
  });

  it('holds what was true until the next sample, and the last one until now', () => {
    expect(shapesOf([sample(30, 5, 0), sample(10, 0, 0)]).inHall).toBe('M300,0L500,0L500,100L600,100L600,100');
  });

  it('begins with what was true an hour ago, however old that is', () => {
    expect(shapesOf([sample(90, 5, 0), sample(70, 4, 1)]).inHall).toBe('M0,0L600,0L600,0');
  });

  it('marks the quarters of the hour and whole people', () => {
    const { ticksX, ticksY } = shapesOf([sample(30, 5, 0)]);
    expect(ticksX.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '01:45',
      '02:00',
      '02:15',
      '02:30',
    ]);
    expect(ticksY.map(({ count }) => count)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is a table of every tenth minute, as far back as anything is known', () => {
    const rows = tenths([sample(25, 3, 1), sample(4, 1, 0)], NOW);
    expect(rows.map(({ at, inHall }) => [(NOW - at) / MINUTE, inHall])).toEqual([
      [0, 1],
      [10, 4],
      [20, 4],
    ]);
    expect(NOW - (tenths([sample(70, 1, 0)], NOW).at(-1)?.at ?? 0)).toBe(HOUR);
  });
});
