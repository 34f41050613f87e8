import { expect, test } from 'vitest';
import { and, ask, given, issued, later, MINUTE, opened, type Step } from '../spec.ts';
import { next } from '../spec-park.fake.ts';
import { VISIT_RULES } from '../spec-visit.fake.ts';

const start = (counter: string): Step => ask({ type: 'start', counter });
const undo = (counter: string): Step => ask({ type: 'undo', counter });

/** A settlement that counter 3 has received for a minute, and parked a minute ago. */
function receivedAndParked() {
  const parking = ask({ type: 'park', counter: '3', pool: null, returnAfter: null });
  const begun = [...opened(['3', '5'], VISIT_RULES), issued('settlement'), next('3'), start('3'), later(MINUTE)];
  return given(...begun, parking, later(MINUTE));
}

const handoff = ask({ type: 'handoff', counter: '3' });
const choose3 = ask({ type: 'call-ticket', counter: '3', ticket: { label: 'S001' } });

test('a step before and after a parking is one step: its time is that at counters', () => {
  const done = (took: number) => ({ type: 'handed-off', step: { step: 'receive', took } });
  const chosen = and(receivedAndParked(), choose3, later(MINUTE), handoff);
  expect(chosen.events.at(-1)).toMatchObject(done(2 * MINUTE));
  const back = ask({ type: 'unpark', ticket: { label: 'S001' }, counter: '3' });
  expect(and(receivedAndParked(), back, next('3'), later(MINUTE), handoff).events.at(-1)).toMatchObject(
    done(2 * MINUTE),
  );
});

test('a call from the pool that was undone counts no time twice', () => {
  const again = and(receivedAndParked(), choose3, undo('3'), later(MINUTE), choose3, later(MINUTE), handoff);
  expect(again.events.at(-1)).toMatchObject({ step: { took: 2 * MINUTE } });
});

test('a parking that was undone goes on as if it had not been', () => {
  const parking = ask({ type: 'park', counter: '3', pool: null, returnAfter: null });
  const begun = given(...opened(['3', '5'], VISIT_RULES), issued('settlement'), next('3'), start('3'), later(MINUTE));
  const undone = and(begun, parking, later(1_000), undo('3'), later(MINUTE), handoff);
  expect(undone.events.at(-1)).toMatchObject({ step: { took: 2 * MINUTE + 1_000 } });
});
