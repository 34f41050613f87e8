import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { LobbydError, messageOf } from '../errors.ts';
import { rootHash } from './chain.ts';
import { databaseMissing, headMissing } from './damage.ts';
import type { JournalFiles } from './files.ts';
import { type HeadFile, type HeadMark, openHeadFile, readHeadFile, syncDirectory } from './head-file.ts';
import { type Findings, fromSeal, inspect } from './inspect.ts';
import type { WorkerLimits } from './messages.ts';
import { createTables, type Identity } from './schema.ts';
import { rememberSideFiles } from './side-files.ts';
import type { Head } from './store.ts';

/** A journal open for writing, found sound before. */
export interface OpenJournal {
  readonly database: Database;
  readonly headFile: HeadFile;
  readonly found: Findings;
  /** False for a journal that was just made. */
  readonly isOld: boolean;
}

/** Bytes of a page, all that a database has before its first table. */
const PAGE_BYTES = 4096;

/** How long SQLite waits for somebody else's lock on the database (a person at the sqlite3 prompt), ms. */
const BUSY_TIMEOUT = 5_000;

/**
 * Opens the database for reading; changes neither it nor its -wal.
 *
 * @throws LobbydError `journal/unreadable`
 */
export function openForReading(path: string): Database {
  try {
    return new Sqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT });
  } catch (caught) {
    throw new LobbydError({
      code: 'journal/unreadable',
      what: `the journal cannot be opened: ${whatIsThere(path) ?? messageOf(caught)}`,
      where: path,
      next: 'check that the directory is the right one and that this user may read and write in it (as root, or as the user of the daemon)',
      cause: caught,
    });
  }
}

/** What stands in the way, of which SQLite says no more than that it could not; null: something else. */
function whatIsThere(path: string): string | null {
  if (!existsSync(path)) return 'there is no such file';
  if (statSync(path).isDirectory()) return 'it is a directory';
  try {
    accessSync(path, constants.R_OK);
    return null;
  } catch {
    return 'this user may not read it';
  }
}

/**
 * The daemon's start: proves the journal sound, reading only; then opens it for writing, or makes a new one where there is
 * none. Call with the lock held.
 *
 * @throws LobbydError with place and next step; every file is then as it was
 */
export function openAtStart(files: JournalFiles, limits: WorkerLimits): OpenJournal {
  const mark = readHeadFile(files.head);
  if (!isThere(files, mark)) return create(files);
  const putBack = rememberSideFiles(files);
  const isSmall = statSync(files.database).size <= limits.structureCheckedUpTo;
  let found: Findings | null;
  try {
    found = look(files, mark, (database) =>
      inspect(database, {
        path: files.database,
        mark,
        start: fromSeal(limits.checkedAtStart),
        isStructureChecked: isSmall,
      }),
    );
    if (found && !mark && found.head.seq > 0) throw headMissing(files.head, found.head.seq);
  } catch (caught) {
    putBack();
    throw caught;
  }
  return found ? openForWriting(files, found, limits, settle) : create(files);
}

/**
 * After an unknown write: what the disk holds now, proved from `since` on. What the old connection may have written without
 * a good sync is written once more: the system's cache forgets after a failed sync that a page never reached the disk.
 *
 * @param since the last head that was committed for certain
 * @throws LobbydError, also while somebody reads: then try again
 */
export function openAgain(files: JournalFiles, since: Head, limits: WorkerLimits): OpenJournal {
  const mark = readHeadFile(files.head);
  const database = openForReading(files.database);
  let found: Findings;
  try {
    found = inspect(database, { path: files.database, mark, start: () => since, isStructureChecked: false });
  } finally {
    database.close();
  }
  return openForWriting(files, found, limits, (open) => rewrite(open, files.database));
}

/** What is written goes to the end of two tables, and a start reads each page once: more is never asked for again. */
const CACHE_KIB = 256;

/** Null: the making of this journal was interrupted before it held anything. */
function look(files: JournalFiles, mark: HeadMark | null, run: (database: Database) => Findings): Findings | null {
  const database = openForReading(files.database);
  try {
    return !mark && isBlank(database) ? null : run(database);
  } finally {
    database.close();
  }
}

function isBlank(database: Database): boolean {
  try {
    return database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  } catch {
    return false; // the inspection, which comes next, says what is wrong with it
  }
}

/** Whether a file is there, and not empty. */
export function holdsSomething(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}

/**
 * Whether there is a database that holds something.
 *
 * @throws LobbydError `journal/missing` where there is none any more
 */
export function isThere(files: JournalFiles, mark: HeadMark | null): boolean {
  if (!mark && isHalfMade(files)) return false;
  if (holdsSomething(files.database)) return true;
  if (mark) throw databaseMissing(files.database, `its head file has seen record ${mark.seq}`);
  if (holdsSomething(files.wal)) {
    throw databaseMissing(files.database, `${files.wal} is there`);
  }
  return false;
}

/**
 * Cut off while SQLite made the empty file a database with a -wal: it is no database for a reader, and has never held anything.
 * Whoever opens it for writing makes SQLite go back to the empty file first.
 */
function isHalfMade(files: JournalFiles): boolean {
  if (!existsSync(files.rollback) || !existsSync(files.database)) return false;
  return statSync(files.database).size <= PAGE_BYTES;
}

function create(files: JournalFiles): OpenJournal {
  const root = randomBytes(8).toString('hex');
  const identity: Identity = { root, epoch: root, cursors: {} };
  const head = { seq: 0, hash: rootHash(root) };
  const database = connect(files.database, null);
  createTables(database, identity);
  database.pragma('wal_checkpoint(TRUNCATE)');
  syncDirectory(files.directory);
  const headFile = openHeadFile(files.head, root, head);
  const found = { ...identity, head, seals: [], checkedFrom: 1, openMonth: null, newestOpening: 0 };
  return { database, headFile, found, isOld: false };
}

/**
 * The head is marked last: what was found may come from the system's cache, and a head on disk that is ahead of the journal would
 * stop the next start.
 *
 * @param secure brings what was found to the disk
 */
function openForWriting(
  files: JournalFiles,
  found: Findings,
  limits: WorkerLimits,
  secure: (database: Database) => void,
): OpenJournal {
  const database = connect(files.database, limits);
  try {
    secure(database);
    const headFile = openHeadFile(files.head, found.epoch, found.head);
    headFile.write(found.head);
    headFile.sync();
    return { database, headFile, found, isOld: true };
  } catch (caught) {
    database.close();
    throw caught;
  }
}

/**
 * A checkpoint syncs the -wal before all else. Where the database cannot grow afterwards, what was found is on the disk
 * all the same: a branch whose disk is full starts, and says so at each press.
 */
function settle(database: Database): void {
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } catch (caught) {
    if (!(caught instanceof Sqlite.SqliteError && caught.code === 'SQLITE_FULL')) throw caught;
  }
}

function connect(path: string, limits: WorkerLimits | null): Database {
  const database = new Sqlite(path, { timeout: BUSY_TIMEOUT });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma(`cache_size = -${CACHE_KIB}`);
  if (limits) database.pragma(`wal_autocheckpoint = ${limits.walPages}`);
  return database;
}

function rewrite(database: Database, path: string): void {
  const [result] = database.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }];
  if (result.busy === 0) return;
  throw new LobbydError({
    code: 'journal/busy-reader',
    what: 'the journal is being read, so that it cannot be brought to the disk anew after a failed write',
    where: path,
    next: 'end what reads it (`lobbyd journal`, sqlite3); the daemon tries again by itself',
  });
}
