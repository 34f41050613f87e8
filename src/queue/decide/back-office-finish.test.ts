import { expect, test } from 'vitest';
import { and, ask, given, issued, opened } from '../spec.ts';
import { handoff, next, VISIT_RULES } from '../spec-visit.fake.ts';

test('0 and finish in the back office send the papers home: the customer sits in the hall and is called', () => {
  const reviewed = given(...opened(['3', '5'], VISIT_RULES), issued('settlement'), next('3'), handoff('3'), next('5'));
  const over = and(reviewed, ask({ type: 'finish', counter: '5', isWhole: true }));
  expect(over.state.ended).toEqual([]);
  expect(over.state.pooled.get('counter 3')?.map(({ label }) => label)).toEqual(['S001']);
});
