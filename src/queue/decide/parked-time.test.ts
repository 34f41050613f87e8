import { expect, test } from 'vitest';
import { and, ask, given, issued, later, MINUTE, opened, RULES, type Step } from '../spec.ts';
import { choose, next, park } from '../spec-park.fake.ts';
import { VISIT_RULES } from '../spec-visit.fake.ts';

const start = (counter: string): Step => ask({ type: 'start', counter });
const undo = (counter: string): Step => ask({ type: 'undo', counter });
const tick = ask({ type: 'tick' });

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

test('a service takes too long with the time before it was parked', () => {
  const watched = { ...RULES, alerts: { serviceOver: 1 } };
  const { standardTime = 0 } = RULES.services.find(({ id }) => id === 'cash') ?? {};
  const served = given(...opened(['1'], watched), issued('cash'), next(), start('1'), later(standardTime));
  const parked = and(served, tick, park(), later(MINUTE), choose('1'), tick);
  expect(parked.events.map(({ type }) => type)).not.toContain('alert-raised');
  const late = and(parked, later(1), tick);
  expect(late.events.find(({ type }) => type === 'alert-raised')).toMatchObject({
    kind: 'service-over-time',
    measured: standardTime + 1,
  });
});
