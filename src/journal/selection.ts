import type { Database } from 'better-sqlite3';
import type { Row } from './chain.ts';
import { recordOf } from './drafts.ts';
import { ROW_COLUMNS } from './schema.ts';
import type { StoredRecord } from './store.ts';

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

/** Records that are read at once: a reader must not hold the file while others write it. */
const PAGE = 1_000;

const SELECT_TYPES = `SELECT ${ROW_COLUMNS} FROM records WHERE seq BETWEEN ? AND ? AND type IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ${PAGE}`;
const SELECT_OPENINGS =
  "SELECT seq, body ->> '$.day' AS day FROM records WHERE type = 'day-opened' AND stream = 'queue' ORDER BY seq DESC";

/** Records of some types, in order. */
export function* selected(database: Database, { types, from, to }: Selection): Generator<StoredRecord> {
  const select = database.prepare(SELECT_TYPES);
  const wanted = JSON.stringify(types);
  for (let next = from; next <= to; ) {
    const rows = select.all(next, to, wanted) as Row[];
    for (const row of rows) yield recordOf(row);
    if (rows.length < PAGE) return;
    next = (rows.at(-1)?.seq ?? to) + 1;
  }
}

/** Where business days begin, the newest first; read as they are taken: take no more than you need. */
export function* openings(database: Database): Generator<Opening> {
  yield* database.prepare(SELECT_OPENINGS).iterate() as IterableIterator<Opening>;
}
