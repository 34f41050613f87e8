import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keptLog } from '../devices/spec.ts';
import { workshop } from '../journal/spec.ts';
import { leavePowerMark, takePowerMark } from './power-mark.ts';

const shop = workshop();
afterAll(() => shop.remove());

describe('the mark of a branch that was down for the UPS', () => {
  it('is heard of by the next start alone', () => {
    const directory = shop.directory();
    const { log, lines } = keptLog();
    expect(takePowerMark(directory)).toBe(false);
    leavePowerMark(directory, log);
    expect([takePowerMark(directory), takePowerMark(directory)]).toEqual([true, false]);
    expect([lines, readdirSync(directory)]).toEqual([[], []]);
  });

  it('that cannot be left is told of, and stops nothing', () => {
    const { log, lines } = keptLog();
    leavePowerMark(join(shop.directory(), 'none'), log);
    expect(lines.map(({ level }) => level)).toEqual(['warn']);
  });

  it('that cannot be taken away counts: the branch must not stay away for ever', () => {
    const directory = shop.directory();
    mkdirSync(join(directory, 'power.down'));
    expect(takePowerMark(directory)).toBe(true);
    expect(existsSync(join(directory, 'power.down'))).toBe(true);
  });
});
