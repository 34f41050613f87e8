import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadConfig } from './load.ts';
import { example, memoryFiles, testCatalogue } from './spec.ts';

const folder = new URL('../../docs/rules/', import.meta.url);

/** The examples of the documents: what stands in a block is put in place of the same keys of the example files. */
const blocks = readdirSync(folder).flatMap((file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  return [...text.matchAll(/```yaml (bank-standard|branch)\n([\s\S]*?)```/g)].map(([, target = '', yaml = ''], n) => ({
    name: `${file}, example ${n + 1} (${target})`,
    target,
    keys: parse(yaml) as Record<string, unknown>,
  }));
});

function filesWith(target: string, keys: Readonly<Record<string, unknown>>) {
  const over = (file: string, name: 'branch.example.yaml' | 'bank-standard.yaml'): string =>
    target === file ? stringify({ ...(parse(example(name)) as object), ...keys }) : example(name);
  return memoryFiles({
    'config/branch.example.yaml': over('branch', 'branch.example.yaml'),
    'config/bank-standard.yaml': over('bank-standard', 'bank-standard.yaml'),
  });
}

describe('the examples of docs/rules', () => {
  it('are there', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(4);
  });

  it.each(blocks)('$name is a configuration without a problem', ({ target, keys }) => {
    const result = loadConfig('config/branch.example.yaml', testCatalogue, filesWith(target, keys));
    expect(result.kind === 'ok' ? result.warnings : result.problems).toEqual([]);
  });

  it('would be found out with a wrong word in it', () => {
    const files = filesWith('bank-standard', { segments: [{ id: 'ordinary', headStart: '3 minutes' }] });
    expect(loadConfig('config/branch.example.yaml', testCatalogue, files).kind).toBe('problems');
  });
});
