import { type Clock, type Millis, seconds } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import type { WorkerLink } from './link.ts';
import type { WorkerLimits } from './messages.ts';

/** Bounds of a journal on disk. */
export interface SqliteLimits extends WorkerLimits {
  /** Reads that may wait for an answer; more are refused. */
  readonly reads: number;
  /** How long `reopen` and `close` wait for a thread that hangs in a write. */
  readonly patience: Millis;
}

export interface SqliteStoreOptions {
  /** Made when it is not there. Holds `journal.db` (with -wal and -shm), `journal.head` and `lock.db`. */
  readonly directory: string;
  readonly log: Log;
  readonly clock: Clock;
  /** The built thread; the default lies beside the built form of the journal. */
  readonly workerUrl?: URL;
  /** A thread that was started beforehand; taken over. Left out: one is started. */
  readonly link?: WorkerLink;
  readonly limits?: Partial<SqliteLimits>;
}

/** What a branch runs with. */
export const SQLITE_LIMITS: SqliteLimits = {
  checkedAtStart: 200_000,
  structureCheckedUpTo: 128 * 1024 * 1024,
  walPages: 4_000,
  reads: 64,
  patience: seconds(20),
};
