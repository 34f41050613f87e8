import type { Clock, Millis } from './clock.ts';

interface Pending {
  readonly due: Millis;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until it is moved by hand. */
export interface FakeClock extends Clock {
  /** Moves time on by `by`, running what falls due, in order, letting promises settle between two timers. */
  advance(by: Millis): Promise<void>;
  /** Sets the wall clock alone, as a person or NTP would; monotonic time and timers do not notice. */
  setWall(wall: Millis): void;
  setTrusted(isTrusted: boolean): void;
  /** Timers that are still set. */
  pending(): number;
}

/** Promise jobs that one timer may have set off: generous, and bounded so that a loop shows as a failure. */
const SETTLING_TURNS = 50;

async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLING_TURNS; turn += 1) await Promise.resolve();
}

/**
 * Makes a {@link FakeClock}.
 *
 * @param start wall time at the start, Unix milliseconds; monotonic time starts at 0
 */
export function fakeClock(start: Millis = Date.UTC(2026, 0, 5, 1, 0, 0)): FakeClock {
  let now = 0;
  let wallOffset = start;
  let trusted = true;
  let order = 0;
  const timers = new Set<Pending>();
  const nextDue = (limit: Millis): Pending | undefined => {
    let found: Pending | undefined;
    for (const timer of timers) {
      if (timer.due > limit) continue;
      if (!found || timer.due < found.due || (timer.due === found.due && timer.order < found.order)) found = timer;
    }
    return found;
  };
  return {
    monotonic: () => now,
    wall: () => wallOffset + now,
    isWallTrusted: () => trusted,
    after(delay, run) {
      order += 1;
      const timer: Pending = { due: now + Math.max(0, delay), order, run };
      timers.add(timer);
      return { cancel: () => timers.delete(timer) };
    },
    async advance(by) {
      const end = now + by;
      await settle();
      for (let timer = nextDue(end); timer; timer = nextDue(end)) {
        timers.delete(timer);
        now = Math.max(now, timer.due);
        timer.run();
        await settle();
      }
      now = end;
    },
    setWall(wall) {
      wallOffset = wall - now;
    },
    setTrusted(isTrusted) {
      trusted = isTrusted;
    },
    pending: () => timers.size,
  };
}
