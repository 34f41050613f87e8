import { describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { watchedClock } from './guarded-clock.ts';

/** A clock whose timers run when the test says so, however late. */
function lateClock() {
  const due: (() => void)[] = [];
  let now = 0;
  const clock: Clock = {
    monotonic: () => now,
    wall: () => now,
    isWallTrusted: () => true,
    after(_delay, run) {
      due.push(run);
      return { cancel() {} };
    },
  };
  return {
    clock,
    due,
    goTo(at: number): void {
      now = at;
    },
  };
}

describe('a clock that knows what its timers should have done', () => {
  it('is late by the timer that was due first, of those that neither ran nor were cancelled', () => {
    const { clock, due, goTo } = lateClock();
    const watched = watchedClock(clock);
    const timers = [40, 10, 30, 20].map((delay) => watched.after(delay, () => {}));
    goTo(100);
    expect(watched.lateBy()).toBe(90);
    timers[1]?.cancel();
    expect(watched.lateBy()).toBe(80);
    due[3]?.();
    expect(watched.lateBy()).toBe(70);
    timers[0]?.cancel();
    expect(watched.lateBy()).toBe(70);
    timers[2]?.cancel();
    expect(watched.lateBy()).toBe(0);
  });

  it('forgets no other timer when one is cancelled twice, or after it ran', () => {
    const { clock, due, goTo } = lateClock();
    const watched = watchedClock(clock);
    const first = watched.after(5, () => {});
    first.cancel();
    watched.after(10, () => {});
    const ran = watched.after(20, () => {});
    due[2]?.();
    ran.cancel();
    first.cancel();
    goTo(15);
    expect(watched.lateBy()).toBe(5);
  });
});
