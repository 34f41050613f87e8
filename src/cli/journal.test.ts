import { chmodSync, chownSync, readdirSync, rmSync, statSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { journalFiles } from '../journal/files.ts';
import { contentOf, draft, opening, openStore, refused, sql, workshop, write } from '../journal/spec.ts';
import { acceptCommand, exportCommand, type JournalPorts, tailCommand, verifyCommand } from './journal.ts';

const shop = workshop();
afterAll(() => shop.remove());

interface Desk extends JournalPorts {
  readonly outs: string[];
  readonly errs: string[];
  stop(): void;
  /** Resolves when `count` lines were put out. */
  lines(count: number): Promise<void>;
}

function desk(): Desk {
  const outs: string[] = [];
  const errs: string[] = [];
  let stop: () => void = () => undefined;
  const asked = new Promise<string>((resolve) => {
    stop = () => resolve('SIGINT');
  });
  let awaited: { readonly count: number; readonly resolve: () => void } | null = null;
  return {
    outs,
    errs,
    out(text) {
      outs.push(text);
      if (awaited && outs.length >= awaited.count) awaited.resolve();
    },
    err: (text) => void errs.push(text),
    stopAsked: () => asked,
    stop,
    lines: (count) =>
      new Promise((resolve) => {
        awaited = { count, resolve };
        if (outs.length >= count) resolve();
      }),
  };
}

async function journal(records: number): Promise<string> {
  const directory = shop.directory();
  const store = await openStore(directory);
  const drafts = Array.from({ length: records }, (_, index) => draft(index + 1));
  if (records > 0) await write(store, opening('2026-01-05'), ...drafts);
  await store.close();
  return directory;
}

describe('lobbyd journal verify', () => {
  test('says where a sound journal stands', async () => {
    const directory = await journal(3);
    const ports = desk();
    expect(verifyCommand({ directory, fromSeal: null }, ports)).toBe(0);
    expect(ports.outs[0]).toContain(`${directory}: sound\n  records    1 to 4 (4 checked)`);
    expect(ports.errs).toEqual([]);
  });

  test('says so of a journal without records', async () => {
    const ports = desk();
    expect(verifyCommand({ directory: await journal(0), fromSeal: null }, ports)).toBe(0);
    expect(ports.outs[0]).toContain('records    none yet');
  });

  test('works beside the daemon that writes', async () => {
    const directory = shop.directory();
    const store = await openStore(directory);
    await write(store, draft(1));
    expect(verifyCommand({ directory, fromSeal: null }, desk())).toBe(0);
    await write(store, draft(2));
    expect(verifyCommand({ directory, fromSeal: null }, desk())).toBe(0);
    await store.close();
  });

  test('names the damaged record and what to do', async () => {
    const directory = await journal(3);
    sql(directory, 'UPDATE records SET at = 0 WHERE seq = 3');
    const ports = desk();
    expect(verifyCommand({ directory, fromSeal: null }, ports)).toBe(1);
    expect(ports.errs).toEqual([
      'journal/damaged: the journal is damaged at record 3: its content does not fit its hash',
      `  where  ${journalFiles(directory).database}, record 3`,
      expect.stringMatching(/^ {2}next {3}nothing was changed; .*backup/),
    ]);
  });

  test('of a directory that holds none is a fault of the call, and makes nothing', () => {
    const directory = shop.directory();
    const ports = desk();
    expect(verifyCommand({ directory, fromSeal: null }, ports)).toBe(3);
    expect(ports.errs[0]).toContain('journal/unreadable');
    expect(() => rmSync(journalFiles(directory).database)).toThrow();
  });

  test('from a seal that is not there says how many there are', async () => {
    const ports = desk();
    expect(verifyCommand({ directory: await journal(1), fromSeal: 2 }, ports)).toBe(3);
    expect(ports.errs[0]).toContain('the journal has 0 seals, no seal 2');
  });
});

describe('lobbyd journal export', () => {
  test('writes one JSON object a line, of the part that was asked for', async () => {
    const directory = await journal(1_200);
    const numbers = (from: number | null, to: number | null): number[] => {
      const ports = desk();
      expect(exportCommand({ directory, from, to }, ports)).toBe(0);
      const lines = ports.outs.flatMap((text) => text.split('\n'));
      return lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
    };
    const all = Array.from({ length: 1_201 }, (_, index) => index + 1);
    expect(numbers(null, null)).toEqual(all);
    expect(numbers(499, 1_002)).toEqual(all.slice(498, 1_002));
    expect(numbers(1_200, 5_000)).toEqual([1_200, 1_201]);
  });

  test('gives back every record as it is kept', async () => {
    const directory = await journal(2);
    const ports = desk();
    exportCommand({ directory, from: null, to: null }, ports);
    const content = await contentOf(directory);
    expect(
      ports.outs
        .join('\n')
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual('records' in content ? content.records : content);
  });
});

describe('lobbyd journal tail', () => {
  test('shows the last records, one readable line each', async () => {
    const ports = desk();
    const directory = await journal(5);
    expect(await tailCommand({ directory, count: 2, isFollowing: false, zone: 'Asia/Shanghai' }, ports)).toBe(0);
    expect(ports.outs).toHaveLength(2);
    expect(ports.outs[1]).toMatch(/^ {6}6 {2}2026-01-05 08:00:01\.005 {2}issued {12}A5 {2}ticket=5/);
  });

  test('following, shows each new record as it is committed, until it is stopped', async () => {
    const directory = shop.directory();
    const store = await openStore(directory);
    await write(store, draft(1));
    const ports = desk();
    const end = tailCommand({ directory, count: 10, isFollowing: true, zone: 'UTC' }, ports);
    await ports.lines(1);
    await write(store, draft(2), draft(3));
    await ports.lines(3);
    await write(store, draft(4));
    await ports.lines(4);
    ports.stop();
    expect(await end).toBe(0);
    await store.close();
    expect(ports.outs.map((line) => line.trim().split(' ')[0])).toEqual(['1', '2', '3', '4']);
  });

  test('following goes on over a restart of the daemon', async () => {
    const directory = await journal(1);
    const ports = desk();
    const end = tailCommand({ directory, count: 1, isFollowing: true, zone: null }, ports);
    await ports.lines(1);
    for (const n of [3, 4]) {
      const store = await openStore(directory);
      await write(store, draft(n));
      await store.close();
      await ports.lines(n - 1);
    }
    ports.stop();
    expect(await end).toBe(0);
    expect(ports.outs).toHaveLength(3);
  });
});

describe('lobbyd journal accept', () => {
  test('lets the branch go on without records that are lost, with a new epoch', async () => {
    const directory = await journal(3);
    const before = await contentOf(shop.copy(directory));
    sql(directory, 'DELETE FROM records WHERE seq = 4');
    expect((await refused(directory)).next).toContain(`lobbyd journal accept ${directory}`);
    const ports = desk();
    expect(acceptCommand({ directory }, ports)).toBe(0);
    expect(ports.outs[0]).toContain('records 1 to 3');
    const content = await contentOf(directory);
    expect(content).toMatchObject({ records: [{}, {}, {}] });
    expect(content).not.toHaveProperty('epoch', 'epoch' in before ? before.epoch : null);
    expect(verifyCommand({ directory, fromSeal: null }, desk())).toBe(0);
  });

  test('writes a lost head file anew', async () => {
    const directory = await journal(3);
    rmSync(journalFiles(directory).head);
    expect(acceptCommand({ directory }, desk())).toBe(0);
    expect(await contentOf(directory)).toHaveProperty('records.length', 4);
  });

  test('leaves every file to whom the database belongs, also when root accepts', async () => {
    const isRoot = process.getuid?.() === 0;
    const directory = await journal(3);
    const { database, head, lock } = journalFiles(directory);
    for (const path of [head, lock]) rmSync(path);
    chmodSync(database, 0o600);
    if (isRoot) chownSync(database, 65_534, 65_534);
    expect(acceptCommand({ directory }, desk())).toBe(0);
    const rights = (path: string) => {
      const { uid, gid, mode } = statSync(path);
      return { uid, gid, mode: mode & 0o777 };
    };
    expect(readdirSync(directory)).toEqual(expect.arrayContaining(['journal.head', 'lock.db']));
    for (const name of readdirSync(directory)) {
      expect(rights(`${directory}/${name}`), name).toEqual(rights(database));
    }
  });

  test('refuses what is damaged in itself, and while a daemon runs', async () => {
    const directory = await journal(3);
    const store = await openStore(directory);
    const ports = desk();
    expect(acceptCommand({ directory }, ports)).toBe(3);
    expect(ports.errs[0]).toContain('journal/locked');
    await store.close();
    sql(directory, 'DELETE FROM records WHERE seq = 2');
    expect(acceptCommand({ directory }, desk())).toBe(1);
    await refused(directory);
  });
});
