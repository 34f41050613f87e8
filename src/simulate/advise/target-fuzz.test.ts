import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../test/runs.ts';
import { parseTarget } from './target.ts';

const WORDS = [
  '90',
  '%',
  ' ',
  'within',
  '10',
  'min',
  'target',
  'cash',
  ':',
  '-1',
  '0',
  '101',
  '1e9',
  'h',
  '５',
  '\n',
  '"',
];
const texts = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 9 }).map((words) => words.join(' ')),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 9 }).map((words) => words.join('')),
);

it('a target is understood or refused with what would be right, whatever is written', () => {
  let understood = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const read = parseTarget(text, ['cash', 'account']);
      if (read.kind === 'wrong') {
        expect(read.what.length).toBeGreaterThan(5);
        expect(read.expected.length).toBeGreaterThan(5);
        return;
      }
      understood += 1;
      const { share, service, within } = read.target;
      expect(share > 0 && share <= 1).toBe(true);
      expect(service === null || service === 'cash').toBe(true);
      expect(within === null || (within >= 0 && Number.isFinite(within))).toBe(true);
    }),
    { numRuns: runs(3_000), examples: [['90 % within 10 min'], ['cash: 95 % within target']] },
  );
  expect(understood).toBeGreaterThanOrEqual(2);
});
