import type { MemoryStore } from '../../../src/journal/memory.ts';
import type { AppendAnswer, CursorMoves, Draft, Head, StoredRecord } from '../../../src/journal/store.ts';
import { failedFault } from '../../../src/journal/write-faults.ts';

/** How one use of the disk goes wrong. */
export const HOWS = ['fails', 'is unknown, written', 'is unknown, lost', 'cut before', 'cut after'] as const;
export type How = (typeof HOWS)[number];

/** A disk of which one use goes wrong: the n-th append, read or opening since it was made. */
export interface NthStore {
  readonly store: MemoryStore;
  /**
   * No use goes wrong any more.
   *
   * @returns how many there were
   */
  mend(): number;
  /** Whether the n-th was there, and could go wrong in this way. */
  wentWrong(): boolean;
}

export interface NthWishes {
  readonly n: number;
  readonly how: How;
  /** The current of the controller goes. */
  cut(): void;
}

/** Puts an {@link NthStore} before a journal in memory. */
export function nthStore(inner: MemoryStore, { n, how, cut }: NthWishes): NthStore {
  let count = 0;
  let wentWrong = false;
  let isMended = false;
  const isDue = (kinds: readonly How[]): boolean => {
    count += 1;
    if (isMended || count !== n || !kinds.includes(how)) return false;
    wentWrong = true;
    return true;
  };
  const unlessDue = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDue(['fails'])) throw failedFault('journal in memory', 'SQLITE_IOERR_READ', 'disk error');
    return work();
  };
  const append = async (batch: readonly Draft[], moves: CursorMoves, expected: Head): Promise<AppendAnswer> => {
    const isWrong = isDue(HOWS);
    if (isWrong && how === 'fails') inner.fillDisk(1);
    if (isWrong && how.startsWith('is unknown')) inner.loseNext(how === 'is unknown, written');
    if (isWrong && how === 'cut before') {
      cut();
      return new Promise(() => {});
    }
    const answer = await inner.append(batch, moves, expected);
    if (isWrong && how === 'cut after') cut();
    return answer;
  };
  const mend = (): number => {
    isMended = true;
    return count;
  };
  const store: MemoryStore = {
    get epoch() {
      return inner.epoch;
    },
    get commits() {
      return inner.commits;
    },
    append,
    read: (from, limit): Promise<readonly StoredRecord[]> => unlessDue(() => inner.read(from, limit)),
    newestOpening: () => unlessDue(() => inner.newestOpening()),
    reopen: () => unlessDue(() => inner.reopen()),
    head: () => inner.head(),
    cursor: (name) => inner.cursor(name),
    idle: () => inner.idle(),
    isAlive: (limit) => inner.isAlive(limit),
    close: () => inner.close(),
    fillDisk: (times) => inner.fillDisk(times),
    loseNext: (isWritten) => inner.loseNext(isWritten),
    refuseReopen: (times) => inner.refuseReopen(times),
    stall: () => inner.stall(),
    supersede: (batch) => inner.supersede(batch),
  };
  return { store, mend, wentWrong: () => wentWrong };
}
