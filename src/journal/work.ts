import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { messageOf } from '../errors.ts';
import { type Appender, openAppender } from './appender.ts';
import { journalFiles } from './files.ts';
import { type Answers, type Opened, plainFault, type Questions, type WorkerData } from './messages.ts';
import { type OpenJournal, openAgain, openAtStart } from './opening.ts';
import { SELECT_ROWS } from './schema.ts';
import type { Head } from './store.ts';
import { checkpointFault, closedFault, failedFault, headFault, unknownFault } from './write-faults.ts';

/** What the journal's thread can do; every method may wait for the disk. */
export interface Work {
  /** @throws LobbydError, and nothing is open then */
  open(since: Head | null): Opened;
  append(batch: Questions['append']): Answers['append'];
  /** After the answer to an append: what need not delay it. */
  settle(): void;
  read(from: number, limit: number): Answers['read'];
  checkpoint(): Answers['checkpoint'];
  close(): Answers['close'];
}

interface Session extends OpenJournal {
  readonly appender: Appender;
  readonly select: Statement;
  /** The head that the head file does not hold on disk yet, with the reason where writing it went wrong. */
  debt: { readonly head: Head; readonly why: string | null } | null;
}

/** Codes of SQLite after which nothing was written for certain, once the transaction is rolled back. */
const HARMLESS = /^(SQLITE_(FULL|READONLY|BUSY|CONSTRAINT|TOOBIG|NOMEM|MISMATCH)|NO_SQLITE)/;
/** Stands for what was thrown before SQLite was asked: a draft that is none. */
const NO_SQLITE = 'NO_SQLITE';

/** The work of the journal's thread on the files of a directory. */
export function workOn({ directory, limits }: WorkerData): Work {
  const files = journalFiles(directory);
  let session: Session | null = null;
  const opened = (): Session => {
    if (session) return session;
    throw closedFault(directory, 'start the daemon again');
  };
  return {
    open(since) {
      const journal = since ? openAgain(files, since, limits) : openAtStart(files, limits);
      session = begin(journal);
      const { epoch, head, cursors, newestOpening } = journal.found;
      return { epoch, head, cursors, newestOpening, isOld: journal.isOld };
    },
    append: (batch) => appendTo(opened(), batch, files.database, files.head),
    settle: () => void (session && payDebt(session)),
    read: (from, limit) => opened().select.all(from, limit) as Answers['read'],
    checkpoint: () => checkpoint(opened().database, files.database),
    close() {
      if (!session) return null;
      const closing = session;
      session = null;
      return end(closing, files.database);
    },
  };
}

function begin(journal: OpenJournal): Session {
  return {
    ...journal,
    appender: openAppender(journal.database, journal.found),
    select: journal.database.prepare(SELECT_ROWS),
    debt: null,
  };
}

function appendTo(session: Session, batch: Questions['append'], path: string, headPath: string): Answers['append'] {
  if (!payDebt(session)) return { kind: 'failed', fault: plainFault(headFault(headPath, session.debt?.why ?? '')) };
  try {
    const appended = session.appender.append(batch);
    if (appended.kind === 'superseded') return appended;
    markHead(session, appended.head);
    return { kind: 'committed', hashes: appended.hashes };
  } catch (caught) {
    const code = caught instanceof Sqlite.SqliteError ? caught.code : NO_SQLITE;
    const isHarmless = HARMLESS.test(code) && session.appender.isRolledBack;
    if (isHarmless) return { kind: 'failed', fault: plainFault(failedFault(path, code, messageOf(caught))) };
    return { kind: 'unknown', fault: plainFault(unknownFault(path, code, messageOf(caught))) };
  }
}

/** Before the answer the head reaches the system, which a killed process leaves behind; the disk comes after it. */
function markHead(session: Session, head: Head): void {
  try {
    session.headFile.write(head);
    session.debt = { head, why: null };
  } catch (caught) {
    session.debt = { head, why: messageOf(caught) };
  }
}

/** Whether the head file holds the head on disk. It is at most one commit behind: no batch is written before the last one is marked. */
function payDebt(session: Session): boolean {
  if (!session.debt) return true;
  const { head, why } = session.debt;
  try {
    if (why !== null) session.headFile.write(head);
    session.headFile.sync();
    session.debt = null;
    return true;
  } catch (caught) {
    session.debt = { head, why: messageOf(caught) };
    return false;
  }
}

function checkpoint(database: Database, path: string): Answers['checkpoint'] {
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
    return null;
  } catch (caught) {
    return plainFault(checkpointFault(path, messageOf(caught)));
  }
}

/** Goes on past a step that fails: the files are right without any of them. */
function end(session: Session, path: string): Answers['close'] {
  let fault = payDebt(session) ? null : plainFault(headFault(path, session.debt?.why ?? ''));
  fault = checkpoint(session.database, path) ?? fault;
  for (const close of [() => session.headFile.close(), () => session.database.close()]) {
    try {
      close();
    } catch (caught) {
      fault = plainFault(unknownFault(path, 'close', messageOf(caught)));
    }
  }
  return fault;
}
