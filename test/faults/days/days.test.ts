import { describe, expect, it } from 'vitest';
import { minutes } from '../../../src/clock.ts';
import { seedOf } from '../../stand/chance.ts';
import { runDay } from './day.ts';
import { nthOperations } from './nth.ts';

const seed = seedOf('simulated days');
const SHORT = { customers: 25, mishaps: 5, openFor: minutes(50) };

describe('a simulated day', { timeout: minutes(6) }, () => {
  it.each([seed + 1, seed + 2])('with seed %i ends with everything as the journal says', async (each) => {
    const { wrong, figures } = await runDay({ seed: each, ...SHORT });
    expect({ wrong, mishaps: figures.mishaps }).toEqual({ wrong: [], mishaps: figures.mishaps });
    expect(figures.records).toBeGreaterThan(SHORT.customers);
  });

  it('is the same day again for the same seed', async () => {
    const wishes = { seed, ...SHORT, isDigested: true };
    const [first, again] = [await runDay(wishes), await runDay(wishes)];
    expect(first.digest).toMatch(/^[0-9a-f]{40}$/);
    expect(again).toEqual(first);
    expect(first.wrong).toEqual([]);
  });

  it('goes well whichever use of the disk goes wrong', async () => {
    let tried = 0;
    for await (const { n, how, wrong } of nthOperations(seed, 13)) {
      tried += 1;
      expect({ n, how, wrong }).toEqual({ n, how, wrong: [] });
    }
    expect(tried).toBeGreaterThan(2);
  });
});
