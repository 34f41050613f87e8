import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalFiles } from './files.ts';
import { openReader } from './reader.ts';
import { draft, opening, openStore, sql, workshop, write } from './spec.ts';

const shop = workshop();
let whole: string;
let other: string;

/** Two business days of twenty records each. */
async function journal(): Promise<string> {
  const directory = shop.directory();
  const store = await openStore(directory);
  for (const day of ['2026-01-05', '2026-01-06']) {
    await write(store, opening(day), ...Array.from({ length: 19 }, (_, n) => draft(n)));
  }
  await store.close();
  return directory;
}

beforeAll(async () => {
  [whole, other] = [await journal(), await journal()];
});
afterAll(() => shop.remove());

const proved = (directory: string, from: number, to: number) => {
  const reader = openReader(directory);
  try {
    for (const _ of reader.proved({ from, to }));
  } finally {
    reader.close();
  }
};
const changed = (statement: string): string => {
  const directory = shop.copy(whole);
  sql(directory, statement);
  return directory;
};
const code = (name: string, where = '') =>
  expect.objectContaining({ code: `journal/${name}`, where: expect.stringContaining(where) });

describe('records that are to be told', () => {
  it('are proved where they are whole, from any record on', () => {
    for (const [from, to] of [
      [1, 40],
      [21, 40],
      [5, 5],
      [1, 1_000],
    ] as const) {
      expect(() => proved(whole, from, to)).not.toThrow();
    }
  });

  it.each([
    ['another text', `UPDATE records SET body = replace(body, '"A', '"B') WHERE seq = 28`, 28],
    ['another time', 'UPDATE records SET at = at + 1 WHERE seq = 30', 30],
    ['one that is gone', 'DELETE FROM records WHERE seq = 35', 35],
  ])('are not told where one has %s, and it is named; those of another day are', (_, statement, seq) => {
    const directory = changed(statement);
    expect(() => proved(directory, 21, 40)).toThrow(code('damaged', `record ${seq}`));
    expect(() => proved(directory, 1, 20)).not.toThrow();
  });

  it('are not told where the end is missing that the head file has seen, or it has seen another journal', () => {
    expect(() => proved(changed('DELETE FROM records WHERE seq > 38'), 21, 40)).toThrow(code('cut', 'record 39'));
    const directory = shop.copy(whole);
    cpSync(journalFiles(other).head, journalFiles(directory).head);
    expect(() => proved(directory, 21, 40)).toThrow(code('wrong-head'));
  });
});

describe('records of some types that are given as they are proved', () => {
  const types = ['day-opened'];
  const openings = (directory: string, to: number) => {
    const reader = openReader(directory);
    const given: number[] = [];
    try {
      for (const { seq } of reader.proved({ types, from: 1, to })) given.push(seq);
      return { given, fault: null };
    } catch (fault) {
      return { given, fault };
    } finally {
      reader.close();
    }
  };

  it('are those that a selection without proof gives, over many pages', async () => {
    const directory = shop.directory();
    const store = await openStore(directory);
    const drafts = Array.from({ length: 1_203 }, (_, n) => (n % 3 === 0 ? opening(null) : draft(n)));
    for (let from = 0; from < drafts.length; from += 100) await write(store, ...drafts.slice(from, from + 100));
    await store.close();
    const reader = openReader(directory);
    for (const [from, to] of [
      [1, 1_203],
      [500, 1_001],
      [7, 9_000],
    ] as const) {
      const some = { types, from, to };
      expect([...reader.proved(some)]).toEqual([...reader.select(some)]);
    }
    expect([...reader.proved({ types, from: 1, to: 1_203 })]).toHaveLength(401);
    reader.close();
  });

  it('are not given where another record among them was changed, nor where the end is missing', () => {
    expect(openings(whole, 40)).toEqual({ given: [1, 21], fault: null });
    const directory = changed('UPDATE records SET trusted = 0 WHERE seq = 28');
    expect(openings(directory, 40)).toEqual({ given: [], fault: code('damaged', 'record 28') });
    expect(openings(directory, 27)).toEqual({ given: [1, 21], fault: null });
    expect(openings(changed('DELETE FROM records WHERE seq > 38'), 20)).toEqual({ given: [], fault: code('cut') });
  });

  it.each([
    ['stream', "'device'"],
    ['type', "'Issued'"],
    ['version', '2'],
    ['at', '7'],
    ['offset', '5'],
    ['trusted', '0'],
    ['body', "'{}'"],
  ])('have a hash that holds their %s', (column, other) => {
    expect(openings(changed(`UPDATE records SET ${column} = ${other} WHERE seq = 3`), 40).fault).toEqual(
      code('damaged', 'record 3'),
    );
  });
});

describe('a file that is no journal', () => {
  it.each([
    ['is empty', '', 'other-format'],
    [
      'holds something else',
      'nothing of the kind, but long enough to be read as the head of a database. '.repeat(20),
      'damaged',
    ],
  ])('and %s is named', (_, text, name) => {
    const directory = shop.copy(whole);
    writeFileSync(journalFiles(directory).database, text);
    rmSync(journalFiles(directory).head);
    const reader = openReader(directory);
    expect(() => reader.last()).toThrow(code(name, 'journal.db'));
    expect(() => [...reader.openings()]).toThrow(code(name, 'journal.db'));
    reader.close();
    expect(readFileSync(journalFiles(directory).database, 'utf8')).toBe(text);
  });

  it('and is empty while its head file remembers what it held is missing', () => {
    const directory = shop.copy(whole);
    writeFileSync(journalFiles(directory).database, '');
    expect(() => openReader(directory)).toThrow(code('missing', 'journal.db'));
  });

  it('or is not there, or is a directory, is named too', () => {
    const says = (what: string) =>
      expect.objectContaining({ code: 'journal/unreadable', what: expect.stringContaining(what) });
    expect(() => openReader(`${whole}/none`)).toThrow(says('there is no such file'));
    expect(() => openReader(shop.directory())).toThrow(says('there is no such file'));
    const folder = shop.directory();
    mkdirSync(journalFiles(folder).database);
    expect(() => openReader(folder)).toThrow(says('it is a directory'));
  });
});
