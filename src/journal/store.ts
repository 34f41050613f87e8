import type { LobbydError } from '../errors.ts';

/** Where a journal stands: sequence number of its last record and that record's hash. */
export interface Head {
  /** 0 for an empty journal; the first record has 1. */
  readonly seq: number;
  /** SHA-256, 64 hex digits; of an empty journal the hash that its chain starts from, random like its epoch. */
  readonly hash: string;
}

/** A record before it has a place. */
export interface Draft {
  /** `queue`: evolves the queue. `device`: what devices went through; the queue never sees it. */
  readonly stream: 'queue' | 'device';
  readonly type: string;
  /** Version of the shape of `body`. */
  readonly version: number;
  /** Branch time, ms. */
  readonly at: number;
  /** Wall time = `at` + `offset`, ms. */
  readonly offset: number;
  /** Whether the wall clock could be believed. */
  readonly isTrusted: boolean;
  /** Plain JSON. */
  readonly body: unknown;
}

/** A record on disk. */
export interface StoredRecord extends Draft {
  readonly seq: number;
  /** SHA-256 over the hash of the record before and this record's content, hex. */
  readonly hash: string;
}

/** Positions of consumers (`mqtt`, `printer` …): the last record each has dealt with. They ride along, and cost no sync of their own. */
export type CursorMoves = Readonly<Record<string, number>>;

/** What became of a batch. */
export type AppendAnswer =
  | { readonly kind: 'committed'; readonly head: Head; readonly records: readonly StoredRecord[] }
  /** Nothing was written: disk full, read-only. The store goes on; the batch may be tried again. */
  | { readonly kind: 'failed'; readonly fault: LobbydError }
  /** Nobody knows (EIO, dead worker): call `reopen`, read the head, then decide. */
  | { readonly kind: 'unknown'; readonly fault: LobbydError }
  /** Another controller has written: the head is not the expected one. */
  | { readonly kind: 'superseded'; readonly head: Head };

/**
 * The journal. One writer, which keeps at most one `append` under way; readers may read at any time.
 * Every implementation passes `store.contract.ts`.
 */
export interface Store {
  /** Random, new with a new or restored journal: keeps consumers from mistaking new records for old ones. */
  readonly epoch: string;
  /** The committed head. */
  head(): Head;
  /**
   * Writes all of `batch`, in order, in one transaction with one sync, or nothing. An empty batch with cursor moves is allowed.
   * Never rejects.
   */
  append(batch: readonly Draft[], moves: CursorMoves, expected: Head): Promise<AppendAnswer>;
  /** Committed records with `seq >= from`, in order, at most `limit` (1–1,000). Rejects with a `LobbydError`. */
  read(from: number, limit: number): Promise<readonly StoredRecord[]>;
  /** Sequence number of the newest `day-opened`, where replay starts; 0 when there is none. */
  newestOpening(): Promise<number>;
  /** Position of a cursor, 0 when it never moved. */
  cursor(name: string): number;
  /** After `unknown`: opens the file anew and gives the head that is on disk. Rejects with a `LobbydError` when it cannot. */
  reopen(): Promise<Head>;
  /** Checkpoint when idle; cheap when there is nothing to do. */
  idle(): Promise<void>;
  /** Whether the worker answers, or is inside a commit younger than `limit` ms. */
  isAlive(limit: number): boolean;
  /** Idempotent; one shared promise. */
  close(): Promise<void>;
}
