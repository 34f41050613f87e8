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

/** A timer that was set. */
interface Waiting {
  readonly due: Millis;
  /** Among those that wait; below 0 once it ran or was cancelled. */
  place: number;
}

/** Makes a {@link WatchedClock} of a clock. */
export function watchedClock(clock: Clock): WatchedClock {
  const waiting: Waiting[] = [];
  // The last one takes its place: timers are set and cancelled with every frame of a bus, and a set of them would be made anew
  // every few times.
  const leave = (timer: Waiting): void => {
    if (timer.place < 0) return;
    const last = waiting.pop();
    if (last && last !== timer) {
      waiting[timer.place] = last;
      last.place = timer.place;
    }
    timer.place = -1;
  };
  return {
    monotonic: () => clock.monotonic(),
    wall: () => clock.wall(),
    isWallTrusted: () => clock.isWallTrusted(),
    after(delay, run) {
      const entry: Waiting = { due: clock.monotonic() + delay, place: waiting.length };
      waiting.push(entry);
      const timer = clock.after(delay, () => {
        leave(entry);
        run();
      });
      return {
        cancel() {
          leave(entry);
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
