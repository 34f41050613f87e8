import type { Head } from '../journal/store.ts';
import type { Snapshot } from '../queue/state.ts';

/** The state of the branch after a record of its journal: what spares a start the replay of all that came before. */
export interface KeptState {
  /** The record; whoever restores the state holds it against the journal. */
  readonly head: Head;
  readonly state: Snapshot;
}

/** Where the state is kept between two starts. A cache: without it, or with one that does not fit, the day is replayed. */
export interface StateShelf {
  /** What was kept last by this very program; null: nothing that can be believed. */
  take(): KeptState | null;
  /** Replaces it, whole or not at all. Never rejects: what cannot be kept is told in the log. */
  keep(kept: KeptState): Promise<void>;
}
