import { describe, expect, test } from 'vitest';
import { rootHash } from './chain.ts';
import { committed, draft, opening, write } from './spec.ts';
import type { Draft, Head, Store } from './store.ts';

/** A journal under test, and what can be done to it from outside. */
export interface StoreBench {
  /** A new, empty journal. */
  make(): Promise<Store>;
  /** Lets another controller write to the journal that `make` gave last. */
  supersede(store: Store, batch: readonly Draft[]): Promise<void>;
}

/** What every journal does, on disk or not. */
export function storeContract(name: string, bench: StoreBench): void {
  describe(`${name} as a journal`, () => {
    const withStore = (run: (store: Store) => Promise<void>) => async (): Promise<void> => {
      const store = await bench.make();
      try {
        await run(store);
      } finally {
        await store.close();
      }
    };
    writing(withStore);
    reading(withStore);
    consumers(withStore);
    superseding(withStore, bench);
    guarding(withStore);
    resting(withStore);
    ending(withStore);
  });
}

type WithStore = (run: (store: Store) => Promise<void>) => () => Promise<void>;

function writing(withStore: WithStore): void {
  test(
    'a new journal stands at record 0 with a hash of its own',
    withStore(async (store) => {
      expect(store.head()).toEqual({ seq: 0, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(store.epoch).not.toBe('');
      expect(store.head().hash).toBe(rootHash(store.epoch));
      expect(await store.read(1, 10)).toEqual([]);
    }),
  );
  test(
    'a batch gets its places in order, and is read back as it was written',
    withStore(async (store) => {
      const drafts = [
        draft(1),
        draft(2, { stream: 'device', type: 'device-lost', isTrusted: false }),
        draft(3, { body: null }),
      ];
      const answer = committed(await store.append(drafts, {}, store.head()));
      expect(answer.records.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(answer.records.map(({ seq: _seq, hash: _hash, ...rest }) => rest)).toEqual(drafts);
      expect(answer.head).toEqual({ seq: 3, hash: answer.records[2]?.hash });
      expect(store.head()).toEqual(answer.head);
      expect(await store.read(1, 10)).toEqual(answer.records);
    }),
  );
  test(
    'each hash covers the record before',
    withStore(async (store) => {
      const [first, second] = await write(store, draft(1), draft(1));
      expect(first?.hash).toMatch(/^[0-9a-f]{64}$/);
      expect(second?.hash).not.toBe(first?.hash);
    }),
  );
}

function reading(withStore: WithStore): void {
  test(
    'reading gives a page from any place',
    withStore(async (store) => {
      await write(store, ...Array.from({ length: 7 }, (_, index) => draft(index + 1)));
      const seqs = async (from: number, limit: number): Promise<number[]> =>
        (await store.read(from, limit)).map(({ seq }) => seq);
      expect(await seqs(3, 2)).toEqual([3, 4]);
      expect(await seqs(6, 1_000)).toEqual([6, 7]);
      expect(await seqs(8, 5)).toEqual([]);
      expect(await seqs(0, 1)).toEqual([1]);
    }),
  );
  test(
    'a page has at most 1,000 records',
    withStore(async (store) => {
      await write(store, ...Array.from({ length: 1_003 }, (_, index) => draft(index + 1)));
      expect(await store.read(1, 5_000)).toHaveLength(1_000);
      expect(await store.read(1_001, 5_000)).toHaveLength(3);
    }),
  );
  test(
    'what is read does not change when the writer changes its own copy',
    withStore(async (store) => {
      const body = { label: 'A001' };
      await write(store, draft(1, { body }));
      body.label = 'B999';
      expect((await store.read(1, 1))[0]?.body).toEqual({ label: 'A001' });
    }),
  );
}

function consumers(withStore: WithStore): void {
  test(
    'replay starts at the newest opening of a day',
    withStore(async (store) => {
      expect(await store.newestOpening()).toBe(0);
      await write(store, draft(1), opening('2026-01-05'), draft(2));
      expect(await store.newestOpening()).toBe(2);
      await write(store, draft(3), opening(null), draft(4, { type: 'day-opened', stream: 'device' }));
      expect(await store.newestOpening()).toBe(5);
    }),
  );
  test(
    'cursors ride along, and each keeps its own place',
    withStore(async (store) => {
      expect(store.cursor('mqtt')).toBe(0);
      committed(await store.append([draft(1)], { mqtt: 1, printer: 1 }, store.head()));
      committed(await store.append([draft(2)], { mqtt: 2 }, store.head()));
      expect([store.cursor('mqtt'), store.cursor('printer'), store.cursor('voice')]).toEqual([2, 1, 0]);
    }),
  );
  test(
    'an empty batch moves cursors and leaves the head where it is',
    withStore(async (store) => {
      await write(store, draft(1));
      const before = store.head();
      expect(committed(await store.append([], { mqtt: 1 }, before))).toEqual({
        kind: 'committed',
        head: before,
        records: [],
      });
      expect(store.cursor('mqtt')).toBe(1);
      expect(store.head()).toEqual(before);
    }),
  );
}

function superseding(withStore: WithStore, bench: StoreBench): void {
  test(
    'a batch decided on another head is superseded, and nothing of it is written',
    withStore(async (store) => {
      await write(store, draft(1));
      const before = store.head();
      const elsewhere: Head = { seq: 1, hash: 'f'.repeat(64) };
      expect(await store.append([draft(2)], { mqtt: 9 }, elsewhere)).toEqual({ kind: 'superseded', head: before });
      expect(await store.read(1, 10)).toHaveLength(1);
      expect(store.cursor('mqtt')).toBe(0);
      await write(store, draft(2));
    }),
  );
  test(
    'after another controller has written, every append is superseded until the journal is reopened',
    withStore(async (store) => {
      await write(store, draft(1));
      const before = store.head();
      await bench.supersede(store, [draft(7)]);
      for (const _ of [1, 2]) {
        expect(await store.append([draft(2)], {}, before)).toMatchObject({ kind: 'superseded', head: { seq: 2 } });
        expect(store.head()).toEqual(before);
      }
      expect(await store.reopen()).toMatchObject({ seq: 2 });
      expect((await write(store, draft(3)))[0]?.seq).toBe(3);
    }),
  );
}

function guarding(withStore: WithStore): void {
  test(
    'a second append while one is under way is refused',
    withStore(async (store) => {
      const [first, second] = await Promise.all([
        store.append([draft(1)], {}, store.head()),
        store.append([draft(2)], {}, store.head()),
      ]);
      expect(first.kind).toBe('committed');
      expect(second).toMatchObject({ kind: 'failed', fault: { code: 'journal/busy' } });
    }),
  );
  test(
    'a record without a whole time or without a body is refused before anything is written',
    withStore(async (store) => {
      for (const wrong of [draft(1, { at: 1.5 }), draft(1, { body: undefined }), draft(1, { offset: Number.NaN })]) {
        const answer = await store.append([draft(1), wrong], {}, store.head());
        expect(answer).toMatchObject({ kind: 'failed', fault: { code: 'journal/bad-draft' } });
      }
      expect(store.head().seq).toBe(0);
    }),
  );
}

function resting(withStore: WithStore): void {
  test(
    'reopening a journal that is well changes nothing',
    withStore(async (store) => {
      await write(store, opening('2026-01-05'), draft(1));
      committed(await store.append([], { mqtt: 2 }, store.head()));
      const before = store.head();
      expect(await store.reopen()).toEqual(before);
      expect(store.cursor('mqtt')).toBe(2);
      expect(await store.newestOpening()).toBe(1);
      expect((await write(store, draft(2)))[0]?.seq).toBe(3);
    }),
  );
  test(
    'checkpointing when idle loses nothing',
    withStore(async (store) => {
      await store.idle();
      await write(store, draft(1));
      await store.idle();
      await store.idle();
      expect(await store.read(1, 10)).toHaveLength(1);
    }),
  );
  test(
    'a journal at rest is alive',
    withStore(async (store) => {
      expect(store.isAlive(5_000)).toBe(true);
      await write(store, draft(1));
      expect(store.isAlive(5_000)).toBe(true);
    }),
  );
}

function ending(withStore: WithStore): void {
  test(
    'closing twice is closing once; a closed journal takes and gives nothing',
    withStore(async (store) => {
      await write(store, draft(1));
      await Promise.all([store.close(), store.close()]);
      expect(await store.append([draft(2)], {}, store.head())).toMatchObject({
        kind: 'failed',
        fault: { code: 'journal/closed' },
      });
      await expect(store.read(1, 1)).rejects.toMatchObject({ code: 'journal/closed' });
      await expect(store.reopen()).rejects.toMatchObject({ code: 'journal/closed' });
    }),
  );
}
