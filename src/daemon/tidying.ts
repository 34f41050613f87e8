import type { LiveBranch } from '../branch/branch.ts';
import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { Store } from '../journal/store.ts';

/** A journal that nothing was written to for this long may be tidied up. */
const IDLE_AFTER: Millis = seconds(5);

/** Checkpoints wait for a quiet moment: they would hold up a press. */
export function tidyWhenIdle(branch: LiveBranch, store: Store, clock: Clock): () => void {
  let timer: Timer | null = null;
  const again = (): void => {
    timer?.cancel();
    timer = clock.after(IDLE_AFTER, () => void store.idle());
  };
  again();
  const unsubscribe = branch.onCommitted(again);
  return () => {
    unsubscribe();
    timer?.cancel();
  };
}
