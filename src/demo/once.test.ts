import { describe, expect, it } from 'vitest';
import { onceEach } from './once.ts';

describe('a request', () => {
  it('is done once, and gets its first answer again, also while that is under way', async () => {
    const once = onceEach<number>();
    let count = 0;
    const run = async (): Promise<number> => {
      count += 1;
      return count;
    };
    expect(await Promise.all([once('r1', run), once('r1', run)])).toEqual([1, 1]);
    expect(await once('r1', run)).toBe(1);
    expect(await once('r2', run)).toBe(2);
    expect(await once(undefined, run)).toBe(3);
    expect(await once(undefined, run)).toBe(4);
  });

  it('may be tried again when it failed', async () => {
    const once = onceEach<string>();
    await expect(once('r1', () => Promise.reject(new RangeError('no')))).rejects.toThrow('no');
    expect(await once('r1', async () => 'yes')).toBe('yes');
  });

  it('is forgotten in the end: what is remembered is bounded', async () => {
    const once = onceEach<number>();
    for (let count = 0; count < 257; count += 1) await once(`r${count}`, async () => count);
    expect(await once('r256', async () => -1)).toBe(256);
    expect(await once('r0', async () => -1)).toBe(-1);
  });
});
