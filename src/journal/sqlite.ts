import type { Clock, Millis } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import { wrongHead } from './damage.ts';
import { cellsOf, openingIn, placed, readLimit, recordOf } from './drafts.ts';
import { journalFiles } from './files.ts';
import { WorkerLink } from './link.ts';
import { type Lock, lockJournal } from './lock.ts';
import type { Answers, Opened } from './messages.ts';
import { SQLITE_LIMITS, type SqliteLimits, type SqliteStoreOptions } from './sqlite-options.ts';
import type { AppendAnswer, CursorMoves, Draft, Head, Store, StoredRecord } from './store.ts';
import { within } from './within.ts';
import { busyFault, closedFault, stuckFault, unknownFault } from './write-faults.ts';

/**
 * The journal on disk: SQLite in a thread of its own, WAL, one sync a batch, a head file beside it.
 * Takes the lock, proves the journal sound, and only then opens it for writing.
 *
 * @throws LobbydError `journal/locked`, `journal/damaged`, `journal/cut`, `journal/head-missing` … with place and next
 * step; the journal is then as it was, byte for byte
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { directory, clock, log } = options;
  const limits = { ...SQLITE_LIMITS, ...options.limits };
  const start = (): WorkerLink => new WorkerLink(clock, options.workerUrl);
  const lock = lockJournal(journalFiles(directory));
  const link = options.link ?? start();
  try {
    const opened = await link.open({ directory, limits, since: null });
    log.info({ seq: opened.head.seq, epoch: opened.epoch }, opened.isOld ? 'journal opened' : 'new journal made');
    return new SqliteStore({ directory, clock, log, limits, lock, link, start, opened });
  } catch (caught) {
    await link.end();
    lock.release();
    throw caught;
  }
}

interface Parts {
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: SqliteLimits;
  readonly lock: Lock;
  readonly link: WorkerLink;
  readonly start: () => WorkerLink;
  readonly opened: Opened;
}

class SqliteStore implements Store {
  readonly epoch: string;
  readonly #parts: Parts;
  #link: WorkerLink;
  #lock: Lock;
  #head: Head;
  #cursors: CursorMoves;
  #newestOpening: number;
  #appending: Promise<unknown> | null = null;
  #reads = 0;
  /** After an unknown write, until `reopen`. */
  #isUnsure = false;
  #isDirty = false;
  #reopening: Promise<Head> | null = null;
  #closing: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#link = parts.link;
    this.#lock = parts.lock;
    this.epoch = parts.opened.epoch;
    this.#head = parts.opened.head;
    this.#cursors = parts.opened.cursors;
    this.#newestOpening = parts.opened.newestOpening;
  }

  head(): Head {
    return this.#head;
  }

  cursor(name: string): number {
    return this.#cursors[name] ?? 0;
  }

  newestOpening(): Promise<number> {
    return Promise.resolve(this.#newestOpening);
  }

  async append(batch: readonly Draft[], moves: CursorMoves, expected: Head): Promise<AppendAnswer> {
    const { directory } = this.#parts;
    if (this.#closing) return { kind: 'failed', fault: closedFault(directory, 'start the daemon again') };
    if (this.#isUnsure || this.#reopening) {
      return { kind: 'unknown', fault: unknownFault(directory, 'reopen', 'the write before is not resolved') };
    }
    if (this.#appending) return { kind: 'failed', fault: busyFault(directory, 'another append is under way') };
    const cells = cellsOf(batch);
    if (cells instanceof LobbydError) return { kind: 'failed', fault: cells };
    const appending = this.#link.ask('append', { cells, moves, expected }).then(
      (answer) => this.#settle(answer, batch, moves),
      (caught) => this.#lose(caught),
    );
    this.#appending = appending;
    try {
      return await appending;
    } finally {
      this.#appending = null;
    }
  }

  async read(from: number, limit: number): Promise<readonly StoredRecord[]> {
    const { directory, limits } = this.#parts;
    if (this.#closing || this.#isUnsure)
      throw closedFault(directory, 'try again when the journal can be written again');
    if (this.#reads >= limits.reads) throw busyFault(directory, `${this.#reads} reads of the journal wait already`);
    this.#reads += 1;
    try {
      const rows = await this.#link.ask('read', { from, limit: readLimit(limit) });
      return rows.map(recordOf);
    } finally {
      this.#reads -= 1;
    }
  }

  reopen(): Promise<Head> {
    this.#reopening ??= this.#startAnew().finally(() => {
      this.#reopening = null;
    });
    return this.#reopening;
  }

  async idle(): Promise<void> {
    if (!this.#isDirty || this.#appending || this.#isUnsure || this.#closing) return;
    this.#isDirty = false;
    const fault = await this.#link.ask('checkpoint', null).catch((caught) => this.#described(caught));
    if (!fault) return;
    this.#isDirty = true;
    this.#parts.log.warn({ code: fault.code }, new LobbydError(fault).message);
  }

  isAlive(limit: Millis): boolean {
    if (this.#closing) return true;
    const since = this.#link.silentSince;
    // Asked now, answered long before the next look; a death shows by itself.
    if (since === null) void this.#link.ask('ping', null).catch(() => null);
    return since === null || this.#parts.clock.monotonic() - since < limit;
  }

  close(): Promise<void> {
    this.#closing ??= this.#shut();
    return this.#closing;
  }

  #settle(answer: Answers['append'], batch: readonly Draft[], moves: CursorMoves): AppendAnswer {
    switch (answer.kind) {
      case 'committed':
        return this.#advance(answer.hashes, batch, moves);
      case 'failed':
        return { kind: 'failed', fault: new LobbydError(answer.fault) };
      case 'unknown':
        this.#isUnsure = true;
        return { kind: 'unknown', fault: new LobbydError(answer.fault) };
      case 'superseded':
        return answer;
    }
  }

  #advance(hashes: readonly string[], batch: readonly Draft[], moves: CursorMoves): AppendAnswer {
    const first = this.#head.seq + 1;
    const records = batch.map((draft, index) => placed(draft, first + index, hashes[index] ?? ''));
    const last = records.at(-1);
    if (last) this.#head = { seq: last.seq, hash: last.hash };
    this.#cursors = { ...this.#cursors, ...moves };
    this.#newestOpening = openingIn(records) || this.#newestOpening;
    this.#isDirty = true;
    return { kind: 'committed', head: this.#head, records };
  }

  #lose(caught: unknown): AppendAnswer {
    this.#isUnsure = true;
    return { kind: 'unknown', fault: this.#described(caught) };
  }

  #described(caught: unknown): LobbydError {
    return asFault(caught, {
      code: 'journal/broken',
      what: messageOf(caught),
      where: this.#parts.directory,
      next: 'report this with the log: the program contradicts itself',
    });
  }

  async #startAnew(): Promise<Head> {
    const { directory, limits, start } = this.#parts;
    if (this.#closing) throw closedFault(directory, 'start the daemon again');
    this.#isUnsure = true;
    if (this.#appending) await this.#patiently(this.#appending, 'a write to the journal hangs');
    await this.#endLink('a write to the journal hangs');
    await this.#keepLock();
    this.#link = start();
    const opened = await this.#patiently(
      this.#link.open({ directory, limits, since: this.#head }),
      'the journal cannot be read',
    );
    // The disk may have come back between the two.
    await this.#keepLock();
    if (opened.epoch !== this.epoch) throw wrongHead(directory, `its epoch became ${opened.epoch}`);
    this.#head = opened.head;
    this.#cursors = opened.cursors;
    this.#newestOpening = opened.newestOpening;
    this.#isUnsure = false;
    return opened.head;
  }

  /** A thread that still hangs may still write: there is never a second one beside it. */
  async #endLink(what: string): Promise<void> {
    const link = this.#link;
    if (!link.isDead) {
      const closed = this.#patiently(link.ask('close', null), what);
      const fault = await closed.catch((caught) => this.#described(caught));
      if (fault) this.#parts.log.warn({ code: fault.code }, new LobbydError(fault).message);
    }
    await this.#patiently(link.end(), what);
  }

  /** A disk that was mounted anew brings another lock file: another daemon must find it taken. */
  async #keepLock(): Promise<void> {
    if (!(await this.#lock.isElsewhere())) return;
    const next = lockJournal(journalFiles(this.#parts.directory));
    this.#lock.release();
    this.#lock = next;
  }

  #patiently<T>(promise: Promise<T>, what: string): Promise<T> {
    const { clock, limits, directory } = this.#parts;
    return within(clock, limits.patience, promise, () => stuckFault(directory, what));
  }

  async #shut(): Promise<void> {
    await this.#reopening?.catch((caught) => this.#described(caught));
    try {
      if (this.#appending) await this.#patiently(this.#appending, 'a write to the journal hangs at the stop');
      await this.#endLink('the journal does not close');
    } catch (caught) {
      const fault = this.#described(caught);
      this.#parts.log.error({ code: fault.code }, fault.message);
    }
    this.#lock.release();
  }
}
