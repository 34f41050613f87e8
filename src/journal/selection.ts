import type { Database } from 'better-sqlite3';
import type { Cells } from './chain.ts';
import { damaged, NOT_JSON } from './damage.ts';
import type { StoredRecord } from './store.ts';

/** A record without its hash, which proves it and says nothing. */
export type ReadRecord = Omit<StoredRecord, 'hash'>;

/** Which records are read: the bodies of others are not even looked at. */
export interface Selection {
  /** Types of events and of what devices went through. */
  readonly types: readonly string[];
  /** First record, at the least. */
  readonly from: number;
  /** Last record, at the most. */
  readonly to: number;
}

/** Where a business day begins. */
export interface Opening {
  readonly seq: number;
  /** Null: the branch did not know the date. */
  readonly day: string | null;
}

const SELECT_STARTED =
  "SELECT body ->> '$.branch' AS branch FROM records WHERE type = 'daemon-started' AND stream = 'device' ORDER BY seq DESC LIMIT 1";

/** Records that are read at once: a reader must not hold the file while others write it. */
const PAGE = 500;

const SELECT_TYPES = `SELECT seq, stream, type, version, at, offset, trusted, body FROM records WHERE seq BETWEEN ? AND ? AND type IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ${PAGE}`;
const SELECT_OPENINGS =
  "SELECT seq, body ->> '$.day' AS day FROM records WHERE type = 'day-opened' AND stream = 'queue' ORDER BY seq DESC";

/** Records of some types, in order. */
export function* selected(database: Database, path: string, { types, from, to }: Selection): Generator<ReadRecord> {
  // Rows as lists: SQLite's binding makes them in half the time of objects.
  const select = database.prepare(SELECT_TYPES).raw();
  const wanted = JSON.stringify(types);
  for (let next = from; next <= to; ) {
    const rows = select.all(next, to, wanted) as Cells[];
    yield* recordsOf(path, rows);
    if (rows.length < PAGE) return;
    next = (rows.at(-1)?.[0] ?? to) + 1;
  }
}

/** Records of some types among those that were read already, in order; undefined: all. */
export function* among(
  path: string,
  pages: Iterable<readonly Cells[]>,
  types?: readonly string[],
): Generator<ReadRecord> {
  const wanted = types && new Set(types);
  for (const rows of pages) yield* recordsOf(path, wanted ? rows.filter((row) => wanted.has(row[2])) : rows);
}

function* recordsOf(path: string, rows: readonly Cells[]): Generator<ReadRecord> {
  const bodies = bodiesOf(path, rows);
  // By index: to take a list apart by name, once a record, costs as much as to make the record.
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    if (row) yield recordOf(row, bodies[index]);
  }
}

/** The bodies of a page as one list: that takes two thirds of the time that they take one by one. */
function bodiesOf(path: string, rows: readonly Cells[]): readonly unknown[] {
  const texts = rows.map((row) => row[7]);
  try {
    const bodies = JSON.parse(`[${texts.join(',')}]`) as unknown[];
    // A damaged one may read as two, or two as one.
    if (bodies.length === texts.length) return bodies;
  } catch {
    // Which one it is comes out below.
  }
  return rows.map((row) => bodyOf(path, row));
}

function bodyOf(path: string, row: Cells): unknown {
  try {
    return JSON.parse(row[7]) as unknown;
  } catch (caught) {
    throw damaged(path, row[0], NOT_JSON, caught);
  }
}

function recordOf(row: Cells, body: unknown): ReadRecord {
  return {
    seq: row[0],
    stream: row[1] === 'device' ? 'device' : 'queue',
    type: row[2],
    version: row[3],
    at: row[4],
    offset: row[5],
    isTrusted: row[6] === 1,
    body,
  };
}

/** Where business days begin, the newest first; read as they are taken: take no more than you need. */
export function* openings(database: Database): Generator<Opening> {
  yield* database.prepare(SELECT_OPENINGS).iterate() as IterableIterator<Opening>;
}

/** Id of the branch that lobbyd ran for when it started last; null: the journal does not say. */
export function startedFor(database: Database): string | null {
  return (database.prepare(SELECT_STARTED).get() as { branch: string | null } | undefined)?.branch ?? null;
}
