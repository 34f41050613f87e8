import Sqlite, { type Database } from 'better-sqlite3';
import { LobbydError } from '../errors.ts';
import { type Row, recordHash, rootHash, type Seal, sealHash } from './chain.ts';
import { cutShort, damaged, notReadable, otherFormat, wrongHead } from './damage.ts';
import type { HeadMark } from './head-file.ts';
import {
  APPLICATION,
  FORMAT,
  type Identity,
  identityTexts,
  SELECT_DATED_OPENING,
  SELECT_IDENTITY,
  SELECT_OPENING,
  SELECT_ROWS,
  SELECT_SEALS,
  TABLES,
} from './schema.ts';
import type { CursorMoves, Head } from './store.ts';

/** A journal that was found sound. */
export interface Findings extends Identity {
  readonly head: Head;
  readonly seals: readonly Seal[];
  /** First record whose hash was recomputed; those before it are sealed and were taken on trust. */
  readonly checkedFrom: number;
  /** Month of the newest dated business day in the open segment, null when there is none. */
  readonly openMonth: string | null;
  /** Newest `day-opened`, 0 when there is none. */
  readonly newestOpening: number;
}

/** What is to be looked at. */
export interface Inspection {
  /** For messages: the database's path. */
  readonly path: string;
  /** What the head file said before the database was read; null: do not compare. */
  readonly mark: HeadMark | null;
  /** The place behind which the chain is recomputed: {@link fromStart}, {@link fromSeal} or a head that is known to be right. */
  start(journal: { readonly root: string; readonly seals: readonly Seal[]; readonly last: number }): Head;
  /** Whether to go through SQLite's own structures too: reads every page. */
  readonly isStructureChecked: boolean;
}

/** Start of an inspection: the first record ever. */
export const fromStart: Inspection['start'] = ({ root }) => ({ seq: 0, hash: rootHash(root) });

/**
 * Start of an inspection: the oldest seal that leaves at most `records` to recompute; the newest where that is too many.
 *
 * @param records 0 for the newest seal
 */
export function fromSeal(records: number): Inspection['start'] {
  return ({ root, seals, last }) => {
    if (last <= records) return fromStart({ root, seals, last });
    const seal = seals.find((candidate) => last - candidate.last <= records) ?? seals.at(-1);
    return seal ? { seq: seal.last, hash: seal.lastHash } : fromStart({ root, seals, last });
  };
}

/**
 * Start of an inspection: behind a seal.
 *
 * @param number 1 for the first sealed month, 0 for the newest
 * @param directory for the message
 * @throws from `inspect`: LobbydError `journal/no-seal`
 */
export function fromSealNumber(number: number, directory: string): Inspection['start'] {
  return ({ seals }) => {
    const seal = number === 0 ? seals.at(-1) : seals[number - 1];
    if (seal) return { seq: seal.last, hash: seal.lastHash };
    throw new LobbydError({
      code: 'journal/no-seal',
      what:
        number === 0
          ? 'the journal has no sealed month yet'
          : `the journal has ${seals.length} seals, no seal ${number}`,
      where: directory,
      next: 'verify without --from-seal',
    });
  };
}

/** What is said of a record whose hash does not come out. */
export const NOT_ITS_HASH = 'its content does not fit its hash';
/** Rows read at once. */
const PAGE = 1_000;

/**
 * Proves that a journal is whole: layout, identity, seals, the chain of records, and that it reaches at least as far as
 * the head file says. Only reads, and in one transaction, so a daemon may go on writing.
 *
 * @throws LobbydError `journal/damaged`, `journal/cut`, `journal/wrong-head`, `journal/other-format` with file, record
 * and next step; `journal/unreadable` when the disk does not give it
 */
export function inspect(db: Database, inspection: Inspection): Findings {
  const walked = { seq: 0 };
  try {
    return db.transaction(() => examine(db, inspection, walked))();
  } catch (caught) {
    if (caught instanceof LobbydError) throw caught;
    const seq = walked.seq === 0 ? null : walked.seq + 1;
    throw notReadable(inspection.path, caught instanceof Sqlite.SqliteError ? caught.code : '', seq, caught);
  }
}

function examine(db: Database, inspection: Inspection, walked: { seq: number }): Findings {
  const { path, mark } = inspection;
  checkLayout(db, path, mark);
  const identity = readIdentity(db, path);
  if (inspection.isStructureChecked) checkStructure(db, path);
  const seals = readSeals(db, path, identity.root);
  const { last } = db.prepare('SELECT coalesce(max(seq), 0) AS last FROM records').get() as { last: number };
  const start = inspection.start({ root: identity.root, seals, last });
  const head = walkChain(db, path, { start, last, seals, walked });
  if (mark) compareHead(db, path, { ...identity, head, mark });
  const opening = db.prepare(SELECT_OPENING).get() as { seq: number } | undefined;
  const dated = db.prepare(SELECT_DATED_OPENING).get(seals.at(-1)?.last ?? 0) as { day: unknown } | undefined;
  return {
    ...identity,
    head,
    seals,
    checkedFrom: start.seq + 1,
    openMonth: dated ? monthOf(dated.day) : null,
    newestOpening: opening?.seq ?? 0,
  };
}

/** The tables are those of a journal of this format. */
export function checkLayout(db: Database, path: string, mark: HeadMark | null): void {
  const tables = db.prepare('SELECT sql FROM sqlite_schema ORDER BY rowid').all() as { sql: string | null }[];
  if (tables.length === 0 && mark) throw cutShort(path, 0, mark.seq, 'the head file');
  const format = db.pragma('user_version', { simple: true });
  if (db.pragma('application_id', { simple: true }) !== APPLICATION || format !== FORMAT) {
    throw otherFormat(path, FORMAT, String(format));
  }
  if (tables.length !== TABLES.length || tables.some(({ sql }, index) => sql !== TABLES[index])) {
    throw damaged(path, null, 'the definitions of its tables were changed');
  }
}

/** Who the journal is; what stands there fits its check. */
export function readIdentity(db: Database, path: string): Identity {
  const row = db.prepare(SELECT_IDENTITY).get() as
    | { root: string; epoch: string; cursors: string; guard: string }
    | undefined;
  const cursors = row ? parsed(row.cursors) : null;
  if (!row || !cursors) throw damaged(path, null, 'the row with its epoch and cursors cannot be read');
  const identity = { root: row.root, epoch: row.epoch, cursors };
  const { cursors: text, guard } = identityTexts(identity);
  if (text !== row.cursors || guard !== row.guard) {
    throw damaged(path, null, 'its epoch or its cursors do not fit their check');
  }
  return identity;
}

function parsed(text: string): CursorMoves | null {
  try {
    return JSON.parse(text) as CursorMoves;
  } catch {
    return null;
  }
}

function checkStructure(db: Database, path: string): void {
  const result = db.pragma('quick_check(1)', { simple: true });
  if (result !== 'ok') throw damaged(path, null, `SQLite finds its structure broken: ${String(result)}`);
}

function readSeals(db: Database, path: string, root: string): readonly Seal[] {
  const seals = db.prepare(SELECT_SEALS).all() as Seal[];
  let before = rootHash(root);
  let next = 1;
  for (const seal of seals) {
    if (seal.first !== next || seal.last < seal.first || sealHash(before, seal) !== seal.hash) {
      throw damaged(path, next, `the seal of the month that starts there (${seal.month}) is broken`);
    }
    before = seal.hash;
    next = seal.last + 1;
  }
  return seals;
}

interface Walk {
  readonly start: Head;
  /** Highest number of a record there is. */
  readonly last: number;
  readonly seals: readonly Seal[];
  /** For messages: the last record that was found right. */
  readonly walked: { seq: number };
}

function walkChain(db: Database, path: string, { start, last, seals, walked }: Walk): Head {
  checkLink(db, path, start, last);
  const sealed = new Map(seals.map((seal) => [seal.last, seal]));
  const select = db.prepare(SELECT_ROWS);
  let head = start;
  for (let rows = select.all(head.seq + 1, PAGE); rows.length > 0; rows = select.all(head.seq + 1, PAGE)) {
    for (const row of rows as Row[]) {
      checkRow(path, row, head, sealed.get(row.seq));
      head = { seq: row.seq, hash: row.hash };
      walked.seq = row.seq;
    }
  }
  const lastSealed = seals.at(-1)?.last ?? 0;
  if (head.seq < lastSealed) throw cutShort(path, head.seq, lastSealed, 'a seal');
  return head;
}

/** The record before the first one walked must be the one that is vouched for; before record 1 there is none. */
function checkLink(db: Database, path: string, start: Head, last: number): void {
  const before = db.prepare('SELECT seq, hash FROM records WHERE seq <= ? ORDER BY seq DESC LIMIT 1').get(start.seq) as
    | Head
    | undefined;
  const reached = before?.seq ?? 0;
  if (reached < start.seq) {
    if (last < start.seq) throw cutShort(path, reached, start.seq, 'a seal');
    throw damaged(path, reached + 1, 'it is missing');
  }
  if (start.seq === 0 ? before : before?.hash !== start.hash) {
    throw damaged(path, start.seq, 'it is not the one that is vouched for');
  }
}

function checkRow(path: string, row: Row, before: Head, seal: Seal | undefined): void {
  if (row.seq !== before.seq + 1) {
    const count = row.seq - before.seq - 1;
    throw damaged(path, before.seq + 1, count === 1 ? 'it is missing' : `it and the next ${count - 1} are missing`);
  }
  if (recordHash(before.hash, row) !== row.hash) throw damaged(path, row.seq, NOT_ITS_HASH);
  if (seal && seal.lastHash !== row.hash) throw damaged(path, row.seq, `${seal.month} was sealed with another record`);
}

/** Month of a dated business day (`2026-01-05`), else null. It is the branch's: the day was resolved in its zone. */
export function monthOf(day: unknown): string | null {
  return typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day.slice(0, 7) : null;
}

function compareHead(
  db: Database,
  path: string,
  { root, epoch, head, mark }: Identity & { readonly head: Head; readonly mark: HeadMark },
): void {
  if (mark.epoch !== epoch) throw wrongHead(path, `its epoch is ${mark.epoch}, the journal's ${epoch}`);
  if (mark.seq > head.seq) throw cutShort(path, head.seq, mark.seq, 'the head file');
  const found = db.prepare('SELECT hash FROM records WHERE seq = ?').get(mark.seq) as { hash: string } | undefined;
  const hash = mark.seq === 0 ? rootHash(root) : found?.hash;
  if (hash !== mark.hash) throw wrongHead(path, `record ${mark.seq} is not the one that it has seen`);
}
