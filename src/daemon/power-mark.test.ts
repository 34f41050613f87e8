import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
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
    expect(takePowerMark(directory, 7n)).toBe(false);
    leavePowerMark(directory, 7n, log);
    expect([takePowerMark(directory, 7n), takePowerMark(directory, 7n)]).toEqual([true, false]);
    expect([lines, readdirSync(directory)]).toEqual([[], []]);
  });

  it('says nothing when the machine was switched off since: it may come up on the last of the battery', () => {
    const directory = shop.directory();
    leavePowerMark(directory, 3_600_000_000n, keptLog().log);
    expect(takePowerMark(directory, 20_000_000n)).toBe(false);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('of another release counts', () => {
    const directory = shop.directory();
    writeFileSync(join(directory, 'power.down'), 'The branch was down for the UPS.\n');
    expect([takePowerMark(directory, 7n), takePowerMark(directory, 7n)]).toEqual([true, false]);
  });

  it('that cannot be left is told of, and stops nothing', () => {
    const { log, lines } = keptLog();
    leavePowerMark(join(shop.directory(), 'none'), 7n, log);
    expect(lines.map(({ level }) => level)).toEqual(['warn']);
  });

  it('that cannot be taken away counts: the branch must not stay away for ever', () => {
    const directory = shop.directory();
    mkdirSync(join(directory, 'power.down'));
    expect(takePowerMark(directory, 7n)).toBe(true);
    expect(existsSync(join(directory, 'power.down'))).toBe(true);
  });
});
