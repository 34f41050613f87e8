import type { Clock, Millis, Timer } from './clock.ts';

/** Fastest that branch time may run: beyond it what a printer or a bus takes is hours to the branch. */
export const FASTEST = 20;

interface Pending {
  /** On the faster clock. */
  readonly due: Millis;
  readonly run: () => void;
}

/**
 * A clock for branch time in a training: everything passes `speed` times as fast, and the wall clock with it, so that a
 * day's hours, calls and tickets agree with each other. For the branch alone: wires, MQTT, disk and watchdog live in the
 * real world.
 *
 * Timers keep the order of their due times also where the machine's timers are too coarse to tell them apart.
 *
 * @param clock of the machine
 * @param speed times as fast
 * @param wallAtLeast Unix ms: the wall time that an earlier run had come to, which no later one may fall behind
 */
export function fasterClock(clock: Clock, speed: number, wallAtLeast: Millis): Clock {
  const startedAt = clock.monotonic();
  const wallStart = Math.max(clock.wall(), wallAtLeast);
  /** Due time of the last timer that ran: whoever it wakes finds that it has come, whatever rounding leaves. */
  let reached = startedAt;
  const monotonic = (): Millis => Math.max(reached, startedAt + (clock.monotonic() - startedAt) * speed);
  const pending: Pending[] = [];
  let timer: Timer | null = null;
  let armedFor: Millis | null = null;

  const arm = (): void => {
    const due = pending[0]?.due ?? null;
    if (due === armedFor) return;
    timer?.cancel();
    armedFor = due;
    timer = due === null ? null : clock.after(Math.max(0, due - monotonic()) / speed, run);
  };
  const run = (): void => {
    armedFor = null;
    try {
      for (let first = pending[0]; first && isDue(first.due); first = pending[0]) {
        pending.shift();
        reached = Math.max(reached, first.due);
        first.run();
      }
    } finally {
      arm();
    }
  };
  const isDue = (due: Millis): boolean => due - monotonic() <= ROUNDING;
  return {
    monotonic,
    wall: () => wallStart + monotonic() - startedAt,
    isWallTrusted: () => clock.isWallTrusted(),
    after(delay, callback) {
      const entry: Pending = { due: monotonic() + Math.max(0, delay), run: callback };
      const place = pending.findIndex(({ due }) => due > entry.due);
      pending.splice(place < 0 ? pending.length : place, 0, entry);
      arm();
      return {
        cancel() {
          const at = pending.indexOf(entry);
          if (at >= 0) pending.splice(at, 1);
          arm();
        },
      };
    },
  };
}

/** What dividing and multiplying by the speed may cost, ms: less than anybody asks for. */
const ROUNDING: Millis = 0.001;
