import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig } from './load.ts';
import { rulesOf } from './rules.ts';
import { BRANCH, linesOf, memoryFiles, STANDARD, testCatalogue } from './spec.ts';

const folder = new URL('../../docs/rules/', import.meta.url);

/** The example of the bank standard in a page of docs/rules, as the queue sees it behind the small files of the tests. */
function ruledBy(page: string) {
  const text = readFileSync(new URL(page, folder), 'utf8');
  const [, yaml = ''] = /```yaml bank-standard\n([\s\S]*?)```/.exec(text) ?? [];
  const texts = { 'etc/branch.yaml': BRANCH, 'etc/standard.yaml': STANDARD + yaml };
  const result = loadConfig('etc/branch.yaml', testCatalogue, memoryFiles(texts));
  expect(result.kind === 'ok' ? result.warnings : result.problems).toEqual([]);
  return result.kind === 'ok' ? rulesOf(result.config) : expect.unreachable();
}

describe('the example of a page of docs/rules', () => {
  it('park.md parks for the teller, for a quarter of an hour', () => {
    expect(ruledBy('park.md').parking).toEqual({
      pool: 'teller',
      returnAfter: 900_000,
      most: 30,
      atDayEnd: 'expire',
    });
  });

  it('stands in no page that this test does not know', () => {
    const pages = readdirSync(folder).filter((page) => {
      return readFileSync(new URL(page, folder), 'utf8').includes('```yaml bank-standard');
    });
    expect(pages.sort()).toEqual(['park.md']);
  });
});

describe('rules that the bank standard leaves out', () => {
  const rules = ruledBy('../http.md');

  it('park for the window that did it, for twenty minutes', () => {
    expect(rules.parking).toEqual({ pool: 'counter', returnAfter: 1_200_000, most: 50, atDayEnd: 'expire' });
  });
});

describe('a rule that is not right', () => {
  it.each([
    ['pool: tellr', '25:20: parking.pool is "tellr", expected "teller"'],
    [
      'returnAfter: 15',
      '25:27: parking.returnAfter is 15, expected a duration from 0s to 8h with its unit (ms, s, min, h)',
    ],
    ['most: 0', '25:20: parking.most is 0, expected a whole number from 1 to 1000'],
    ['atDayEnd: stay', '25:24: parking.atDayEnd is "stay", expected one of expire, keep'],
    ['places: 3', '25:14: unknown key "places", expected one of pool, returnAfter, most, atDayEnd'],
  ])('is told where: parking with %s', (line, told) => {
    const more = `    standardTime: 25min\nrules:\n  parking: { ${line} }\n`;
    expect(linesOf({ standard: [['    standardTime: 25min\n', more]] })).toEqual([`etc/standard.yaml:${told}`]);
  });
});
