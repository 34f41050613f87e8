import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../src/clock.fake.ts';
import { minutes, ms, seconds } from '../../../src/clock.ts';
import { worldClock } from './world-clock.ts';

describe('the clock of simulated days', () => {
  it('runs timers as the fake clock does', async () => {
    const delays = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.boolean()), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(delays, async (timers) => {
        const [known, own] = [fakeClock(), worldClock()];
        const ran = await Promise.all(
          [known, own].map(async (clock) => {
            const order: string[] = [];
            const set = timers.map(([delay], index) =>
              clock.after(delay, () => {
                order.push(`${index} at ${clock.monotonic()}`);
                clock.after(delay % 7, () => order.push(`after ${index} at ${clock.monotonic()}`));
              }),
            );
            for (const [index, [, isCancelled]] of timers.entries()) if (isCancelled) set[index]?.cancel();
            await clock.advance(ms(50));
            return order;
          }),
        );
        expect(ran[1]).toEqual(ran[0]);
      }),
    );
  });

  it('comes to an end where somebody waits for what never happens', async () => {
    const clock = worldClock();
    const again = (): void => void clock.after(minutes(60), again);
    again();
    await expect(clock.advanceTo(Number.POSITIVE_INFINITY, () => false)).rejects.toThrow(/a day and a night/);
  });

  it('goes no further than is enough', async () => {
    const clock = worldClock();
    let ran = 0;
    const run = (): void => {
      ran += 1;
    };
    for (const at of [10, 20, 30]) clock.after(ms(at), run);
    await clock.advanceTo(ms(100), () => ran === 2);
    expect([ran, clock.monotonic()]).toEqual([2, ms(20)]);
  });

  it('lets devices sleep while all is quiet, and wakes them where they were', async () => {
    const clock = worldClock();
    const bus = clock.devices('bus1');
    const poll = (): void => void bus.after(ms(100), poll);
    poll();
    await clock.advance(minutes(10));
    const slept = bus.monotonic();
    expect(slept).toBeLessThan(seconds(1));
    let heardAt = 0;
    bus.after(ms(50), () => {
      heardAt = clock.monotonic();
    });
    await clock.advance(minutes(1));
    expect(heardAt).toBe(minutes(10) + ms(50));
    expect(bus.monotonic()).toBeLessThan(slept + seconds(1));
  });

  it('keeps the devices of a wire awake while they are busy, and those only', async () => {
    const clock = worldClock();
    clock.isQuiet = (slot) => slot === 'bus2';
    const polls = new Map([
      ['bus1', 0],
      ['bus2', 0],
    ]);
    for (const [slot] of polls) {
      const bus = clock.devices(slot);
      const poll = (): void => {
        polls.set(slot, (polls.get(slot) ?? 0) + 1);
        bus.after(ms(100), poll);
      };
      poll();
    }
    await clock.advance(minutes(1));
    expect(polls.get('bus1')).toBe(601);
    expect(polls.get('bus2')).toBeLessThan(9);
  });
});
