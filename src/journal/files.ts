import { join } from 'node:path';

/** The files of a journal directory. */
export interface JournalFiles {
  readonly directory: string;
  /** SQLite database; `-wal` and `-shm` beside it belong to it. */
  readonly database: string;
  readonly wal: string;
  readonly shm: string;
  /** Two-slot head file. */
  readonly head: string;
  /** Lock database of the one daemon. */
  readonly lock: string;
}

/** Names the files in `directory`; touches nothing. */
export function journalFiles(directory: string): JournalFiles {
  const database = join(directory, 'journal.db');
  return {
    directory,
    database,
    wal: `${database}-wal`,
    shm: `${database}-shm`,
    head: join(directory, 'journal.head'),
    lock: join(directory, 'lock.db'),
  };
}
