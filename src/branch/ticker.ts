import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';

/** Longest sleep: a timer that was missed (a machine that slept) is noticed after this long. */
const LONGEST_SLEEP: Millis = seconds(60);
/** Pause before a tick that did not go through (disk full) is tried again. */
const RETRY_AFTER: Millis = seconds(1);

export interface TickerParts {
  readonly clock: Clock;
  /** Branch time now. */
  now(): Millis;
  /** When time alone will change something; null when never. */
  nextDue(): Millis | null;
  /** Lets the queue do what is due; false when it did not go through. */
  tick(): Promise<boolean>;
}

export interface Ticker {
  /** What is due may have changed: called after every decision. Cheap when it has not. */
  arm(): void;
  stop(): void;
}

/** One timer for everything that time alone changes in the queue. */
export function startTicker(parts: TickerParts): Ticker {
  let timer: Timer | null = null;
  let armedFor: Millis | null = null;
  let isTicking = false;
  let isStopped = false;

  const set = (due: Millis | null, delay: Millis): void => {
    timer?.cancel();
    armedFor = due;
    timer = parts.clock.after(Math.min(LONGEST_SLEEP, Math.max(0, delay)), () => void run());
  };
  const run = async (): Promise<void> => {
    timer = null;
    armedFor = null;
    const due = parts.nextDue();
    if (due === null || due > parts.now()) return arm();
    isTicking = true;
    const isThrough = await parts.tick();
    isTicking = false;
    if (isStopped) return;
    if (isThrough) arm();
    else set(null, RETRY_AFTER);
  };
  const arm = (): void => {
    if (isStopped || isTicking) return;
    const due = parts.nextDue();
    if (due === armedFor) return;
    if (due === null) {
      timer?.cancel();
      timer = null;
      armedFor = null;
      return;
    }
    set(due, due - parts.now());
  };
  arm();
  return {
    arm,
    stop() {
      isStopped = true;
      timer?.cancel();
    },
  };
}
