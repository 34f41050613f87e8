import type { Clock, Millis } from '../clock.ts';
import { LobbydError } from '../errors.ts';
import { recordHash, rootHash } from './chain.ts';
import { cellsOf, draftsIn, openingIn, readLimit, recordOf } from './drafts.ts';
import type { Cell } from './messages.ts';
import type { AppendAnswer, CursorMoves, Draft, Head, Store, StoredRecord } from './store.ts';
import { busyFault, closedFault, failedFault, unknownFault } from './write-faults.ts';

export interface MemoryStoreOptions {
  /** Default `memory`. */
  readonly epoch?: string;
  /** Says how long a stalled append lasts already; without it `isAlive` is always true. */
  readonly clock?: Clock;
}

/** A journal that lives as long as the process, with knobs for what a disk may do. */
export interface MemoryStore extends Store {
  /** The next `times` appends find the disk full: `failed`, nothing written. */
  fillDisk(times: number): void;
  /** The next append answers `unknown`; whether it was written shows after `reopen`. */
  loseNext(isWritten: boolean): void;
  /** The next `times` calls of `reopen` reject. */
  refuseReopen(times: number): void;
  /** Appends do not come back until the returned function is called. */
  stall(): () => void;
  /** Another controller writes. */
  supersede(batch: readonly Draft[]): void;
  /** Appends that wrote something: syncs, on a disk. */
  readonly commits: number;
}

const WHERE = 'journal in memory';

/** Makes a {@link MemoryStore}: for tests, and for what-ifs that leave no trace. */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new Memory(options);
}

class Memory implements MemoryStore {
  readonly epoch: string;
  commits = 0;
  readonly #clock: Clock | null;
  /** As they were read back from their text, once: what is written is not changed by who reads it. */
  readonly #records: StoredRecord[] = [];
  #cursors: CursorMoves = {};
  /** What the store knows to be committed; the rows may go further after an unknown write. */
  #head: Head;
  #isUnsure = false;
  #isClosed = false;
  #appendingSince: Millis | null = null;
  #full = 0;
  #lost: { readonly isWritten: boolean } | null = null;
  #refusals = 0;
  #stalled: Promise<void> | null = null;

  constructor({ epoch = 'memory', clock }: MemoryStoreOptions) {
    this.epoch = epoch;
    this.#clock = clock ?? null;
    this.#head = { seq: 0, hash: rootHash(epoch) };
  }

  fillDisk(times: number): void {
    this.#full = times;
  }

  loseNext(isWritten: boolean): void {
    this.#lost = { isWritten };
  }

  refuseReopen(times: number): void {
    this.#refusals = times;
  }

  stall(): () => void {
    let release: () => void = () => undefined;
    this.#stalled = new Promise((resolve) => {
      release = () => {
        this.#stalled = null;
        resolve();
      };
    });
    return release;
  }

  supersede(batch: readonly Draft[]): void {
    const cells = cellsOf(batch);
    if (cells instanceof LobbydError) throw cells;
    this.#write(cells);
  }

  head(): Head {
    return this.#head;
  }

  cursor(name: string): number {
    return this.#cursors[name] ?? 0;
  }

  async append(batch: readonly Draft[], moves: CursorMoves, expected: Head): Promise<AppendAnswer> {
    if (this.#isClosed) return { kind: 'failed', fault: closedFault(WHERE, 'start the daemon again') };
    if (this.#isUnsure)
      return { kind: 'unknown', fault: unknownFault(WHERE, 'reopen', 'the write before is not resolved') };
    if (this.#appendingSince !== null) {
      return { kind: 'failed', fault: busyFault(WHERE, 'another append is under way') };
    }
    const cells = cellsOf(batch);
    if (cells instanceof LobbydError) return { kind: 'failed', fault: cells };
    this.#appendingSince = this.#clock?.monotonic() ?? 0;
    await (this.#stalled ?? Promise.resolve());
    this.#appendingSince = null;
    return this.#commit(cells, moves, expected);
  }

  async read(from: number, limit: number): Promise<readonly StoredRecord[]> {
    if (this.#isClosed || this.#isUnsure) throw closedFault(WHERE, 'try again when the journal can be written again');
    const first = Math.max(1, from);
    const end = Math.min(first - 1 + readLimit(limit), this.#head.seq);
    return this.#records.slice(first - 1, end);
  }

  async newestOpening(): Promise<number> {
    return openingIn(this.#records.slice(0, this.#head.seq));
  }

  async reopen(): Promise<Head> {
    if (this.#isClosed) throw closedFault(WHERE, 'start the daemon again');
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      throw failedFault(WHERE, 'SQLITE_IOERR_FSYNC', 'the disk does not answer');
    }
    this.#isUnsure = false;
    this.#head = this.#newest();
    return this.#head;
  }

  async idle(): Promise<void> {}

  isAlive(limit: Millis): boolean {
    if (this.#appendingSince === null || !this.#clock) return true;
    return this.#clock.monotonic() - this.#appendingSince < limit;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #commit(cells: readonly Cell[], moves: CursorMoves, expected: Head): AppendAnswer {
    const newest = this.#newest();
    if (newest.seq !== expected.seq || newest.hash !== expected.hash) return { kind: 'superseded', head: newest };
    if (this.#full > 0) {
      this.#full -= 1;
      return { kind: 'failed', fault: failedFault(WHERE, 'SQLITE_FULL', 'disk full') };
    }
    const lost = this.#lost;
    this.#lost = null;
    if (lost) this.#isUnsure = true;
    if (!lost || lost.isWritten) {
      this.#write(cells);
      this.#cursors = { ...this.#cursors, ...moves };
    }
    if (lost) return { kind: 'unknown', fault: unknownFault(WHERE, 'SQLITE_IOERR', 'disk error') };
    this.commits += 1;
    const records = this.#records.slice(this.#head.seq);
    this.#head = this.#newest();
    return { kind: 'committed', head: this.#head, records };
  }

  #newest(): Head {
    const last = this.#records.at(-1);
    return last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: rootHash(this.epoch) };
  }

  #write(cells: readonly Cell[]): void {
    for (const { stream, type, version, at, offset, trusted, body } of draftsIn(cells)) {
      const before = this.#newest();
      const row = { seq: before.seq + 1, stream, type, version, at, offset, trusted, body, hash: '' };
      row.hash = recordHash(before.hash, row);
      this.#records.push(frozen(recordOf(row)));
    }
  }
}

/** Itself and all that it holds: plain values, as they come out of JSON. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const name in value) frozen(value[name]);
  return Object.freeze(value);
}
