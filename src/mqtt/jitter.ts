import { type Millis, ms, seconds } from '../clock.ts';
import { seededRandom } from '../devices/wire/seeded.ts';

const FIRST: Millis = seconds(1);
const LONGEST: Millis = seconds(60);
/** Never at once: two daemons with one client id would throw each other out without a pause. */
const SHORTEST: Millis = ms(100);

/** Delays between tries. */
export interface Backoff {
  next(): Millis;
  /** All is well again: start with short delays. */
  reset(): void;
}

/**
 * Full jitter, 1 → 60 s: each delay is drawn evenly from nothing to a limit that doubles. After a power cut in a
 * city its branches then come back spread over a minute, not all in the same second.
 *
 * @param seed different in each unit
 */
export function fullJitter(seed: number): Backoff {
  const random = seededRandom(seed);
  let tries = 0;
  return {
    next() {
      const limit = Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 6));
      tries += 1;
      return SHORTEST + Math.floor(random() * (limit - SHORTEST));
    },
    reset() {
      tries = 0;
    },
  };
}
