import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { runs } from '../../test/runs.ts';
import { systemFiles } from '../config/files.ts';
import { loadScenario } from './load.ts';

const FOLDER = 'config/scenarios/';
const shipped = readdirSync(FOLDER).map((name) => readFileSync(`${FOLDER}${name}`, 'utf8'));
const page = readFileSync('docs/simulate.md', 'utf8');
const explained = [...page.matchAll(/```yaml scenario\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
const isOfBranch = (text: string): boolean => /^branch:/m.test(text);
/** Those of a branch read its files too, which takes ten times as long: they are a few of many. */
const ofBranch = shipped.filter(isOfBranch);
const alone = [...shipped, ...explained].filter((text) => !isOfBranch(text));

/** What people put in the wrong place. */
const WORDS = [
  '',
  '-1',
  'none',
  '0s',
  '5min',
  '"09:00"',
  '[]',
  '{}',
  'true',
  'score',
  'cash',
  '1e9',
  '~',
  'perHour: 3',
  '"24:00"',
  'counter1',
  'exponential',
];

/** What a scenario may say besides. */
const LINES = [
  'pace: [{ counters: [counter1], takes: 1.3 }]',
  'returns: { share: 50, kind: exponential, mean: 5min }',
  '  - { service: cash, more: [cash], people: [{ at: "10:00" }] }',
  '  - { service: cash, people: [{ at: "10:00" }], appointment: { early: 15min, late: 5min, missed: 10 } }',
  'steady: { lasts: 3h, warmUp: 1h }',
  'staff: [{ counters: [counter1], present: ["09:00-10:00"] }]',
];

const broken = fc
  .tuple(
    fc.oneof(
      { arbitrary: fc.constantFrom(...alone), weight: 9 },
      { arbitrary: fc.constantFrom(...ofBranch), weight: 1 },
    ),
    fc.nat(),
    fc.nat(),
    fc.constantFrom(...WORDS),
    fc.constantFrom('drop', 'twice', 'word', 'line'),
    fc.constantFrom(...LINES),
  )
  .map(([text, line, place, word, what, more]) => {
    const lines = text.split('\n');
    const index = line % lines.length;
    const at = lines[index] ?? '';
    if (what === 'drop') lines.splice(index, 1);
    else if (what === 'twice') lines.splice(index, 0, at);
    else if (what === 'word') lines[index] = withWord(at, place, word);
    else lines.splice(afterKey(lines, index, more), 0, place % 4 === 0 ? more : withWord(more, place, word));
    return lines.join('\n');
  });

function withWord(line: string, place: number, word: string): string {
  const tokens = line.split(/(?<=[[{:, ])/);
  tokens[place % tokens.length] = `${word} `;
  return tokens.join('');
}

/** Customers stand among the others that come; keys anywhere. */
function afterKey(lines: readonly string[], index: number, more: string): number {
  return more.startsWith(' ') ? lines.findIndex((line) => line.startsWith('arrivals:')) + 1 : index;
}

describe('a scenario with a slip of the pen', () => {
  it('is right all the same, or is refused with file and line: the program never gives up', () => {
    const files = systemFiles();
    fc.assert(
      fc.property(broken, (text) => {
        const read = (path: string) =>
          path === `${FOLDER}slip.yaml` ? { kind: 'text' as const, text, isOpenToAll: true } : files.read(path);
        const result = loadScenario(`${FOLDER}slip.yaml`, [], catalogue, { ...files, read });
        if (result.kind === 'ok') return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const problem of result.problems)
          expect(problem.text).toMatch(/^config\/[\w./-]+:\d+:\d+: .+, expected .+/);
      }),
      { numRuns: runs(150) },
    );
  });
});
