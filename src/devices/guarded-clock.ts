import type { Clock, Millis, Timer } from '../clock.ts';

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
  const waiting: WatchedTimer[] = [];
  return {
    monotonic: () => clock.monotonic(),
    wall: () => clock.wall(),
    isWallTrusted: () => clock.isWallTrusted(),
    after: (delay, run) => new WatchedTimer(clock, waiting, delay, run),
    lateBy() {
      let first = Number.POSITIVE_INFINITY;
      for (const { due } of waiting) first = Math.min(first, due);
      return Math.max(0, clock.monotonic() - first);
    },
  };
}

/** A timer that stands among those that wait until it runs or is cancelled. */
class WatchedTimer implements Timer {
  readonly due: Millis;
  readonly #waiting: WatchedTimer[];
  readonly #timer: Timer;
  /** Among those that wait; below 0 when it does no more. */
  #place: number;

  constructor(clock: Clock, waiting: WatchedTimer[], delay: Millis, run: () => void) {
    this.due = clock.monotonic() + delay;
    this.#waiting = waiting;
    this.#place = waiting.push(this) - 1;
    this.#timer = clock.after(delay, () => {
      this.#leave();
      run();
    });
  }

  cancel(): void {
    this.#leave();
    this.#timer.cancel();
  }

  /**
   * The last one takes its place: timers are set and cancelled with every frame of a bus, and a set of them would be made anew
   * every few times.
   */
  #leave(): void {
    if (this.#place < 0) return;
    const last = this.#waiting.pop();
    if (last && last !== this) {
      this.#waiting[this.#place] = last;
      last.#place = this.#place;
    }
    this.#place = -1;
  }
}
