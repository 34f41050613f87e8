import { describe, expect, it } from 'vitest';
import { memoryStore } from '../journal/memory.ts';
import { dayOpened } from '../journal/spec.ts';
import type { Draft, Store } from '../journal/store.ts';
import { emptyState, snapshot } from '../queue/snapshot.ts';
import { replay } from './replay.ts';

const LONG = 1_201;
const OF_A_DEVICE: Draft = { stream: 'device', type: 'x', version: 1, at: 0, offset: 0, isTrusted: false, body: {} };

async function journalOf(drafts: readonly Draft[]) {
  const store = memoryStore();
  expect(await store.append(drafts, {}, store.head())).toMatchObject({ kind: 'committed' });
  return store;
}

/** The store, and how its records are read. */
function watched(store: Store, read: Store['read']): Store {
  return {
    epoch: store.epoch,
    head: () => store.head(),
    cursor: (name) => store.cursor(name),
    newestOpening: () => store.newestOpening(),
    append: (...batch) => store.append(...batch),
    reopen: () => store.reopen(),
    idle: () => store.idle(),
    isAlive: (limit) => store.isAlive(limit),
    close: () => store.close(),
    read,
  };
}

describe('a kept state', () => {
  const OPENED = [dayOpened('2026-03-01'), OF_A_DEVICE, OF_A_DEVICE, dayOpened('2026-03-02'), OF_A_DEVICE];
  const state = { ...snapshot(emptyState()), lastTicket: 77 };

  it('is taken up after its record, and only what came later is replayed', async () => {
    const store = await journalOf(OPENED);
    for (const seq of [4, 5]) {
      const [record] = await store.read(seq, 1);
      const head = { seq, hash: record?.hash ?? '' };
      const replayed = await replay(store, 'newest-opening', { head, state });
      expect(replayed).toMatchObject({ keptTo: seq, records: 5 - seq, last: { seq: 5 } });
      expect(replayed.state.lastTicket).toBe(77);
    }
  });

  it.each([
    ['of a day that is over', 3, null],
    ['of another journal', 4, 'f'.repeat(64)],
    ['from before the journal was brought back from a copy', 6, null],
  ])('%s is not believed', async (_why, seq, hash) => {
    const store = await journalOf(OPENED);
    const [record] = await store.read(seq, 1);
    const head = { seq, hash: hash ?? record?.hash ?? 'f'.repeat(64) };
    const replayed = await replay(store, 'newest-opening', { head, state });
    expect(replayed).toMatchObject({ keptTo: 0, records: 2 });
    expect(replayed.state.lastTicket).toBe(0);
  });

  it('is nothing to whoever replays from the first record', async () => {
    const store = await journalOf(OPENED);
    const replayed = await replay(store, 'first-record', { head: store.head(), state });
    expect(replayed).toMatchObject({ keptTo: 0, records: 5 });
  });
});

describe('a replay of a journal of several pages', () => {
  it('reads every record once, in order', async () => {
    const store = await journalOf(Array.from({ length: LONG }, () => OF_A_DEVICE));
    const seen: number[] = [];
    const { records, last } = await replay(
      watched(store, async (from, limit) => {
        const page = await store.read(from, limit);
        seen.push(...page.map(({ seq }) => seq));
        return page;
      }),
    );
    expect(seen).toEqual(Array.from({ length: LONG }, (_, index) => index + 1));
    expect({ records, last: last?.seq }).toEqual({ records: LONG, last: LONG });
  });

  it('that is wrong on its first page tells that, whatever became of the page that is on its way', async () => {
    const wrong: Draft = { ...OF_A_DEVICE, stream: 'queue', type: 'no-such-event' };
    const store = await journalOf([wrong, ...Array.from({ length: LONG }, () => OF_A_DEVICE)]);
    const asked: number[] = [];
    const gone = watched(store, (from, limit) => {
      asked.push(from);
      return asked.length > 1 ? Promise.reject(new Error('the disk is gone')) : store.read(from, limit);
    });
    await expect(replay(gone)).rejects.toMatchObject({ code: 'journal/unknown-event' });
    expect(asked.length).toBe(2);
  });
});
