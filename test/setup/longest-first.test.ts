import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inOrder, LONGEST } from './longest-first.ts';

describe('the order in which test files start', () => {
  it('has the long ones first, the longest before all, and leaves the others as they came', () => {
    const [longest = '', next = ''] = LONGEST;
    const files = ['src/one.test.ts', next, 'src/another.test.ts', longest].map((path) => ({ path }));
    expect(inOrder(files, ({ path }) => path).map(({ path }) => path)).toEqual([
      longest,
      next,
      'src/one.test.ts',
      'src/another.test.ts',
    ]);
  });

  it('names files that exist, each once', () => {
    expect(LONGEST.filter((path) => !existsSync(path))).toEqual([]);
    expect(new Set(LONGEST).size).toBe(LONGEST.length);
  });
});
