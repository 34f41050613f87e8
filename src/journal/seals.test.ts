import { afterAll, describe, expect, test } from 'vitest';
import { journalFiles } from './files.ts';
import { fromSeal, fromSealNumber } from './inspect.ts';
import { verifyJournal } from './reader.ts';
import { contentOf, draft, opening, openStore, refused, sql, workshop, write } from './spec.ts';
import type { Draft } from './store.ts';

const shop = workshop();
afterAll(() => shop.remove());

async function journalOf(...batches: readonly (readonly Draft[])[]): Promise<string> {
  const directory = shop.directory();
  for (const batch of batches) {
    // Each batch by a daemon of its own: what is open is known again after a restart.
    const store = await openStore(directory);
    await write(store, ...batch);
    await store.close();
  }
  return directory;
}

/** Three months: records 1–4, 5–6, 7–9. */
const threeMonths = (): Promise<string> =>
  journalOf(
    [draft(1), opening('2026-01-05'), draft(2)],
    [opening('2026-01-06'), opening('2026-02-01'), draft(3), opening('2026-03-02')],
    [draft(4), draft(5)],
  );

const sealsOf = (directory: string): unknown[] =>
  verifyJournal(directory).seals.map(({ month, first, last }) => [month, first, last]);

describe('a month is sealed', () => {
  test('by the first business day of the next, so that each segment starts with an opening balance', async () => {
    expect(sealsOf(await threeMonths())).toEqual([
      ['2026-01', 1, 4],
      ['2026-02', 5, 6],
    ]);
  });

  test('only by a day that is known: one without a date seals nothing', async () => {
    const batches = [
      [opening(null), draft(1), opening('2026-01-31')],
      [opening(null)],
      [draft(2), opening('2026-02-02')],
    ];
    expect(sealsOf(await journalOf(...batches))).toEqual([['2026-01', 1, 5]]);
  });

  test('and the record of another stream or a day that is no date seals nothing', async () => {
    const strange = [opening('2026-01-05'), { ...opening('2026-02-05'), stream: 'device' as const }, opening('spring')];
    expect(sealsOf(await journalOf(strange))).toEqual([]);
  });
});

describe('verifying', () => {
  test('from any seal looks at what came after it', async () => {
    const directory = await threeMonths();
    expect(verifyJournal(directory, fromSealNumber(1, directory)).checkedFrom).toBe(5);
    expect(verifyJournal(directory, fromSealNumber(2, directory)).checkedFrom).toBe(7);
    expect(verifyJournal(directory, fromSealNumber(0, directory)).checkedFrom).toBe(7);
    expect(() => verifyJournal(directory, fromSealNumber(3, directory))).toThrow(
      expect.objectContaining({ code: 'journal/no-seal', what: expect.stringContaining('2 seals') }),
    );
  });

  test('at the start goes back as far as it may, and over the open month always', async () => {
    const directory = await threeMonths();
    const from = (records: number): number => verifyJournal(directory, fromSeal(records)).checkedFrom;
    expect([9, 8, 5, 4, 0].map(from)).toEqual([1, 5, 5, 7, 7]);
  });

  test('finds damage in a sealed month that a quick start took on trust', async () => {
    const directory = await threeMonths();
    sql(directory, 'UPDATE records SET at = at + 1 WHERE seq = 2');
    const quick = { limits: { checkedAtStart: 0 } };
    expect(await contentOf(shop.copy(directory), quick)).toHaveProperty('records.length', 9);
    expect(() => verifyJournal(directory)).toThrow(
      expect.objectContaining({ code: 'journal/damaged', where: `${journalFiles(directory).database}, record 2` }),
    );
    expect((await refused(directory)).code).toBe('journal/damaged');
  });
});

describe('a seal that was tampered with stops even a quick start', () => {
  test.each([
    ['moved', 'UPDATE seals SET last = 3 WHERE first = 1', 1],
    ['renamed', "UPDATE seals SET month = '2025-01' WHERE first = 5", 5],
    ['gone, the first', 'DELETE FROM seals WHERE first = 1', 1],
    ['of other content', "UPDATE seals SET last_hash = 'x' WHERE first = 5", 5],
    ['over a record that is gone', 'DELETE FROM records WHERE seq = 6', 6],
  ])('%s', async (_title, statement, seq) => {
    const directory = await threeMonths();
    sql(directory, statement);
    const fault = await refused(directory, { limits: { checkedAtStart: 0 } });
    expect(fault).toMatchObject({
      code: 'journal/damaged',
      where: `${journalFiles(directory).database}, record ${seq}`,
    });
  });
});
