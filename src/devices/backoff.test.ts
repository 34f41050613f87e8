import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff, backoffDelay, DEVICE_BACKOFF } from './backoff.ts';

const plain = { first: 200, cap: 5_000, jitter: 0, seed: 1 };

test('delays double up to the cap', () => {
  const delays = backoff(plain);
  expect(Array.from({ length: 7 }, () => delays.next().value)).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});

test('delays differ by chance also after the cap', () => {
  const options = { ...DEVICE_BACKOFF, seed: 7 };
  const capped = [10, 11, 12, 13].map((attempt) => backoffDelay(options, attempt));
  expect(new Set(capped).size).toBe(4);
});

test('no device waits longer than three seconds, whatever its seed and however long it was away', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(1_000_000), (seed, attempt) => {
      const delay = backoffDelay({ ...DEVICE_BACKOFF, seed }, attempt);
      expect(delay).toBeGreaterThanOrEqual(160);
      expect(delay).toBeLessThanOrEqual(3_000);
      expect(backoffDelay({ ...DEVICE_BACKOFF, seed }, attempt)).toBe(delay);
    }),
  );
});
