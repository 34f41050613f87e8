import type { Clock, Millis } from '../clock.ts';

/**
 * A clock whose timers cannot hurt anybody but their owner.
 *
 * @param fault told of what a timer threw
 */
export function guardedClock(clock: Clock, fault: (caught: unknown, where: string) => void): Clock {
  return {
    monotonic: () => clock.monotonic(),
    wall: () => clock.wall(),
    isWallTrusted: () => clock.isWallTrusted(),
    after: (delay, run) =>
      clock.after(delay, () => {
        try {
          run();
        } catch (caught) {
          fault(caught, 'timer');
        }
      }),
  };
}

/** A clock that knows what its timers should have done by now. */
export interface WatchedClock extends Clock {
  /** For how long the timer that is due first should have run; 0 when none is overdue. */
  lateBy(): Millis;
}

/** Makes a {@link WatchedClock} of a clock. */
export function watchedClock(clock: Clock): WatchedClock {
  const waiting = new Set<{ readonly due: Millis }>();
  return {
    monotonic: () => clock.monotonic(),
    wall: () => clock.wall(),
    isWallTrusted: () => clock.isWallTrusted(),
    after(delay, run) {
      const entry = { due: clock.monotonic() + delay };
      waiting.add(entry);
      const timer = clock.after(delay, () => {
        waiting.delete(entry);
        run();
      });
      return {
        cancel() {
          waiting.delete(entry);
          timer.cancel();
        },
      };
    },
    lateBy() {
      let first = Number.POSITIVE_INFINITY;
      for (const { due } of waiting) first = Math.min(first, due);
      return Math.max(0, clock.monotonic() - first);
    },
  };
}
