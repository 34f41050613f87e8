/** A length of time in milliseconds. Write literals through {@link ms}, {@link seconds}, {@link minutes}, {@link hours}. */
export type Millis = number;

/** `ms(250)`: a delay that shows its unit. */
export const ms = (value: number): Millis => value;
/** `seconds(3)` in milliseconds. */
export const seconds = (value: number): Millis => value * 1_000;
/** `minutes(20)` in milliseconds. */
export const minutes = (value: number): Millis => value * 60_000;

/** `hours(4)` in milliseconds. */
export const hours = (value: number): Millis => value * 3_600_000;

/** A timer that was set; `cancel` may be called any number of times, also after it ran. */
export interface Timer {
  cancel(): void;
}

/**
 * Time as the rest of lobbyd sees it: the only place that may touch `setTimeout` and `Date`.
 * Timers run in order of their due time; a callback that throws is a bug of the callback.
 */
export interface Clock {
  /** Milliseconds from an arbitrary start; never goes back, not changed by anybody who sets the clock. */
  monotonic(): Millis;
  /** Unix time in milliseconds: a label for people, may jump. */
  wall(): Millis;
  /** Whether the wall clock is known to be right (synchronised, or a hardware clock is configured). */
  isWallTrusted(): boolean;
  /** Runs `run` once, when `delay` (≥ 0) has passed on {@link Clock.monotonic}, never before. Does not keep the process alive. */
  after(delay: Millis, run: () => void): Timer;
}

/** Resolves after `delay` on the given clock. */
export function sleep(clock: Clock, delay: Millis): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delay, resolve);
  });
}

/** Longest delay that Node's timers take (2^31 − 1 ms); longer ones are split. */
const LONGEST_TIMER = 2_147_483_647;

/**
 * A timer for longer is asked for a millisecond more: Node's come up to one too soon, and what is set once more for the rest
 * is another wake-up. Shorter ones (the silence between two frames of a bus) are not made to wait.
 */
const LONG_TIMER: Millis = ms(20);

/**
 * The machine's clock.
 *
 * @param isTrusted asked each time whether the wall clock can be believed
 */
export function systemClock(isTrusted: () => boolean): Clock {
  return {
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    isWallTrusted: isTrusted,
    after(delay, run) {
      // A timer of Node's takes a millisecond at least: what is to follow in the next turn does not wait so long.
      if (delay <= 0) return nextTurn(run);
      const due = performance.now() + delay;
      let handle: NodeJS.Timeout;
      const arm = (left: Millis): void => {
        handle = setTimeout(fire, Math.min(left > LONG_TIMER ? left + 1 : left, LONGEST_TIMER));
        handle.unref();
      };
      // Node counts from the start of its turn, in whole milliseconds: a timer of its own comes too early as often as not.
      const fire = (): void => {
        const left = due - performance.now();
        if (left > 0) arm(left);
        else run();
      };
      arm(delay);
      return { cancel: () => clearTimeout(handle) };
    },
  };
}

/** Not unreferenced, as timers are: Node would sleep until something else wakes it, and only then run it. */
function nextTurn(run: () => void): Timer {
  const handle = setImmediate(run);
  return { cancel: () => clearImmediate(handle) };
}

/**
 * Work that is done once for all who ask for it within a while.
 *
 * @param delay from the first who asks, ms
 * @returns asks for it
 */
export function gathered(clock: Clock, delay: Millis, run: () => void): () => void {
  return settled(clock, delay, delay, run);
}

/**
 * Work that waits for the end of a rush.
 *
 * @param calm since the last who asked, ms
 * @param longest from the first who asks, whoever asks meanwhile, ms
 * @returns asks for it
 */
export function settled(clock: Clock, calm: Millis, longest: Millis, run: () => void): () => void {
  let first: Millis | null = null;
  let last: Millis = 0;
  const look = (): void => {
    const left = Math.min(last + calm, (first ?? 0) + longest) - clock.monotonic();
    if (left > 0) {
      clock.after(left, look);
      return;
    }
    first = null;
    run();
  };
  return () => {
    last = clock.monotonic();
    if (first !== null) return;
    first = last;
    clock.after(calm, look);
  };
}
