import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { loadConfig } from './load.ts';
import { rulesOf } from './rules.ts';
import { BRANCH, type Edit, edited, load, memoryFiles, STANDARD, testCatalogue } from './spec.ts';

/** Where the pages are. */
export const folder = new URL('../../docs/rules/', import.meta.url);

/** An example in a page. */
export function exampleOf(page: string, kind: string): string {
  const text = readFileSync(new URL(page, folder), 'utf8');
  return new RegExp(`\`\`\`yaml ${kind}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';
}

/** The example of the bank standard in a page of docs/rules, as the queue sees it behind the small files of the tests. */
export function configBy(page: string, ...edits: readonly Edit[]) {
  const counter = exampleOf(page, 'counter').replace(/^/gm, '    ').trimEnd();
  const atCounter: readonly Edit[] =
    counter === '' ? [] : [['    display: display1', `${counter}\n    display: display1`]];
  const branch = edited(BRANCH, ...edits, ...atCounter);
  const own = exampleOf(page, 'bank-standard');
  // Segments of a page stand in place of those of the small file.
  const rest = own.startsWith('segments:') ? STANDARD.replace(/segments:\n(?: .*\n)+/, '') : STANDARD;
  const texts = { 'etc/branch.yaml': branch, 'etc/standard.yaml': rest + own };
  const result = loadConfig('etc/branch.yaml', testCatalogue, memoryFiles(texts));
  expect(result.kind === 'ok' ? result.warnings : result.problems).toEqual([]);
  return result.kind === 'ok' ? result.config : expect.unreachable();
}

/** The rules by a page. */
export function ruledBy(page: string, ...edits: readonly Edit[]) {
  return rulesOf(configBy(page, ...edits));
}

/** The rules by one line of the bank standard. */
export function rulesWith(line: string) {
  const result = load({ standard: [['    standardTime: 25min\n', `    standardTime: 25min\nrules: { ${line} }\n`]] });
  return result.kind === 'ok' ? rulesOf(result.config) : expect.unreachable();
}
