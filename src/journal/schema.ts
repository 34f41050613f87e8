import type { Database } from 'better-sqlite3';
import { canonicalJson } from './canonical.ts';
import { checkOf } from './chain.ts';
import type { CursorMoves } from './store.ts';

/** Version of the file's layout, in `PRAGMA user_version`. */
export const FORMAT = 1;
/** `PRAGMA application_id`: "LBBY". */
export const APPLICATION = 0x4c424259;

/**
 * The tables, text for text as SQLite keeps them: a damaged definition is noticed by comparison.
 * `journal` has one row: what the chain does not guard carries a check of its own.
 */
export const TABLES = [
  'CREATE TABLE records (seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, offset INTEGER NOT NULL, trusted INTEGER NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL) STRICT',
  'CREATE TABLE seals (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, month TEXT NOT NULL, last_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT',
  'CREATE TABLE journal (id INTEGER PRIMARY KEY, root TEXT NOT NULL, epoch TEXT NOT NULL, cursors TEXT NOT NULL, guard TEXT NOT NULL) STRICT',
] as const;

export const ROW_COLUMNS = 'seq, stream, type, version, at, offset, trusted, body, hash';
/** Records from a place on, in order. */
export const SELECT_ROWS = `SELECT ${ROW_COLUMNS} FROM records WHERE seq >= ? ORDER BY seq LIMIT ?`;
/** Records of one stream, the newest first: who asks stops as soon as it has enough. */
export const SELECT_STREAM_BACK = `SELECT ${ROW_COLUMNS} FROM records WHERE stream = ? ORDER BY seq DESC LIMIT ?`;
export const SELECT_HEAD = 'SELECT seq, hash FROM records ORDER BY seq DESC LIMIT 1';
export const SELECT_SEALS = 'SELECT first, last, month, last_hash AS lastHash, hash FROM seals ORDER BY first';
export const SELECT_IDENTITY = 'SELECT root, epoch, cursors, guard FROM journal WHERE id = 1';
/** Walks back from the end: a business day is short. */
export const SELECT_OPENING =
  "SELECT seq FROM records WHERE type = 'day-opened' AND stream = 'queue' ORDER BY seq DESC LIMIT 1";

/** The newest dated one behind a record: the month that is open. */
export const SELECT_DATED_OPENING =
  "SELECT body ->> '$.day' AS day FROM records WHERE seq > ? AND type = 'day-opened' AND stream = 'queue' AND body ->> '$.day' IS NOT NULL ORDER BY seq DESC LIMIT 1";

/** Who the journal is, and where its consumers stand. */
export interface Identity {
  /** Random, made once; the chains of records and seals start from it. */
  readonly root: string;
  readonly epoch: string;
  readonly cursors: CursorMoves;
}

/** The identity as the row's text and its guard. */
export function identityTexts(identity: Identity): { readonly cursors: string; readonly guard: string } {
  const cursors = canonicalJson(identity.cursors);
  return { cursors, guard: checkOf(identity.root, `${identity.epoch}\n${cursors}`) };
}

/** Makes the tables of a new journal in one transaction. Throws what SQLite says. */
export function createTables(db: Database, identity: Identity): void {
  db.transaction(() => {
    for (const table of TABLES) db.exec(table);
    const { cursors, guard } = identityTexts(identity);
    const insert = db.prepare('INSERT INTO journal (id, root, epoch, cursors, guard) VALUES (1, ?, ?, ?, ?)');
    insert.run(identity.root, identity.epoch, cursors, guard);
    db.pragma(`application_id = ${APPLICATION}`);
    db.pragma(`user_version = ${FORMAT}`);
  })();
}
