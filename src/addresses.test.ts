import { describe, expect, it } from 'vitest';
import { isAddress, isLoopback } from './addresses.ts';

describe('an address', () => {
  it.each(['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1'])('%s is reached by this machine alone', (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each(['0.0.0.0', '10.0.0.7', '128.0.0.1', '::', 'fe80::1', '::ffff:10.0.0.7', 'localhost', ''])(
    '%j is not',
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );

  it('is no name', () => {
    expect(['127.0.0.1', '::1', 'localhost', '127.1', ''].map(isAddress)).toEqual([true, true, false, false, false]);
  });
});
