import type { LiveBranch } from '../branch/branch.ts';
import type { StateShelf } from '../branch/kept-state.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../journal/store.ts';
import { snapshot } from '../queue/snapshot.ts';
import { whenQuiet } from './quiet.ts';

/** Records that a start replays anyway without anybody noticing. */
export const KEPT_EVERY = 500;

export interface StateKeepingParts {
  readonly branch: Pick<LiveBranch, 'committed' | 'committedSeq' | 'onCommitted'>;
  readonly store: Pick<Store, 'head'>;
  readonly clock: Clock;
  readonly shelf: StateShelf;
  /** The record up to which the state of this start was kept already. */
  readonly keptTo: number;
}

/**
 * Keeps the committed state for the next start, now and then while nobody presses anything.
 *
 * @returns ends it: keeps what the branch ended with, and resolves when that is written. After the branch's own end
 */
export function keepState({ branch, store, clock, shelf, keptTo }: StateKeepingParts): () => Promise<void> {
  let keptAt = keptTo;
  let writing: Promise<void> = Promise.resolve();
  const keep = (): void => {
    const head = store.head();
    // What is on its way to the disk comes with the next one.
    if (head.seq !== branch.committedSeq || head.seq - keptAt < KEPT_EVERY) return;
    keptAt = head.seq;
    const kept = { head, state: snapshot(branch.committed) };
    writing = writing.then(() => shelf.keep(kept));
  };
  const stopLooking = whenQuiet(branch, clock, keep);
  return () => {
    stopLooking();
    keep();
    return writing;
  };
}
