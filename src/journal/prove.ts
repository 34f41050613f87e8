import Sqlite, { type Database } from 'better-sqlite3';
import { LobbydError } from '../errors.ts';
import { hashOf, rootHash } from './chain.ts';
import { cutShort, damaged, notReadable, wrongHead } from './damage.ts';
import type { HeadMark } from './head-file.ts';
import { NOT_ITS_HASH, readIdentity } from './inspect.ts';
import { SELECT_ROWS } from './schema.ts';

/** Records that are told to somebody. */
export interface Range {
  readonly from: number;
  /** The last one, at the most. */
  readonly to: number;
}

/** Columns of a row, in their order. */
type Cells = readonly [
  seq: number,
  stream: string,
  type: string,
  version: number,
  at: number,
  offset: number,
  trusted: number,
  body: string,
  hash: string,
];

/** Rows read at once. */
const PAGE = 1_000;

/**
 * Proves some records whole: that each fits its hash and the record before, and that none is missing up to where the head file
 * has seen the journal. What lies before them is taken on trust.
 *
 * @param mark what the head file said before; null: there is none
 * @throws LobbydError `journal/damaged`, `journal/cut`, `journal/wrong-head`, with record and next step
 */
export function proveRange(db: Database, path: string, mark: HeadMark | null, { from, to }: Range): void {
  const walked = { seq: from - 1 };
  try {
    db.transaction(() => walk(db, path, mark, { from, to }, walked))();
  } catch (caught) {
    if (caught instanceof LobbydError) throw caught;
    throw notReadable(path, caught instanceof Sqlite.SqliteError ? caught.code : '', walked.seq + 1, caught);
  }
}

function walk(db: Database, path: string, mark: HeadMark | null, { from, to }: Range, walked: { seq: number }): void {
  const { root, epoch } = readIdentity(db, path);
  const { last } = db.prepare('SELECT coalesce(max(seq), 0) AS last FROM records').get() as { last: number };
  if (mark && mark.epoch !== epoch) throw wrongHead(path, `its epoch is ${mark.epoch}, the journal's ${epoch}`);
  if (mark && mark.seq > last) throw cutShort(path, last, mark.seq, 'the head file');
  // Rows as lists: SQLite's binding makes them in half the time of objects, and a report has ten thousands of them.
  const select = db.prepare(SELECT_ROWS).raw();
  const end = Math.min(to, last);
  let head = { seq: from - 1, hash: hashBefore(db, path, from, root) };
  while (head.seq < end) {
    for (const row of select.all(head.seq + 1, Math.min(PAGE, end - head.seq)) as Cells[]) {
      const [seq, hash] = [row[0], row[8]];
      if (seq !== head.seq + 1) throw damaged(path, head.seq + 1, 'it is missing');
      if (hashOf(head.hash, row.slice(0, 7), row[7]) !== hash) throw damaged(path, seq, NOT_ITS_HASH);
      head = { seq, hash };
      walked.seq = seq;
    }
  }
}

function hashBefore(db: Database, path: string, from: number, root: string): string {
  if (from <= 1) return rootHash(root);
  const row = db.prepare('SELECT hash FROM records WHERE seq = ?').get(from - 1) as { hash: string } | undefined;
  if (!row) throw damaged(path, from - 1, 'it is missing');
  return row.hash;
}
