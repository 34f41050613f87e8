import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../test/runs.ts';
import { startTicker } from './branch/ticker.ts';
import { startBranchTime } from './branch/time.ts';
import { fakeClock } from './clock.fake.ts';
import { type Clock, minutes, ms, seconds } from './clock.ts';
import { FASTEST, fasterClock } from './faster-clock.ts';

const NOON = Date.UTC(2026, 4, 4, 12);

describe('time in a training', () => {
  it('passes so many times as fast, the wall clock with it, so that no label has to be corrected', async () => {
    const world = fakeClock(NOON);
    const time = startBranchTime(fasterClock(world, 20, 0), null);
    await world.advance(minutes(3));
    expect(time.now()).toBe(NOON + minutes(60));
    expect(time.wallOf(time.now())).toBe(NOON + minutes(60));
    expect(time.correction()).toBeNull();
  });

  it('goes on after a restart where it had come to, although the world is behind', async () => {
    const world = fakeClock(NOON);
    const first = startBranchTime(fasterClock(world, 20, 0), null);
    await world.advance(minutes(30));
    const last = { at: first.now(), ...first.label() };
    const again = startBranchTime(fasterClock(world, 20, last.at + last.offset), last);
    expect(again.now()).toBe(NOON + minutes(600));
    expect(again.correction()).toBeNull();
    await world.advance(seconds(1));
    expect(again.now()).toBe(NOON + minutes(600) + seconds(20));
  });

  it('lets the queue tick so many times sooner, and at the same branch times', async () => {
    const ticksAt = async (speed: number): Promise<{ branch: readonly number[]; world: readonly number[] }> => {
      const world = fakeClock(NOON);
      const clock = speed === 1 ? world : fasterClock(world, speed, 0);
      const due = [3, 5, 300, 301, 7_200].map(seconds);
      const ticks = { branch: [] as number[], world: [] as number[] };
      startTicker({
        clock,
        now: () => clock.monotonic(),
        nextDue: () => due[0] ?? null,
        async tick() {
          ticks.branch.push(Math.round(clock.monotonic()));
          ticks.world.push(Math.round(world.monotonic()));
          due.shift();
          return true;
        },
      });
      await world.advance(seconds(7_200) / speed);
      return ticks;
    };
    const [real, fast] = await Promise.all([ticksAt(1), ticksAt(20)]);
    expect(fast.branch).toEqual(real.branch);
    expect(real.world).toEqual([3, 5, 300, 301, 7_200].map(seconds));
    expect(fast.world).toEqual([150, 250, 15_000, 15_050, 360_000].map(ms));
  });

  it('keeps the order of due times, also where the timers of the machine are a millisecond coarse', async () => {
    const delay = fc.integer({ min: 0, max: 400 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: FASTEST }),
        fc.array(delay, { maxLength: 30 }),
        async (speed, delays) => {
          const world = fakeClock(NOON);
          const clock = fasterClock(coarse(world), speed, 0);
          const ran: { readonly delay: number; readonly order: number; readonly at: number }[] = [];
          const start = clock.monotonic();
          for (const [order, wait] of delays.entries()) {
            clock.after(wait, () => ran.push({ delay: wait, order, at: clock.monotonic() - start }));
          }
          await world.advance(seconds(1));
          const inOrder = [...ran].sort((one, other) => one.delay - other.delay || one.order - other.order);
          expect(ran).toEqual(inOrder);
          expect(ran).toHaveLength(delays.length);
          for (const { delay: wait, at } of ran) expect(at).toBeGreaterThanOrEqual(wait - 0.01);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  it('forgets a timer that was cancelled, by itself and by one before it', async () => {
    const world = fakeClock(NOON);
    const clock = fasterClock(world, 10, 0);
    const ran: string[] = [];
    const second = clock.after(seconds(2), () => ran.push('second'));
    clock.after(seconds(1), () => {
      ran.push('first');
      second.cancel();
    });
    clock.after(seconds(3), () => ran.push('third')).cancel();
    await world.advance(seconds(1));
    expect(ran).toEqual(['first']);
    expect(world.pending()).toBe(0);
  });

  it('runs the timers after one whose work failed', async () => {
    const world = fakeClock(NOON);
    const clock = fasterClock(world, 10, 0);
    const ran: string[] = [];
    clock.after(seconds(1), () => JSON.parse('{'));
    clock.after(seconds(1), () => ran.push('second'));
    await expect(world.advance(seconds(1))).rejects.toThrow(SyntaxError);
    await world.advance(seconds(1));
    expect(ran).toEqual(['second']);
  });

  it('has come to the time of a timer when that runs, whatever rounding leaves', async () => {
    const world = fakeClock(0.1);
    const clock = fasterClock(world, 7, 0);
    const early: number[] = [];
    for (let delay = 0.1; delay < 50; delay += 0.7) {
      const due = clock.monotonic() + delay;
      clock.after(delay, () => early.push(due - clock.monotonic()));
    }
    await world.advance(ms(20));
    expect(early).toHaveLength(72);
    expect(Math.max(...early)).toBeLessThanOrEqual(0);
  });
});

/** Timers come on whole milliseconds, as those of Node do: in the order in which they were set, not in that of their times. */
function coarse(clock: Clock): Clock {
  return { ...clock, after: (delay, run) => clock.after(Math.max(1, Math.trunc(delay)), run) };
}
