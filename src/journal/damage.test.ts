import { readFileSync, rmSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LobbydError } from '../errors.ts';
import { journalFiles } from './files.ts';
import { SLOT_BYTES } from './head-file.ts';
import { bytesOf, contentOf, flip, refused, sql, stoppedAndCut, workshop } from './spec.ts';

const shop = workshop();
let stopped: string;
let cut: string;

beforeAll(async () => {
  ({ stopped, cut } = await stoppedAndCut(shop));
});
afterAll(() => shop.remove());

describe('a flipped bit', () => {
  /** Either the start is refused and touches nothing, or the bit said nothing: everything reads as before. */
  async function flipEverywhere(from: string, pathOf: (directory: string) => string, samples: number): Promise<number> {
    const right = await contentOf(shop.copy(from));
    const size = statSync(pathOf(from)).size;
    let refusals = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      const directory = shop.copy(from);
      const position = Math.floor(((sample + 0.5) * size) / samples);
      flip(pathOf(directory), position, sample % 8);
      const before = bytesOf(directory);
      const result = await contentOf(directory);
      if (result instanceof LobbydError) {
        refusals += 1;
        expect(bytesOf(directory), `byte ${position}`).toEqual(before);
        expect(result.code).toMatch(/^journal\/(damaged|cut|other-format|unreadable)$/);
      } else expect(result, `byte ${position}`).toEqual(right);
      rmSync(directory, { recursive: true });
    }
    return refusals;
  }

  test('anywhere in the database stops the start or says nothing', { timeout: 240_000 }, async () => {
    expect(await flipEverywhere(stopped, (directory) => journalFiles(directory).database, 20)).toBeGreaterThan(8);
  });

  test('in what a record says stops the start with its place', { timeout: 240_000 }, async () => {
    for (const n of [1, 2, 40, 80, 119, 120]) {
      const directory = shop.copy(stopped);
      const { database } = journalFiles(directory);
      // SQLite leaves copies in pages that it has moved: all of them are flipped, the live one among them.
      const bytes = readFileSync(database);
      const text = `"label":"A${n}"`;
      for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) flip(database, at + 10, n % 8);
      const where = `${database}, record ${n + 1}`;
      expect(await refused(directory)).toMatchObject({ code: 'journal/damaged', where });
    }
  });

  test('in the head of the database stops the start or says nothing', { timeout: 240_000 }, async () => {
    for (let position = 0; position < 100; position += 8) {
      const directory = shop.copy(stopped);
      flip(journalFiles(directory).database, position, position % 8);
      const before = bytesOf(directory);
      const result = await contentOf(directory);
      if (result instanceof LobbydError) expect(bytesOf(directory)).toEqual(before);
      else expect(result.records).toHaveLength(121);
      rmSync(directory, { recursive: true });
    }
  });

  test('anywhere in the -wal stops the start', { timeout: 240_000 }, async () => {
    const samples = 15;
    const refusals = await flipEverywhere(cut, (directory) => journalFiles(directory).wal, samples);
    expect(refusals).toBe(samples);
  });

  test('in the middle of the -wal is named with the first record that is gone', async () => {
    const directory = shop.copy(cut);
    const { wal } = journalFiles(directory);
    flip(wal, Math.floor(statSync(wal).size * 0.6), 3);
    const fault = await refused(directory);
    expect(fault.code).toBe('journal/cut');
    expect(fault.message).toMatch(/ends at record \d+, but the head file has seen record 121/);
    expect(fault.where).toMatch(/journal\.db, record \d+$/);
  });

  test('in the newer slot of the head file leaves the older one; in both it stops the start', async () => {
    const directory = shop.copy(stopped);
    const { head } = journalFiles(directory);
    flip(head, 20, 1);
    expect(await contentOf(shop.copy(directory))).toMatchObject({ epoch: expect.any(String) });
    flip(head, SLOT_BYTES + 20, 1);
    expect((await refused(directory)).code).toBe('journal/head-damaged');
  });
});

describe('a record that is gone or changed', () => {
  test.each([
    ['in the middle', 'DELETE FROM records WHERE seq = 60', 'journal/damaged', 60],
    ['several of them', 'DELETE FROM records WHERE seq BETWEEN 40 AND 50', 'journal/damaged', 40],
    ['the first', 'DELETE FROM records WHERE seq = 1', 'journal/damaged', 1],
    ['the last', 'DELETE FROM records WHERE seq = 121', 'journal/cut', 121],
    ['all of them', 'DELETE FROM records', 'journal/cut', 1],
    ['a changed number', "UPDATE records SET body = replace(body, 'A77', 'A78') WHERE seq = 78", 'journal/damaged', 78],
    ['a changed time', 'UPDATE records SET at = at + 1 WHERE seq = 5', 'journal/damaged', 5],
    ['a changed hash', "UPDATE records SET hash = 'x' || substr(hash, 2) WHERE seq = 9", 'journal/damaged', 9],
  ])('stops the start with its place: %s', async (_title, statement, code, seq) => {
    for (const from of [stopped, cut]) {
      const directory = shop.copy(from);
      sql(directory, statement);
      const fault = await refused(directory);
      expect(fault).toMatchObject({ code, where: `${journalFiles(directory).database}, record ${seq}` });
    }
  });

  test.each([
    ['cursors', `UPDATE journal SET cursors = '{"mqtt":121}'`],
    ['the epoch', "UPDATE journal SET epoch = 'another'"],
    ['the row that names the journal', 'DELETE FROM journal'],
    ['a table more', 'CREATE TABLE extra (x)'],
    ['no such format', 'PRAGMA user_version = 2'],
  ])('stops the start outside the chain too: %s', async (_title, statement) => {
    const directory = shop.copy(stopped);
    sql(directory, statement);
    expect((await refused(directory)).code).toMatch(/^journal\/(damaged|other-format)$/);
  });
});
