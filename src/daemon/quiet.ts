import type { LiveBranch } from '../branch/branch.ts';
import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';

/** A branch in which nothing happened for this long has a moment for work that would hold up a press. */
const QUIET_AFTER: Millis = seconds(5);

/**
 * Does something each time nothing has been committed for a while.
 *
 * @returns a function that ends it
 */
export function whenQuiet(branch: Pick<LiveBranch, 'onCommitted'>, clock: Clock, run: () => void): () => void {
  let timer: Timer | null = null;
  const again = (): void => {
    timer?.cancel();
    timer = clock.after(QUIET_AFTER, run);
  };
  again();
  const unsubscribe = branch.onCommitted(again);
  return () => {
    unsubscribe();
    timer?.cancel();
  };
}
