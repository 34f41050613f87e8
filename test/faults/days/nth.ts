import { minutes } from '../../../src/clock.ts';
import { runDay } from './day.ts';
import { HOWS, type How } from './nth-store.ts';

/** How a short day went whose n-th use of the disk went wrong. */
export interface NthEnd {
  readonly n: number;
  readonly how: How;
  readonly wrong: readonly string[];
}

/** Enough for every kind of event. */
const CUSTOMERS = 4;

/**
 * Lets the first use of the disk go wrong, then the second, and so on in every way, until a day has no such use.
 *
 * @param every looks only at each so many-th use
 */
export async function* nthOperations(seed: number, every = 1): AsyncGenerator<NthEnd> {
  for (let n = 1 + (seed % every); ; n += every) {
    let isThere = false;
    for (const how of HOWS) {
      const { wrong, hasNth, isWrongNth } = await runDay({
        ...{ seed, customers: CUSTOMERS, mishaps: 0, openFor: minutes(8), nth: { n, how } },
      });
      isThere ||= hasNth;
      // Of the operations that read, each can only fail.
      if (isWrongNth) yield { n, how, wrong };
      if (!hasNth) break;
    }
    if (!isThere) return;
  }
}
