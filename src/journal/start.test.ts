import { chmodSync, cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptJournal } from './accept.ts';
import { journalFiles } from './files.ts';
import { openHeadFile, readHeadFile } from './head-file.ts';
import {
  type Content,
  contentOf,
  draft,
  openStore,
  refused,
  sql,
  stoppedAndCut,
  truncate,
  workshop,
  write,
} from './spec.ts';

const shop = workshop();
let stopped: string;
let cut: string;

beforeAll(async () => {
  ({ stopped, cut } = await stoppedAndCut(shop));
});
afterAll(() => shop.remove());

/** What a plain user is told: root, who may do everything, is nobody for a moment. */
function faultOf(run: () => unknown): unknown {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  try {
    return run();
  } catch (caught) {
    return caught;
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('a journal after a power cut', () => {
  test('starts with every record, from its -wal', async () => {
    const directory = shop.copy(cut);
    expect(statSync(journalFiles(directory).wal).size).toBeGreaterThan(100_000);
    const content = (await contentOf(directory)) as Content;
    expect(content.records).toHaveLength(121);
    expect(content).toEqual(await contentOf(shop.copy(stopped)));
  });

  test('is brought up to date by the start, so that the next one is the same', async () => {
    const directory = shop.copy(cut);
    expect(await contentOf(directory)).toEqual(await contentOf(directory));
  });

  test('that came between the commit and its mark in the head file starts', async () => {
    const directory = shop.directory();
    const store = await openStore(directory);
    await write(store, draft(1));
    const older = readFileSync(journalFiles(directory).head);
    await write(store, draft(2), draft(3));
    const copy = shop.copy(directory);
    await store.close();
    writeFileSync(journalFiles(copy).head, older);
    expect(await contentOf(copy)).toMatchObject({ records: [{}, {}, {}] });
  });

  test('while the journal was being made leaves a journal that can be made', async () => {
    for (const leave of ['', 'CREATE TABLE t (x); DROP TABLE t']) {
      const directory = shop.directory();
      sql(directory, leave);
      expect(await contentOf(directory)).toMatchObject({ records: [] });
    }
  });
});

/** Header of a rollback journal that goes back to an empty file (SQLite's file format, section 3). */
const BACK_TO_NOTHING = Buffer.alloc(512);
Buffer.from('d9d505f920a163d7', 'hex').copy(BACK_TO_NOTHING);
BACK_TO_NOTHING.writeUInt32BE(512, 20);
BACK_TO_NOTHING.writeUInt32BE(4_096, 24);

describe('a database that SQLite was turning into one with a -wal when the power went', () => {
  /** Its first page is there, and the way back. */
  function halfMade(): string {
    const directory = shop.directory();
    const { database, rollback } = journalFiles(directory);
    writeFileSync(database, readFileSync(journalFiles(stopped).database).subarray(0, 4_096));
    writeFileSync(rollback, BACK_TO_NOTHING);
    writeFileSync(journalFiles(directory).lock, '');
    return directory;
  }

  test('becomes a journal at the next start', async () => {
    const directory = halfMade();
    expect(await contentOf(directory)).toMatchObject({ records: [] });
    expect(existsSync(journalFiles(directory).rollback)).toBe(false);
  });

  test('is no reason to begin anew where a head file tells of a journal', async () => {
    const directory = halfMade();
    cpSync(journalFiles(stopped).head, journalFiles(directory).head);
    expect((await refused(directory)).code).toBe('journal/unreadable');
  });

  test('is not taken for one that has been a journal', async () => {
    const directory = shop.copy(stopped);
    rmSync(journalFiles(directory).head);
    writeFileSync(journalFiles(directory).rollback, BACK_TO_NOTHING);
    await refused(directory);
  });
});

describe('a backup that is put back', () => {
  test('is whole and starts as it is; accepted it has the same records under a new epoch', async () => {
    const [directory, untouched] = [shop.copy(stopped), shop.copy(stopped)];
    const epoch = acceptJournal(directory).epoch;
    const stores = [await openStore(directory), await openStore(untouched)] as const;
    const [one, other] = stores.map((store) => ({ epoch: store.epoch, head: store.head() }));
    await Promise.all(stores.map((store) => store.close()));
    expect(one).toEqual({ epoch, head: other?.head });
    expect(other?.epoch).not.toBe(epoch);
  });

  test.each([
    ['damaged', (at: string) => truncate(journalFiles(at).database, 5_000), /^journal\/(damaged|unreadable)$/],
    ['cut', (at: string) => truncate(journalFiles(at).wal, 50_000), /^journal\/cut$/],
    ['gone', (at: string) => rmSync(journalFiles(at).database), /^journal\/missing$/],
  ])('is asked for by a journal that is %s, with the word that begins its new epoch', async (_what, harm, code) => {
    const directory = shop.copy(cut);
    harm(directory);
    const fault = await refused(directory);
    expect(fault.code).toMatch(code);
    expect(fault.next).toMatch(/last backup/);
    expect(fault.next).toContain(`lobbyd journal accept ${directory}`);
  });
});

describe('a file that is cut or gone', () => {
  test('a cut tail of the database or of the -wal stops the start', async () => {
    for (const share of [0.2, 0.5, 0.9, 0.999]) {
      const database = shop.copy(stopped);
      truncate(journalFiles(database).database, Math.floor(statSync(journalFiles(database).database).size * share));
      await refused(database);
      const wal = shop.copy(cut);
      truncate(journalFiles(wal).wal, Math.floor(statSync(journalFiles(wal).wal).size * share));
      expect((await refused(wal)).code).toBe('journal/cut');
    }
  });

  test('a -wal that is gone stops the start', async () => {
    const directory = shop.copy(cut);
    rmSync(journalFiles(directory).wal);
    expect((await refused(directory)).code).toMatch(/^journal\/(cut|damaged)$/);
  });

  test('a database that is gone or empty stops the start while anything remembers it', async () => {
    for (const size of [null, 0]) {
      const directory = shop.copy(stopped);
      const { database, head } = journalFiles(directory);
      if (size === null) rmSync(database);
      else truncate(database, size);
      expect((await refused(directory)).code).toBe('journal/missing');
      rmSync(head);
      expect(await contentOf(directory)).toMatchObject({ records: [] });
    }
    const directory = shop.copy(cut);
    rmSync(journalFiles(directory).database);
    rmSync(journalFiles(directory).head);
    expect((await refused(directory)).code).toBe('journal/missing');
  });

  test('a head file that is gone stops the start: nobody knows any more where the journal must end', async () => {
    for (const from of [stopped, cut]) {
      const directory = shop.copy(from);
      rmSync(journalFiles(directory).head);
      const fault = await refused(directory);
      expect(fault.code).toBe('journal/head-missing');
      expect(fault.next).toContain(`lobbyd journal accept ${directory}`);
    }
  });

  test('a head file of another user says nothing of the journal: the fault tells whose it must be', () => {
    const directory = shop.copy(stopped);
    const { head } = journalFiles(directory);
    const cure = { code: 'journal/unreadable', next: expect.stringContaining(`sudo chown lobbyd: ${head}`) };
    for (const path of [dirname(dirname(head)), dirname(head)]) chmodSync(path, 0o755);
    chmodSync(head, 0);
    expect(faultOf(() => readHeadFile(head))).toMatchObject(cure);
    // Readable, but not ours to write.
    chmodSync(head, 0o444);
    expect(faultOf(() => openHeadFile(head, 'epoch', { seq: 121, hash: '' }))).toMatchObject(cure);
  });

  test('a head file ahead of the journal stops the start, with the record that is missing', async () => {
    const directory = shop.copy(stopped);
    const older = shop.copy(stopped);
    const store = await openStore(directory);
    await write(store, draft(121), draft(122));
    await store.close();
    cpSync(journalFiles(directory).head, journalFiles(older).head);
    const fault = await refused(older);
    expect(fault).toMatchObject({ code: 'journal/cut', where: `${journalFiles(older).database}, record 122` });
    expect(fault.what).toContain('the last 2 are missing');
  });

  test('a head file of another journal stops the start', async () => {
    const other = shop.directory();
    const store = await openStore(other);
    await write(store, draft(1));
    await store.close();
    const directory = shop.copy(stopped);
    cpSync(journalFiles(other).head, journalFiles(directory).head);
    expect((await refused(directory)).code).toBe('journal/wrong-head');
  });

  test('a file that is no database stops the start', async () => {
    const directory = shop.copy(stopped);
    writeFileSync(journalFiles(directory).database, 'these are not the bytes of a database\n'.repeat(500));
    expect((await refused(directory)).code).toBe('journal/damaged');
  });
});

test('a stopped journal is one database file, its head and its lock', () => {
  const { wal, shm, database, head } = journalFiles(stopped);
  expect([wal, shm, database, head].map(existsSync)).toEqual([false, false, true, true]);
});
