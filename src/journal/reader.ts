import Sqlite, { type Database } from 'better-sqlite3';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import { damaged, headMissing, NOT_JSON, notReadable } from './damage.ts';
import { recordOf } from './drafts.ts';
import { type JournalFiles, journalFiles } from './files.ts';
import { type HeadMark, readHeadFile } from './head-file.ts';
import { checkLayout, type Findings, fromStart, type Inspection, inspect } from './inspect.ts';
import { holdsSomething, isThere, openForReading } from './opening.ts';
import { provedPages, type Range } from './prove.ts';
import { SELECT_HEAD, SELECT_ROWS, SELECT_STREAM_BACK } from './schema.ts';
import { among, type Opening, openings, type ReadRecord, type Selection, selected, startedFor } from './selection.ts';
import type { StoredRecord } from './store.ts';

/** A journal open for reading only, whether or not a daemon writes it. */
export interface JournalReader {
  /** Sequence number of the last committed record, 0 when there is none. */
  last(): number;
  /** Records with `seq >= from`, in order, at most `limit`. */
  read(from: number, limit: number): readonly StoredRecord[];
  /** Records of one stream, the newest first, at most `limit`; read as they are taken: take no more than you need. */
  back(stream: StoredRecord['stream'], limit: number): Iterable<StoredRecord>;
  /** Records of some types, in order. */
  select(selection: Selection): Iterable<ReadRecord>;
  /**
   * The same, each proved whole before it is given, and with it all between `from` and `to`; those before them are taken on
   * trust. Whoever tells them to somebody takes them to the end first.
   *
   * @param selection without types: all records
   */
  proved(selection: Range & Partial<Selection>): Iterable<ReadRecord>;
  /** Where business days begin, the newest first; read as they are taken. */
  openings(): Iterable<Opening>;
  /** Id of the branch that lobbyd ran for when it started last; null: nothing says, as in older journals. */
  startedFor(): string | null;
  close(): void;
}

type StoredRow = Parameters<typeof recordOf>[0];

/**
 * Opens a journal for people and tools; takes no lock and changes nothing that the journal says. What ails it has the same name
 * here as at a start of the daemon and in {@link verifyJournal}.
 *
 * @throws LobbydError, from every method too, with file and next step
 */
export function openReader(directory: string): JournalReader {
  const files = journalFiles(directory);
  const { database: path, head } = files;
  const database = openedThere(files);
  const faultOf = (caught: unknown): LobbydError => faultIn(database, files, caught);
  const orFault = <T>(run: () => T): T => {
    try {
      return run();
    } catch (caught) {
      throw faultOf(caught);
    }
  };
  function* inOrder<T>(rows: () => Iterable<T>): Generator<T> {
    try {
      yield* rows();
    } catch (caught) {
      throw faultOf(caught);
    }
  }
  return {
    last: () => orFault(() => (database.prepare(SELECT_HEAD).get() as { seq: number } | undefined)?.seq ?? 0),
    read: (from, limit) =>
      orFault(() => (database.prepare(SELECT_ROWS).all(from, limit) as StoredRow[]).map((row) => soundOf(path, row))),
    back: (stream, limit) => inOrder(() => backward(database, path, stream, limit)),
    select: (selection) => inOrder(() => selected(database, path, selection)),
    startedFor: () => orFault(() => startedFor(database)),
    openings: () => inOrder(() => openings(database)),
    proved: ({ types, from, to }) =>
      inOrder(() => among(path, provedPages(database, path, seenBy(head), { from, to }), types)),
    close: () => void database.close(),
  };
}

/** What the head file has seen; null also where this user may read the journal alone. */
function seenBy(head: string): HeadMark | null {
  try {
    return readHeadFile(head);
  } catch (caught) {
    if (caught instanceof LobbydError && caught.code === 'journal/unreadable') return null;
    throw caught;
  }
}

/** The database, open for reading; where there is none any more the journal is missing, where there never was one it cannot be read. */
function openedThere(files: JournalFiles): Database {
  // Elsewhere the head file says nothing that is asked for, and a disk that hangs at it must not keep a reader from the rest.
  if (!holdsSomething(files.database)) isThere(files, markOrNone(files.head));
  return openForReading(files.database);
}

/** For what does not depend on where the journal must end: `lobbyd journal tail` is a cure of a head file that is damaged. */
function markOrNone(head: string): HeadMark | null {
  try {
    return readHeadFile(head);
  } catch {
    return null;
  }
}

/** What stopped a look at the journal: of which make it is goes first, which explains the rest. */
function faultIn(database: Database, files: JournalFiles, caught: unknown): LobbydError {
  const { database: path, directory } = files;
  if (caught instanceof Sqlite.SqliteError) {
    return strangeLayout(database, files) ?? notReadable(path, caught.code, null, caught);
  }
  return asFault(caught, {
    code: 'journal/unreadable',
    what: `the journal cannot be read: ${messageOf(caught)}`,
    where: path,
    next: `run \`lobbyd journal verify ${directory}\`: it says what is wrong`,
  });
}

/** Null: it is that of a journal, or SQLite cannot even tell. */
function strangeLayout(database: Database, { database: path, head }: JournalFiles): LobbydError | null {
  try {
    checkLayout(database, path, markOrNone(head));
    return null;
  } catch (caught) {
    return caught instanceof LobbydError ? caught : null;
  }
}

function* backward(
  database: Database,
  path: string,
  stream: StoredRecord['stream'],
  limit: number,
): Generator<StoredRecord> {
  const rows = database.prepare(SELECT_STREAM_BACK).iterate(stream, limit) as IterableIterator<StoredRow>;
  for (const row of rows) yield soundOf(path, row);
}

function soundOf(path: string, row: StoredRow): StoredRecord {
  try {
    return recordOf(row);
  } catch (caught) {
    throw damaged(path, row.seq, NOT_JSON, caught);
  }
}

/**
 * Proves a whole journal sound, SQLite's structures and head file included; also while a daemon writes it.
 *
 * @param start where to start; default the first record ever
 * @param isStructureChecked false: SQLite's own structures are taken on trust, which saves reading every page
 * @throws LobbydError at the first damage, with file, record and next step
 */
export function verifyJournal(
  directory: string,
  start: Inspection['start'] = fromStart,
  isStructureChecked = true,
): Findings {
  const files = journalFiles(directory);
  // The head first: the journal only grows, so what the head says must be in what is read after it.
  const mark = readHeadFile(files.head);
  isThere(files, mark);
  const database = openForReading(files.database);
  try {
    const found = inspect(database, { path: files.database, mark, start, isStructureChecked });
    if (!mark && found.head.seq > 0) throw headMissing(files.head, found.head.seq);
    return found;
  } finally {
    database.close();
  }
}
