import { type Clock, type Millis, ms, type Timer } from '../../clock.ts';

/** Pause between two bursts of a babbling unit. */
const BABBLE: Millis = ms(20);

/** Speech that nobody asked for: jams a bus. */
export interface Babble {
  start(): void;
  quiet(): void;
}

/** @param burst sends some noise */
export function babbler(clock: Clock, burst: () => void): Babble {
  let timer: Timer | null = null;
  const quiet = (): void => {
    timer?.cancel();
    timer = null;
  };
  const start = (): void => {
    quiet();
    burst();
    timer = clock.after(BABBLE, start);
  };
  return { start, quiet };
}
