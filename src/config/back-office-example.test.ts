import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { loadConfig } from './load.ts';
import { rulesOf } from './rules.ts';
import { memoryFiles } from './spec.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../config/back-office/${name}`, import.meta.url), 'utf8');
const FILES = ['branch.yaml', 'bank-standard.yaml'] as const;

it('the example with a back office is a configuration without a problem, and has what the other example lacks', () => {
  const files = memoryFiles(Object.fromEntries(FILES.map((name) => [`back-office/${name}`, read(name)])));
  const result = loadConfig('back-office/branch.yaml', catalogue, files);
  expect(result.kind === 'ok' ? result.warnings : result.problems).toEqual([]);
  if (result.kind !== 'ok') return;
  const { counters, kiosks } = result.config;
  const { services, rating } = rulesOf(result.config);
  expect(services.map(({ steps }) => steps?.map(({ id, isElsewhere = false }) => [id, isElsewhere]))).toEqual([
    [
      ['receive', false],
      ['review', true],
      ['return', false],
    ],
    [],
  ]);
  expect(
    counters.map(({ rules, ratingPad }) => [rules.isBack ?? false, rules.noShowWithin ?? null, ratingPad]),
  ).toEqual([
    [false, null, 'marks1'],
    [false, 15_000, 'marks2'],
    [true, null, null],
  ]);
  expect(rating).toMatchObject({ within: 180_000, tellBelow: 3 });
  expect(kiosks.map(({ severalWithin }) => severalWithin)).toEqual([4_000]);
});

it('says to editors by which schema its files are made', () => {
  for (const name of FILES) {
    const schema = name.replace('.yaml', '.schema.json');
    expect(read(name).split('\n')[0]).toBe(`# yaml-language-server: $schema=../${schema}`);
  }
});
