import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { type FaultDetails, messageOf } from '../errors.ts';
import { type Appended, type Appender, openAppender } from './appender.ts';
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
  /** One at a time. Never rejects. */
  append(batch: Questions['append']): Promise<Answers['append']>;
  /** After the answer to an append: what need not delay it. */
  settle(): void;
  read(from: number, limit: number): Answers['read'];
  checkpoint(): Answers['checkpoint'];
  close(): Promise<Answers['close']>;
}

interface Session extends OpenJournal {
  readonly appender: Appender;
  readonly select: Statement;
  /** The head that the head file does not hold on disk yet, with the reason where writing it went wrong. */
  debt: { readonly head: Head; readonly why: string | null } | null;
  /** The sync of the head file that is under way: whether it brought the debt to the disk. */
  paying: Promise<boolean> | null;
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
    async close() {
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
    paying: null,
  };
}

/**
 * The last head may still be on its way to the disk while the next batch is: no batch is *answered* before the last one is
 * marked. A head that is known not to get there keeps the batch from being written.
 */
async function appendTo(
  session: Session,
  batch: Questions['append'],
  path: string,
  headPath: string,
): Promise<Answers['append']> {
  const unmarked = (): FaultDetails => plainFault(headFault(headPath, session.debt?.why ?? ''));
  if (!session.paying && !(await payDebt(session))) return { kind: 'failed', fault: unmarked() };
  const written = write(session, batch, path);
  if (written.kind !== 'committed') return written;
  if (!(await payDebt(session)) && !(await payDebt(session))) return { kind: 'unknown', fault: unmarked() };
  markHead(session, written.head);
  return { kind: 'committed', hashes: written.hashes };
}

function write(
  session: Session,
  batch: Questions['append'],
  path: string,
): Appended | Extract<Answers['append'], { readonly kind: 'failed' | 'unknown' }> {
  try {
    return session.appender.append(batch);
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

/** Whether the head file holds the head on disk: at once where it does, else after one try, which may be under way already. */
function payDebt(session: Session): Promise<boolean> {
  if (!session.debt) return Promise.resolve(true);
  session.paying ??= pay(session, session.debt).finally(() => {
    session.paying = null;
  });
  return session.paying;
}

async function pay(session: Session, { head, why }: NonNullable<Session['debt']>): Promise<boolean> {
  try {
    if (why !== null) session.headFile.write(head);
    await session.headFile.syncAside();
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
async function end(session: Session, path: string): Promise<Answers['close']> {
  let fault = (await payDebt(session)) ? null : plainFault(headFault(path, session.debt?.why ?? ''));
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
