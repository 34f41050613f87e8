import type { Database, Statement } from 'better-sqlite3';
import { recordHash, rootHash, sealHash } from './chain.ts';
import { draftsIn } from './drafts.ts';
import { type Findings, monthOf } from './inspect.ts';
import type { Cell, Questions } from './messages.ts';
import { identityTexts, SELECT_HEAD } from './schema.ts';
import type { CursorMoves, Head } from './store.ts';

/** What an append leaves behind when its transaction is through. */
export type Appended =
  | { readonly kind: 'committed'; readonly head: Head; readonly hashes: readonly string[] }
  | { readonly kind: 'superseded'; readonly head: Head };

/** Writes batches into an open journal. */
export interface Appender {
  /**
   * One transaction, one sync. Throws what SQLite says, after a rollback; `isRolledBack` tells whether that went through.
   */
  append(batch: Questions['append']): Appended;
  readonly isRolledBack: boolean;
}

interface Progress {
  readonly head: Head;
  readonly openMonth: string | null;
  readonly seal: { readonly last: number; readonly hash: string };
  readonly hashes: string[];
}

/**
 * Prepares the statements once.
 *
 * @param found what the inspection found; where the journal goes on
 */
export function openAppender(db: Database, found: Findings): Appender {
  const statements = prepare(db);
  const newestSeal = found.seals.at(-1);
  let cursors: CursorMoves = found.cursors;
  let isRolledBack = true;
  let reached: Omit<Progress, 'hashes'> = {
    head: found.head,
    openMonth: found.openMonth,
    seal: newestSeal ?? { last: 0, hash: rootHash(found.root) },
  };
  const rollBack = (): void => {
    isRolledBack = false;
    if (db.inTransaction) statements.rollback.run();
    isRolledBack = true;
  };
  const append = ({ cells, moves, expected }: Questions['append']): Appended => {
    const newest = (statements.head.get() as Head | undefined) ?? { seq: 0, hash: rootHash(found.root) };
    if (newest.seq !== expected.seq || newest.hash !== expected.hash) return { kind: 'superseded', head: newest };
    const progress = writeRecords(statements, cells, { ...reached, head: newest, hashes: [] });
    const moved = Object.keys(moves).length > 0 ? { ...cursors, ...moves } : cursors;
    if (moved !== cursors) moveCursors(statements.cursors, { ...found, cursors: moved });
    statements.commit.run();
    cursors = moved;
    reached = progress;
    return { kind: 'committed', head: progress.head, hashes: progress.hashes };
  };
  return {
    get isRolledBack() {
      return isRolledBack;
    },
    append(batch) {
      statements.begin.run();
      try {
        return append(batch);
      } finally {
        if (db.inTransaction) rollBack();
      }
    },
  };
}

interface Statements {
  readonly begin: Statement;
  readonly commit: Statement;
  readonly rollback: Statement;
  readonly head: Statement;
  readonly record: Statement;
  readonly seal: Statement;
  readonly cursors: Statement;
}

function prepare(db: Database): Statements {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    head: db.prepare(SELECT_HEAD),
    record: db.prepare(
      'INSERT INTO records (seq, stream, type, version, at, offset, trusted, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    seal: db.prepare('INSERT INTO seals (first, last, month, last_hash, hash) VALUES (?, ?, ?, ?, ?)'),
    cursors: db.prepare('UPDATE journal SET cursors = ?, guard = ? WHERE id = 1'),
  };
}

function writeRecords(statements: Statements, cells: readonly Cell[], start: Progress): Progress {
  let progress = start;
  for (const draft of draftsIn(cells)) {
    const { stream, type, version, at, offset, trusted, body } = draft;
    if (stream === 'queue' && type === 'day-opened') progress = turnMonth(statements.seal, progress, body);
    const seq = progress.head.seq + 1;
    const hash = recordHash(progress.head.hash, { seq, stream, type, version, at, offset, trusted, body });
    statements.record.run(seq, stream, type, version, at, offset, trusted, body, hash);
    progress.hashes.push(hash);
    progress = { ...progress, head: { seq, hash } };
  }
  return progress;
}

/** The first business day of a month seals the one before, so that every segment starts with an opening balance. */
function turnMonth(insert: Statement, progress: Progress, body: string): Progress {
  const month = monthOf((JSON.parse(body) as { readonly day?: unknown } | null)?.day);
  if (!month) return progress;
  const { openMonth, head } = progress;
  if (!openMonth || month <= openMonth) return { ...progress, openMonth: openMonth ?? month };
  const content = { month: openMonth, first: progress.seal.last + 1, last: head.seq, lastHash: head.hash };
  const hash = sealHash(progress.seal.hash, content);
  insert.run(content.first, content.last, content.month, content.lastHash, hash);
  return { ...progress, openMonth: month, seal: { last: head.seq, hash } };
}

function moveCursors(update: Statement, identity: Parameters<typeof identityTexts>[0]): void {
  const { cursors, guard } = identityTexts(identity);
  update.run(cursors, guard);
}
