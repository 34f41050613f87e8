import Sqlite, { type Database } from 'better-sqlite3';
import { LobbydError } from '../errors.ts';
import { hashOf, type Place, rootHash } from './chain.ts';
import { cutShort, damaged, notReadable, wrongHead } from './damage.ts';
import type { HeadMark } from './head-file.ts';
import { NOT_ITS_HASH, readIdentity } from './inspect.ts';
import { SELECT_ROWS } from './schema.ts';
import type { Head } from './store.ts';

/** Records that are told to somebody. */
export interface Range {
  readonly from: number;
  /** The last one, at the most. */
  readonly to: number;
}

/** Columns of a row, in their order. */
export type ProvedRow = readonly [...place: Place, body: string, hash: string];

/** Rows read at once. */
const PAGE = 500;

/**
 * Gives records, a page at a time, as they are proved whole: that each fits its hash and the record before, and that none is
 * missing up to where the head file has seen the journal. What lies before them is taken on trust. They are read as they are
 * taken, each page in a transaction of its own: records never change, and a reader must not hold the file.
 *
 * @param mark what the head file said before; null: there is none
 * @throws LobbydError `journal/damaged`, `journal/cut`, `journal/wrong-head`, with record and next step: before it gives the
 * page in which that record stands
 */
export function* provedPages(
  db: Database,
  path: string,
  mark: HeadMark | null,
  { from, to }: Range,
): Generator<readonly ProvedRow[]> {
  let head = { seq: from - 1, hash: '' };
  const read = <T>(run: () => T): T => {
    try {
      return run();
    } catch (caught) {
      if (caught instanceof LobbydError) throw caught;
      throw notReadable(path, caught instanceof Sqlite.SqliteError ? caught.code : '', head.seq + 1, caught);
    }
  };
  const last = read(() => lastUnder(db, path, mark));
  head = { seq: head.seq, hash: read(() => hashBefore(db, path, from)) };
  // Rows as lists: SQLite's binding makes them in half the time of objects, and a report has ten thousands of them.
  const select = read(() => db.prepare(SELECT_ROWS).raw());
  const end = Math.min(to, last);
  while (head.seq < end) {
    const rows = read(() => select.all(head.seq + 1, Math.min(PAGE, end - head.seq)) as ProvedRow[]);
    head = provenHead(path, head, rows);
    yield rows;
  }
}

/** The last record, where it is not before the one that the head file has seen. */
function lastUnder(db: Database, path: string, mark: HeadMark | null): number {
  const { epoch } = readIdentity(db, path);
  const { last } = db.prepare('SELECT coalesce(max(seq), 0) AS last FROM records').get() as { last: number };
  if (mark && mark.epoch !== epoch) throw wrongHead(path, `its epoch is ${mark.epoch}, the journal's ${epoch}`);
  if (mark && mark.seq > last) throw cutShort(path, last, mark.seq, 'the head file');
  return last;
}

/** @returns the last of some rows that follow on a head, all of which are whole */
function provenHead(path: string, head: Head, rows: readonly ProvedRow[]): Head {
  let { seq: before, hash } = head;
  for (const row of rows) {
    const seq = row[0];
    if (seq !== before + 1) throw damaged(path, before + 1, 'it is missing');
    if (hashOf(hash, row, row[7]) !== row[8]) throw damaged(path, seq, NOT_ITS_HASH);
    before = seq;
    hash = row[8];
  }
  return { seq: before, hash };
}

function hashBefore(db: Database, path: string, from: number): string {
  if (from <= 1) return rootHash(readIdentity(db, path).root);
  const row = db.prepare('SELECT hash FROM records WHERE seq = ?').get(from - 1) as { hash: string } | undefined;
  if (!row) throw damaged(path, from - 1, 'it is missing');
  return row.hash;
}
