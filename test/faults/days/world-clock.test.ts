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

  it('lets devices sleep while all is quiet, and wakes them where they were', async () => {
    const clock = worldClock();
    await clock.advance(minutes(10));
    const slept = clock.devices.monotonic();
    expect(slept).toBeLessThan(seconds(1));
    let heardAt = 0;
    clock.devices.after(ms(50), () => {
      heardAt = clock.monotonic();
    });
    await clock.advance(minutes(1));
    expect(heardAt).toBe(minutes(10) + ms(50));
    expect(clock.devices.monotonic()).toBeLessThan(slept + seconds(1));
  });

  it('keeps devices awake while they are busy', async () => {
    const clock = worldClock();
    clock.isQuiet = () => false;
    await clock.advance(minutes(1));
    expect(clock.devices.monotonic()).toBe(minutes(1));
  });
});
