import { afterEach, describe, expect, test } from 'vitest';
import { seconds } from '../../src/clock.ts';
import { POLLING } from '../../src/devices/wire/bus-polling.ts';
import { type BusWishes, type Hall, openHall } from './hall.ts';
import type { Work } from './work.ts';

let open: Hall | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

/** Nobody has pressed for longer than units are asked more often after a press. */
const QUIET = POLLING.activeFor + seconds(15);
const MINUTE = 60;

/** What the daemon does in a second for each bus on which nobody presses, on average over a minute. */
async function idleWork(...wishes: readonly BusWishes[]): Promise<readonly Work[]> {
  open = await openHall(wishes);
  await open.clock.advance(QUIET);
  const before = open.buses.map(({ work }) => ({ ...work }));
  await open.clock.advance(seconds(MINUTE));
  return open.buses.map(({ work }, index) => {
    const since = before[index] ?? expect.unreachable();
    const each = (key: keyof Work): number => (work[key] - since[key]) / MINUTE;
    return { exchanges: each('exchanges'), bytes: each('bytes'), timers: each('timers') };
  });
}

/** What may be done in a second: a fifth more than was measured when this was written. */
function expectAtMost({ exchanges, bytes, timers }: Work, most: Work): void {
  expect({ exchanges, bytes, timers }).toEqual({
    exchanges: expect.toSatisfy((count: number) => count <= most.exchanges, `at most ${most.exchanges} a second`),
    bytes: expect.toSatisfy((count: number) => count <= most.bytes, `at most ${most.bytes} a second`),
    timers: expect.toSatisfy((count: number) => count <= most.timers, `at most ${most.timers} a second`),
  });
}

describe('buses on which nobody presses', () => {
  test('of 16 keypads and 9 signs cost no more exchanges, bytes and timers than they must', async () => {
    const buses = await idleWork({ pads: 8, signs: 5 }, { pads: 8, signs: 4 });
    for (const work of buses) {
      expectAtMost(work, { exchanges: 23, bytes: 230, timers: 46 });
      // Each pad is still asked twice a second: that is how soon its next press is found.
      expect(work.exchanges).toBeGreaterThan(8 * 2);
    }
  });

  test('of two keypads rest between two questions: a wire that has room is not filled with them', async () => {
    for (const work of await idleWork({ pads: 2, signs: 2 })) {
      expectAtMost(work, { exchanges: 20, bytes: 200, timers: 42 });
      expect(work.exchanges).toBeGreaterThan(2 * 5);
    }
  });

  test('of signs alone are left alone', async () => {
    expect(await idleWork({ pads: 0, signs: 9 })).toEqual([{ exchanges: 0, bytes: 0, timers: 0 }]);
  });
});
