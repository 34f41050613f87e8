import { expect, test } from 'vitest';
import { given, issued, later, MINUTE, opened, type Step } from '../queue/spec.ts';
import { handoff, next, VISIT_RULES } from '../queue/spec-visit.fake.ts';
import { Standards } from './standards.ts';
import { standardsJson, standardsTable } from './standards-figures.ts';

const received = (minutes: number): readonly Step[] => [
  ...[issued('settlement'), next('3'), later(minutes * MINUTE), handoff('3')],
];

/** The papers of two settlements are received: in three minutes, and in five. */
function kept() {
  const standards = new Standards();
  const { events } = given(...opened(['3', '6'], VISIT_RULES), ...received(3), ...received(5));
  for (const event of events) standards.take(event);
  return standards.kept();
}

const RECEIVE = { service: 'settlement', step: 'receive', kept: 1, of: 2, mean: 4 * MINUTE, worst: 5 * MINUTE };

test('the record of a day says of each step how often its standard was kept, for programs too', () => {
  expect(standardsTable(kept(), 'service').split('\n').slice(-3)).toEqual([
    '',
    'step                   kept  mean  worst',
    'settlement/receive  1/2 50%  4:00   5:00',
  ]);
  expect(standardsJson(kept(), null)).toMatchObject({ steps: [RECEIVE] });
});

test('steps stand with the services alone', () => {
  expect(standardsTable(kept(), 'counter')).not.toContain('settlement/receive');
  expect(standardsJson(kept(), 'teller')).not.toHaveProperty('steps');
});
