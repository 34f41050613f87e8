import { mkdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import Sqlite, { type Database } from 'better-sqlite3';
import { LobbydError, messageOf } from '../errors.ts';
import type { JournalFiles } from './files.ts';

/** The right to write a journal. */
export interface Lock {
  /** Whether its name stands for another file by now: the disk was mounted anew, and nobody holds the lock that counts. */
  isElsewhere(): Promise<boolean>;
  /** Idempotent. */
  release(): void;
}

/**
 * Takes the lock of a journal directory, making the directory when there is none. The lock is SQLite's own, on a database
 * that holds nothing: the kernel frees it when the process dies, however it dies, and readers of the journal never meet it.
 *
 * @throws LobbydError `journal/locked` when another daemon has it, `journal/no-directory` when there can be no lock at all
 */
export function lockJournal(files: JournalFiles): Lock {
  const database = openLock(files);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (caught) {
    database.close();
    throw isBusy(caught) ? lockedFault(files) : directoryFault(files, caught);
  }
  const held = statSync(files.lock);
  return {
    async isElsewhere() {
      // Without a journal there the disk is away: its lock comes back with it.
      if (!(await fileAt(files.database))) return false;
      const now = await fileAt(files.lock);
      return now?.ino !== held.ino || now.dev !== held.dev;
    },
    release: () => void database.close(),
  };
}

function fileAt(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}

function openLock(files: JournalFiles): Database {
  try {
    mkdirSync(files.directory, { recursive: true, mode: 0o750 });
    const database = new Sqlite(files.lock, { timeout: 0 });
    database.pragma('journal_mode = MEMORY');
    return database;
  } catch (caught) {
    throw isBusy(caught) ? lockedFault(files) : directoryFault(files, caught);
  }
}

function isBusy(caught: unknown): boolean {
  return caught instanceof Sqlite.SqliteError && caught.code.startsWith('SQLITE_BUSY');
}

function lockedFault(files: JournalFiles): LobbydError {
  const holder = holderOf(files.lock);
  return new LobbydError({
    code: 'journal/locked',
    what: `another lobbyd${holder === null ? '' : ` (process ${holder})`} runs on this journal`,
    where: files.directory,
    next: 'stop it (`systemctl status lobbyd` shows it), or give this one a journal directory of its own',
  });
}

function directoryFault(files: JournalFiles, caught: unknown): LobbydError {
  return new LobbydError({
    code: 'journal/no-directory',
    what: `the journal directory cannot be used: ${messageOf(caught)}`,
    where: files.directory,
    next: 'make the directory, writable by the user of the daemon, on a disk that is mounted for writing',
    cause: caught,
  });
}

/** The daemon that writes a journal, as a process id; null when none does. Reads only: takes no lock, makes no file. */
export function lockHolder(files: JournalFiles): number | null {
  return holderOf(files.lock);
}

/** The process that holds a lock on the file, where the kernel tells (`proc(5)`, /proc/locks: `1: POSIX ADVISORY WRITE 7641 fe:00:2146779 …`). */
function holderOf(path: string): number | null {
  try {
    const inode = statSync(path).ino;
    const line = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .find((candidate) => candidate.includes(' WRITE ') && candidate.includes(`:${inode} `));
    const pid = Number(line?.trim().split(/\s+/)[4]);
    return pid > 0 ? pid : null;
  } catch {
    return null; // only a help for the reader: the lock is refused with or without it
  }
}
