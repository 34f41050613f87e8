import { expect, test } from 'vitest';
import { draftOf } from '../journal/codec.ts';
import type { StoredRecord } from '../journal/store.ts';
import { ask, given, issued, later, MINUTE, opened, START, type Step } from '../queue/spec.ts';
import { VISIT_RULES } from '../queue/spec-visit.fake.ts';
import { type Explanation, explain } from './explain.ts';
import { explainText } from './explain-texts.ts';

const OFFSET = Date.UTC(2026, 0, 5, 1) - START;
const next = (counter: string): Step => ask({ type: 'call-next', counter });
const undo = (counter: string): Step => ask({ type: 'undo', counter });

/** What is told of a ticket after these steps. */
function told(label: string, ...steps: readonly Step[]): Explanation {
  const records = given(...steps).events.map((event, n): StoredRecord => {
    const draft = draftOf(event, { offset: OFFSET, isTrusted: true });
    return { ...JSON.parse(JSON.stringify(draft)), seq: n + 1, hash: '' };
  });
  const journal = { back: () => [...records].reverse(), from: (seq: number) => records.slice(seq - 1) };
  return explain(journal, label) ?? expect.fail('the ticket is not found');
}

const before = ({ before: calls }: Explanation): readonly string[] => calls.map(({ label }) => label);

test('whoever was called by mistake, and sent back, was not called before anybody', () => {
  const wrong = [ask({ type: 'call-ticket', counter: '1', ticket: { label: 'C002' } }), later(1_000), undo('1')];
  const two = [...opened(['1'], VISIT_RULES), issued('cash'), issued('cash')];
  expect(before(told('C001', ...two, ...wrong, next('1')))).toEqual([]);
  expect(before(told('C001', ...two, ...wrong.slice(0, 1)))).toEqual(['C002']);
});

test('a call from the pool that was taken back leaves the earlier one of the same customer standing', () => {
  const park = ask({ type: 'park', counter: '1', pool: null, returnAfter: null });
  const back = ask({ type: 'call-ticket', counter: '1', ticket: { label: 'C001' } });
  const steps = [...opened(['1'], VISIT_RULES), issued('cash'), issued('cash'), next('1'), park, back, undo('1')];
  expect(told('C002', ...steps).before).toMatchObject([{ label: 'C001', how: 'next' }]);
});

test('an own call that was taken back is told as one', () => {
  const it = told('C001', ...opened(['1'], VISIT_RULES), issued('cash'), next('1'), undo('1'), next('1'));
  expect(it.calls.map(({ isTakenBack = false }) => isTakenBack)).toEqual([true, false]);
  const [, , first, second] = explainText(it, 'en', 'Asia/Shanghai').split('\n');
  expect(first).toContain('; the call was taken back');
  expect(second).not.toContain('taken back');
});

test('who waits for one window is not told of calls at windows that cannot call it', () => {
  const sent = [issued('cash'), next('2'), ask({ type: 'transfer', counter: '2', toCounter: '1' }), issued('cash')];
  const steps = [...opened(['1', '2'], VISIT_RULES), ...sent, later(MINUTE), next('2')];
  expect(before(told('C001', ...steps))).toEqual([]);
});
