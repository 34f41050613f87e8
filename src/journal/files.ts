import { join } from 'node:path';

/** So much of the disk is the journal's alone, bytes: with less left a clean stop may need all there is. */
export const LAST_ROOM = 32 * 1024 * 1024;

/** The files of a journal directory. */
export interface JournalFiles {
  readonly directory: string;
  /** SQLite database; `-wal` and `-shm` beside it belong to it. */
  readonly database: string;
  readonly wal: string;
  readonly shm: string;
  /** What SQLite goes back by when the making of the database was cut off; a journal that was made never has it. */
  readonly rollback: string;
  /** Two-slot head file. */
  readonly head: string;
  /** Lock database of the one daemon. */
  readonly lock: string;
  /** The newest state, a cache: what a start need not replay. */
  readonly state: string;
}

/** Names the files in `directory`; touches nothing. */
export function journalFiles(directory: string): JournalFiles {
  const database = join(directory, 'journal.db');
  return {
    directory,
    database,
    wal: `${database}-wal`,
    shm: `${database}-shm`,
    rollback: `${database}-journal`,
    head: join(directory, 'journal.head'),
    lock: join(directory, 'lock.db'),
    state: join(directory, 'journal.state'),
  };
}
