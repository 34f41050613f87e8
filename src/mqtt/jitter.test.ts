import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ms, seconds } from '../clock.ts';
import { fullJitter } from './jitter.ts';

const delays = (seed: number, count: number): number[] => {
  const backoff = fullJitter(seed);
  return Array.from({ length: count }, () => backoff.next());
};

describe('the delays between tries', () => {
  it('are at most 1 s at first, doubled each time, and at most a minute', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        delays(seed, 12).forEach((delay, tries) => {
          expect(delay).toBeGreaterThanOrEqual(ms(100));
          expect(delay).toBeLessThanOrEqual(Math.min(seconds(60), seconds(1) * 2 ** tries));
        });
      }),
    );
  });

  it('of a thousand branches after a power cut are spread evenly over the minute', () => {
    const late = Array.from({ length: 1_000 }, (_, seed) => delays(seed, 10).at(-1) ?? 0);
    for (let slot = 0; slot < 6; slot += 1) {
      const inSlot = late.filter((delay) => delay >= seconds(10 * slot) && delay < seconds(10 * slot + 10)).length;
      expect(inSlot).toBeGreaterThan(110);
      expect(inSlot).toBeLessThan(230);
    }
  });

  it('are the same for the same seed and short again after a good connection', () => {
    expect(delays(5, 20)).toEqual(delays(5, 20));
    const backoff = fullJitter(5);
    for (let tries = 0; tries < 10; tries += 1) backoff.next();
    backoff.reset();
    expect(backoff.next()).toBeLessThanOrEqual(seconds(1));
  });
});
