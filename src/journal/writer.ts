import { asFault, type LobbydError, messageOf } from '../errors.ts';
import type { AppendAnswer, CursorMoves, Draft, Head, Store, StoredRecord } from './store.ts';
import { busyFault, supersededFault } from './write-faults.ts';

/** What became of the drafts of one `add`. */
export type AddEnd =
  | { readonly kind: 'committed'; readonly records: readonly StoredRecord[] }
  | { readonly kind: 'failed' | 'unknown' | 'superseded'; readonly fault: LobbydError };

/** Writes what is added, in order, many adds in one commit. */
export interface Writer {
  /**
   * Resolves when the drafts are on disk, or are not. Never rejects. After an end that is not `committed` nothing is taken
   * until `resume`. Cursor moves are never lost: those of a write that went wrong ride in the next one.
   */
  add(drafts: readonly Draft[], moves: CursorMoves): Promise<AddEnd>;
  /** Whether the next `add` would be one too many: look before deciding, since what was decided and cannot be written breaks the writer. */
  readonly isFull: boolean;
  /** After it broke, when the state is that of `head` again. */
  resume(head: Head): void;
  /** Resolves when nothing is under way or gathered: everything added before has its end. */
  drained(): Promise<void>;
}

export interface WriterOptions {
  /** Adds that may gather behind the append under way. */
  readonly gathered: number;
  /**
   * Resolves when the requests that are there already have been heard: they share the append that ends an idle while. What came
   * during an append shares the next one anyway. Left out: at once.
   */
  turn(): Promise<void>;
}

const DEFAULTS: WriterOptions = { gathered: 1_000, turn: () => Promise.resolve() };

/**
 * Promise jobs between an end and what its caller does with it: it takes the commit over, and often adds again. They run before
 * the next append, so that no state is behind when that one breaks, and so that callers who take turns share one commit.
 */
const CALLER_TURNS = 8;

/**
 * Group commit: at most one append is under way; what is added meanwhile gathers into the next one.
 *
 * @param onBroken called once each time it stops, at once and before anybody who waits learns it: all that waits was
 * decided on a state that is not on disk
 */
export function openWriter(
  store: Store,
  onBroken: (end: AddEnd) => void,
  options: Partial<WriterOptions> = {},
): Writer {
  return new GroupCommit(store, onBroken, { ...DEFAULTS, ...options });
}

interface Waiting {
  readonly drafts: readonly Draft[];
  readonly resolve: (end: AddEnd) => void;
}

type Broken = Exclude<AddEnd, { kind: 'committed' }>;

class GroupCommit implements Writer {
  readonly #store: Store;
  readonly #onBroken: (end: AddEnd) => void;
  readonly #options: WriterOptions;
  #head: Head;
  #gathered: Waiting[] = [];
  #moves: CursorMoves = {};
  #draining: Promise<void> | null = null;
  /** Set from the break to `resume`. */
  #broken: Broken | null = null;
  /** The add that was one too many: what gathered before it is written, then the writer breaks. */
  #overflow: Waiting | null = null;

  constructor(store: Store, onBroken: (end: AddEnd) => void, options: WriterOptions) {
    this.#store = store;
    this.#onBroken = onBroken;
    this.#options = options;
    this.#head = store.head();
  }

  get isFull(): boolean {
    return this.#overflow !== null || this.#gathered.length >= this.#options.gathered;
  }

  add(drafts: readonly Draft[], moves: CursorMoves): Promise<AddEnd> {
    this.#moves = { ...this.#moves, ...moves };
    if (this.#broken) return Promise.resolve(this.#broken);
    if (this.#overflow) return Promise.resolve(this.#tooMany());
    return new Promise((resolve) => {
      if (this.isFull) this.#overflow = { drafts, resolve };
      else this.#gathered.push({ drafts, resolve });
      this.#draining ??= this.#drain();
    });
  }

  resume(head: Head): void {
    this.#head = head;
    this.#broken = null;
  }

  async drained(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async #drain(): Promise<void> {
    await this.#options.turn();
    while (this.#gathered.length > 0 || this.#overflow) {
      if (this.#gathered.length > 0) await this.#write();
      else this.#break(this.#tooMany(), []);
      for (let turn = 0; turn < CALLER_TURNS; turn += 1) await Promise.resolve();
    }
    this.#draining = null;
  }

  async #write(): Promise<void> {
    const batch = this.#gathered;
    const moves = this.#moves;
    this.#gathered = [];
    this.#moves = {};
    const drafts = batch.flatMap((waiting) => waiting.drafts);
    const answer = await this.#append(drafts, moves);
    if (answer.kind === 'committed') {
      this.#head = answer.head;
      deliver(batch, answer.records);
      return;
    }
    this.#moves = { ...moves, ...this.#moves };
    this.#break(this.#endOf(answer), batch);
  }

  async #append(drafts: readonly Draft[], moves: CursorMoves): Promise<AppendAnswer> {
    if (drafts.length === 0 && Object.keys(moves).length === 0) {
      return { kind: 'committed', head: this.#head, records: [] };
    }
    try {
      return await this.#store.append(drafts, moves, this.#head);
    } catch (caught) {
      const next = 'report this with the log: the program contradicts itself';
      const fault = asFault(caught, { code: 'journal/broken', what: messageOf(caught), where: 'journal', next });
      return { kind: 'unknown', fault };
    }
  }

  #endOf(answer: Exclude<AppendAnswer, { kind: 'committed' }>): Broken {
    if (answer.kind !== 'superseded') return { kind: answer.kind, fault: answer.fault };
    return { kind: 'superseded', fault: supersededFault('journal', answer.head.seq) };
  }

  #break(end: Broken, batch: readonly Waiting[]): void {
    const waiting = [...batch, ...this.#gathered, ...(this.#overflow ? [this.#overflow] : [])];
    this.#gathered = [];
    this.#overflow = null;
    this.#broken = end;
    this.#onBroken(end);
    for (const { resolve } of waiting) resolve(end);
  }

  #tooMany(): Broken {
    const what = `the journal is slow: ${this.#options.gathered} requests wait for it already`;
    return { kind: 'failed', fault: busyFault('journal', what) };
  }
}

function deliver(batch: readonly Waiting[], records: readonly StoredRecord[]): void {
  let from = 0;
  for (const { drafts, resolve } of batch) {
    resolve({ kind: 'committed', records: records.slice(from, from + drafts.length) });
    from += drafts.length;
  }
}
