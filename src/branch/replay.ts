import { asFault, LobbydError } from '../errors.ts';
import { openingHashOf } from '../journal/canonical.ts';
import { eventOf } from '../journal/codec.ts';
import type { Store, StoredRecord } from '../journal/store.ts';
import type { QueueEvent } from '../queue/events.ts';
import { evolve } from '../queue/evolve.ts';
import { emptyState, restore } from '../queue/snapshot.ts';
import type { QueueState } from '../queue/state.ts';
import type { KeptState } from './kept-state.ts';

/** What a journal says of the branch. */
export interface Replayed {
  /** The state after the journal's head. */
  readonly state: QueueState;
  /** The journal's last record, null when it is empty: branch time goes on from there. */
  readonly last: StoredRecord | null;
  /** Records that were replayed: those since the kept state, else those since the newest opening balance. */
  readonly records: number;
  /** The record after which the kept state was taken up; 0 when none was. */
  readonly keptTo: number;
}

/** Records read at once. */
const PAGE = 500;

/**
 * Makes the state from the journal: from the kept state on where it fits, else from the opening balance of the newest business
 * day, or from the first record when no day was ever opened, or when asked to (a test compares all three).
 *
 * @param kept what an earlier run left; believed when the journal has that very record, and opened no day since
 * @throws LobbydError `journal/contradiction` when a record does not fit the state, `journal/opening` when an opening
 * balance is not what its hash says: with the record's number
 */
export async function replay(
  store: Store,
  from: 'newest-opening' | 'first-record' = 'newest-opening',
  kept: KeptState | null = null,
): Promise<Replayed> {
  const opening = from === 'newest-opening' ? await store.newestOpening() : 0;
  const head = store.head().seq;
  const known = from === 'newest-opening' ? await recordOf(store, kept, opening) : null;
  let state = kept && known ? restore(kept.state) : emptyState();
  let last: StoredRecord | null = known;
  let records = 0;
  const first = known ? known.seq + 1 : Math.max(1, opening);
  for await (const page of pagesOf(store, first, head)) {
    for (const record of page) {
      const event = eventOf(record);
      if (event && record.seq === opening) state = openingState(event, record);
      if (event) apply(state, event, record);
      last = record;
      records += 1;
    }
  }
  return { state, last, records, keptTo: known?.seq ?? 0 };
}

/** The record of the kept state; null where it is not of this journal, or of a day that is over. */
async function recordOf(store: Store, kept: KeptState | null, opening: number): Promise<StoredRecord | null> {
  if (!kept || kept.head.seq < opening || kept.head.seq > store.head().seq) return null;
  const [record] = await store.read(kept.head.seq, 1);
  return record?.hash === kept.head.hash ? record : null;
}

/** Records in order, a page at a time: the journal's thread reads the next one while this one is replayed. */
async function* pagesOf(store: Store, first: number, head: number): AsyncGenerator<readonly StoredRecord[]> {
  let [next, coming] = [first, first <= head ? store.read(first, PAGE) : null];
  try {
    while (coming) {
      const page = await coming;
      next += PAGE;
      coming = next <= head ? store.read(next, PAGE) : null;
      yield page;
    }
  } finally {
    // Whoever stopped early has a fault of their own to tell.
    await coming?.catch(() => []);
  }
}

function openingState(event: QueueEvent, record: StoredRecord): QueueState {
  if (event.type === 'day-opened' && openingHashOf(event.opening) === event.openingHash) return restore(event.opening);
  throw new LobbydError({
    code: 'journal/opening',
    what: 'the opening balance of the business day is not the one that its hash was made of',
    where: `journal, record ${record.seq}`,
    next: 'run lobbyd journal verify, keep the files, restore the journal from a copy, and have it begin a new epoch by lobbyd journal accept',
  });
}

function apply(state: QueueState, event: QueueEvent, record: StoredRecord): void {
  try {
    evolve(state, event);
  } catch (caught) {
    throw asFault(caught, {
      code: 'journal/contradiction',
      what: `a ${event.type} does not fit what was recorded before it`,
      where: `journal, record ${record.seq}`,
      next: 'keep the files and report this with lobbyd journal export: the journal was written by another program, or this one is wrong',
    });
  }
}
