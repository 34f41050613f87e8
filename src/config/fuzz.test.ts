import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { runs } from '../../test/runs.ts';
import { machineOf } from '../devices/wire/gpio-machine.fake.ts';
import { checkFile } from './check-files.ts';
import { loadConfig } from './load.ts';
import type { Problem } from './problems.ts';
import { example, memoryFiles, testCatalogue } from './spec.ts';

const FILES = {
  'config/branch.example.yaml': example('branch.example.yaml'),
  'config/bank-standard.yaml': example('bank-standard.yaml'),
} as const;
type Name = keyof typeof FILES;
const NAMES: readonly Name[] = ['config/branch.example.yaml', 'config/bank-standard.yaml'];

/** Loads the example with one of its files replaced: ok, or problems that all point into their file. */
function survives(name: Name, text: string): void {
  const texts: Record<string, string> = { ...FILES, [name]: text };
  const result = loadConfig('config/branch.example.yaml', testCatalogue, memoryFiles(texts));
  const problems = result.kind === 'ok' ? result.warnings : result.problems;
  if (result.kind === 'problems') expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  for (const problem of problems) expectInside(problem, texts);
  checkFile(name, testCatalogue, memoryFiles(texts), machineOf({}));
}

function expectInside(problem: Problem, texts: Readonly<Record<string, string>>): void {
  const lines = texts[problem.file]?.split('\n');
  expect(lines, problem.text).toBeDefined();
  const line = lines?.[problem.line - 1];
  expect(line, problem.text).toBeDefined();
  expect(problem.column, problem.text).toBeGreaterThanOrEqual(1);
  expect(problem.column, problem.text).toBeLessThanOrEqual((line?.length ?? 0) + 1);
  expect(problem.text).not.toMatch(/[\r\n]/);
}

type Parent = Record<string, unknown>;

/** Every value of a document: what holds it, and its key there. */
function* placesOf(value: unknown): Generator<readonly [Parent, string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [value as Parent, key];
    yield* placesOf(inner);
  }
}

const names = fc.constantFrom(...NAMES);
const snippets = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    '\n',
    '\t',
    '  ',
    ': ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '#',
    '&a ',
    '*quick',
    '!!set ',
    '? ',
    '|',
    '>',
    '---\n',
  ),
  fc.constantFrom('null', '-1', '1e999', '.nan', '0x1F', '~', 'true', '__proto__: 1', 'constructor: {}', '<<: *quick'),
);

describe('a damaged configuration', () => {
  it('of random text is refused with a place inside the file', () => {
    fc.assert(
      fc.property(names, fc.string({ unit: 'binary', maxLength: 200 }), (name, text) => survives(name, text)),
      { numRuns: runs(15) },
    );
  });

  it('of YAML that is no configuration is refused with a place inside the file', () => {
    fc.assert(
      fc.property(names, fc.json({ maxDepth: 4 }), (name, text) => survives(name, text)),
      { numRuns: runs(15) },
    );
  });

  it('with pieces cut out, put in and repeated is loaded or refused with a place inside the file', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 40 }), snippets), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(names, edits, (name, changes) => {
        let text: string = FILES[name];
        for (const [at, cut, put] of changes) {
          const start = at % text.length;
          text = text.slice(0, start) + put + text.slice(start + cut);
        }
        survives(name, text);
      }),
      { numRuns: runs(15) },
    );
  });

  it('with values of another kind, or without some, is loaded or refused with a place inside the file', () => {
    const values = fc.oneof(
      fc.constantFrom(
        null,
        undefined,
        [],
        {},
        [[]],
        [{}],
        '',
        ' ',
        0,
        -1,
        1e308,
        true,
        'none',
        'keypad1',
        'bus1',
        '3s',
        { id: 3 },
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const changes = fc.array(fc.tuple(fc.nat(), values), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, changes, (name, all) => {
        const document: unknown = parse(FILES[name]);
        for (const [place, value] of all) {
          const places = [...placesOf(document)];
          const [parent, key] = places[place % places.length] ?? [{}, ''];
          if (value === undefined) delete parent[key];
          else parent[key] = structuredClone(value);
        }
        survives(name, stringify(document, { aliasDuplicateObjects: false }));
      }),
      { numRuns: runs(15) },
    );
  });

  it('with lines lost, moved or indented otherwise is loaded or refused with a place inside the file', () => {
    const move = fc.record({ from: fc.nat(), to: fc.nat(), indent: fc.constantFrom('', ' ', '  ', '\t', '    ') });
    fc.assert(
      fc.property(names, fc.array(move, { minLength: 1, maxLength: 3 }), (name, moves) => {
        const lines = FILES[name].split('\n');
        for (const { from, to, indent } of moves) {
          const [line = ''] = lines.splice(from % lines.length, 1);
          if (to % 3 !== 0) lines.splice(to % lines.length, 0, indent + line);
        }
        survives(name, lines.join('\n'));
      }),
      { numRuns: runs(15) },
    );
  });

  it('that is nested without end, or repeats itself without end, is refused', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghijklmnopq'
        .split('')
        .map((key, index) => `${key}: &${key} [${`*${'abcdefghijklmnop'[index]},`.repeat(9)}]`),
    ];
    const texts = [
      '['.repeat(20_000),
      '{a: '.repeat(1_500),
      '- '.repeat(1_500),
      bomb.join('\n'),
      'a: &a [*a]',
      'x'.repeat(1_100_000),
    ];
    for (const text of texts) for (const name of NAMES) survives(name, text);
  });
});
