import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { ms, systemClock } from '../clock.ts';
import { journalFiles } from './files.ts';
import { WorkerLink } from './link.ts';
import { committed, contentOf, draft, opening, openStore, workshop, write } from './spec.ts';
import type { Store } from './store.ts';

const shop = workshop();
afterAll(() => shop.remove());

const clock = systemClock(() => true);
const workerUrl = new URL('./fixtures/ill-worker.mjs', import.meta.url);

/** Runs with an open store, and closes it whatever happens. */
async function withStore(open: Promise<Store>, run: (store: Store) => Promise<void>): Promise<void> {
  const store = await open;
  try {
    await run(store);
  } finally {
    await store.close();
  }
}

describe('a thread of the journal that is started before anybody knows which journal', () => {
  const thread = (name: string): WorkerLink => new WorkerLink(clock, new URL(name, workerUrl));

  test('opens the one that it is told, and is the only one', async () => {
    const directory = shop.directory();
    const link = thread('ill-worker.mjs');
    await withStore(openStore(directory, { link, workerUrl: new URL('none.mjs', workerUrl) }), async (store) => {
      await write(store, draft(1), draft(2));
    });
    expect(link.isDead).toBe(true);
    expect(await contentOf(directory)).toHaveProperty('records.length', 2);
  });

  test('and that dies of itself, keeps the branch from starting with the name of the journal, whose lock is free again', async () => {
    const directory = shop.directory();
    const link = thread('none.mjs');
    await vi.waitFor(() => expect(link.isDead).toBe(true), { timeout: 30_000 });
    await expect(openStore(directory, { link })).rejects.toMatchObject({
      code: 'journal/worker-died',
      where: directory,
    });
    await withStore(openStore(directory), async (store) => {
      expect(store.head().seq).toBe(0);
    });
  });

  test('has nothing to close, and ends, when no journal is opened', async () => {
    const link = thread('../../../dist/src/journal/sqlite-worker.js');
    expect(await link.ask('close', null)).toBeNull();
    await expect(link.ask('read', { from: 1, limit: 1 })).rejects.toMatchObject({ code: 'journal/closed' });
    await link.end();
    expect(link.isDead).toBe(true);
  });
});

describe('a journal whose thread dies', () => {
  test.each([
    ['before it wrote', 'die-before', 2],
    ['after it wrote', 'die-after', 3],
  ])('%s: nobody knows; reopened it says what is on disk, and goes on', async (_title, type, expected) => {
    const directory = shop.directory();
    await withStore(openStore(directory, { workerUrl }), async (store) => {
      await write(store, draft(1), draft(2));
      const before = store.head();
      const lost = await store.append([draft(3, { type })], { mqtt: 2 }, before);
      expect(lost).toMatchObject({ kind: 'unknown', fault: { code: 'journal/worker-died' } });
      expect(store.head()).toEqual(before);
      expect(await store.append([draft(4)], {}, before)).toMatchObject({ kind: 'unknown' });
      await expect(store.read(1, 1)).rejects.toMatchObject({ code: 'journal/closed' });
      const head = await store.reopen();
      expect(head.seq).toBe(expected);
      expect(store.cursor('mqtt')).toBe(expected === 3 ? 2 : 0);
      expect((await write(store, draft(5)))[0]?.seq).toBe(expected + 1);
      expect(await store.read(1, 10)).toHaveLength(expected + 1);
    });
    expect(await contentOf(directory)).toHaveProperty('records.length', expected + 1);
  });

  test('is brought to the disk once more when it is reopened: its -wal is empty then', async () => {
    const directory = shop.directory();
    const { wal, database } = journalFiles(directory);
    await withStore(openStore(directory, { workerUrl }), async (store) => {
      await write(store, draft(1), draft(2));
      // Somebody else has it open: the dying thread does not tidy up, as it does not when its disk fails.
      const other = new Sqlite(database, { readonly: true });
      other.prepare('SELECT count(*) FROM records').get();
      await store.append([draft(3, { type: 'die-after' })], {}, store.head());
      expect(statSync(wal).size).toBeGreaterThan(0);
      await store.reopen();
      expect(statSync(wal).size).toBe(0);
      other.close();
    });
  });

  test('answers everybody who waits for a page', async () => {
    await withStore(openStore(shop.directory(), { workerUrl }), async (store) => {
      const lost = store.append([draft(1, { type: 'die-before' })], {}, store.head());
      await expect(store.read(1, 1)).rejects.toMatchObject({ code: 'journal/worker-died' });
      expect((await lost).kind).toBe('unknown');
    });
  });

  test('is reopened once for all who ask', async () => {
    await withStore(openStore(shop.directory(), { workerUrl }), async (store) => {
      await store.append([draft(1, { type: 'die-after' })], {}, store.head());
      const [one, other] = await Promise.all([store.reopen(), store.reopen()]);
      expect(one).toBe(other);
    });
  });

  test('is not reopened while somebody has changed what was committed', async () => {
    const directory = shop.directory();
    await withStore(openStore(directory, { workerUrl }), async (store) => {
      await write(store, draft(1), draft(2));
      await store.append([draft(3, { type: 'die-before' })], {}, store.head());
      const database = new Sqlite(journalFiles(directory).database);
      database.exec('DELETE FROM records WHERE seq = 2');
      database.close();
      await expect(store.reopen()).rejects.toMatchObject({ code: 'journal/cut' });
      expect(await store.append([draft(3)], {}, store.head())).toMatchObject({ kind: 'unknown' });
    });
  });
});

describe('a journal that hangs in a write', () => {
  test('counts as alive for as long as it was granted, and again when it is back', async () => {
    await withStore(openStore(shop.directory(), { workerUrl }), async (store) => {
      const hanging = store.append([draft(1, { type: 'hang' })], {}, store.head());
      expect(store.isAlive(ms(60_000))).toBe(true);
      const started = clock.monotonic();
      while (clock.monotonic() - started < 20) await new Promise((resolve) => clock.after(ms(5), () => resolve(null)));
      expect(store.isAlive(ms(10))).toBe(false);
      expect(store.isAlive(ms(60_000))).toBe(true);
      expect((await hanging).kind).toBe('committed');
      expect(store.isAlive(ms(10))).toBe(true);
    });
  });

  test('is not joined by a second writer: reopening gives up and says that the disk hangs', async () => {
    await withStore(openStore(shop.directory(), { workerUrl, limits: { patience: ms(1_500) } }), async (store) => {
      const hanging = store.append([draft(1, { type: 'hang' })], {}, store.head());
      await expect(store.reopen()).rejects.toMatchObject({ code: 'journal/stuck' });
      expect((await hanging).kind).toBe('committed');
      expect((await vi.waitFor(() => store.reopen(), 60_000)).seq).toBe(1);
    });
  });

  test('refuses reads beyond its bound', async () => {
    await withStore(openStore(shop.directory(), { limits: { reads: 2 } }), async (store) => {
      const reads = await Promise.allSettled([store.read(1, 1), store.read(1, 1), store.read(1, 1)]);
      expect(reads.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
      expect(reads[2]).toMatchObject({ reason: { code: 'journal/busy' } });
      expect(await store.read(1, 1)).toEqual([]);
    });
  });
});

describe('a journal directory', () => {
  test('is made when it is not there', async () => {
    const directory = join(shop.directory(), 'var', 'journal');
    await withStore(openStore(directory), async (store) => void (await write(store, draft(1))));
    expect(existsSync(journalFiles(directory).database)).toBe(true);
  });

  test('that cannot be made is refused with the next step', async () => {
    const file = join(shop.directory(), 'file');
    writeFileSync(file, '');
    const directory = join(file, 'journal');
    await expect(openStore(directory)).rejects.toMatchObject({ code: 'journal/no-directory', where: directory });
  });

  test('serves one daemon at a time, the next one after it', async () => {
    const directory = shop.directory();
    await withStore(openStore(directory), async (store) => {
      await write(store, draft(1));
      await expect(openStore(directory)).rejects.toMatchObject({ code: 'journal/locked', where: directory });
      await write(store, draft(2));
    });
    await withStore(openStore(directory), async (store) => expect(store.head().seq).toBe(2));
  });

  test('keeps its -wal small when the branch is idle', async () => {
    const directory = shop.directory();
    await withStore(openStore(directory), async (store) => {
      for (let n = 0; n < 50; n += 1) await write(store, draft(n));
      const full = statSync(journalFiles(directory).wal).size;
      await store.idle();
      for (let n = 0; n < 40; n += 1) await write(store, draft(n));
      expect(statSync(journalFiles(directory).wal).size).toBe(full);
    });
  });

  test('that was new has an epoch of its own', async () => {
    const epochs = new Set<string>();
    for (const directory of [shop.directory(), shop.directory()]) {
      await withStore(openStore(directory), async (store) => void epochs.add(store.epoch));
    }
    expect(epochs.size).toBe(2);
  });
});

test('a large day’s opening balance goes through whole', async () => {
  await withStore(openStore(shop.directory()), async (store) => {
    const tickets = Array.from({ length: 10_000 }, (_, id) => ({ id, label: `A${id}`, services: ['account'] }));
    const body = { day: '2026-01-05', opening: { tickets } };
    committed(await store.append([{ ...opening(null), body }, draft(1)], {}, store.head()));
    expect((await store.read(1, 1))[0]?.body).toEqual(body);
  });
});
