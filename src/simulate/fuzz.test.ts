import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../config/files.ts';
import { loadScenario } from './load.ts';

const FOLDER = 'config/scenarios/';
const scenarios = readdirSync(FOLDER).map((name) => readFileSync(`${FOLDER}${name}`, 'utf8'));

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
];

const broken = fc
  .tuple(
    fc.constantFrom(...scenarios),
    fc.nat(),
    fc.nat(),
    fc.constantFrom(...WORDS),
    fc.constantFrom('drop', 'twice', 'word'),
  )
  .map(([text, line, place, word, what]) => {
    const lines = text.split('\n');
    const index = line % lines.length;
    const at = lines[index] ?? '';
    if (what === 'drop') lines.splice(index, 1);
    else if (what === 'twice') lines.splice(index, 0, at);
    else {
      const tokens = at.split(/(?<=[[{:, ])/);
      tokens[place % tokens.length] = `${word} `;
      lines[index] = tokens.join('');
    }
    return lines.join('\n');
  });

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
      { numRuns: 150 },
    );
  });
});
