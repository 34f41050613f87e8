import { expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import { and, ask, type Given, given, issued, later, MINUTE, opened, RULES, type Step } from '../spec.ts';
import { choose, next, park } from '../spec-park.fake.ts';
import { handoff, VISIT_RULES } from '../spec-visit.fake.ts';

/** The standard of every service of the small branch. */
const STANDARD = 5 * MINUTE;
const WATCHED = { ...VISIT_RULES, alerts: { serviceOver: 1 } };

const start = (counter: string): Step => ask({ type: 'start', counter });
const undo = (counter: string): Step => ask({ type: 'undo', counter });
const transfer = (to: { toCounter: string } | { service: string }): Step =>
  ask({ type: 'transfer', counter: '1', ...to });
const tick = ask({ type: 'tick' });

/** C001 at counter 1 for so long. */
function servedFor(took: number): Given {
  return given(...opened(['1', '2'], WATCHED), issued('cash'), next(), start('1'), later(took));
}

/** Time passes up to the next instant that is due, and that instant is told. */
function atDue(past: Given): Given {
  const due = nextDue(past.state) ?? expect.fail('nothing is due');
  const told = and(past, later(due - past.now), tick);
  expect(nextDue(told.state) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(due);
  return told;
}

const raised = ({ events }: Given) => events.filter(({ type }) => type === 'alert-raised');
const cleared = ({ events }: Given) => events.filter(({ type }) => type === 'alert-cleared');

test('a service takes too long with the time before it was parked', () => {
  const parked = and(servedFor(3 * MINUTE), park(), later(4 * MINUTE), choose('1'), later(2 * MINUTE), tick);
  expect(raised(parked)).toEqual([]);
  const late = atDue(parked);
  expect(raised(late)).toMatchObject([{ kind: 'service-over-time', counter: '1', measured: STANDARD + 1 }]);
});

test('whose time is used up when a request calls the customer back by a tick is told of right after', () => {
  const back = and(servedFor(STANDARD + 1), park('branch', 2 * MINUTE), next());
  expect(nextDue(back.state)).toBe(back.now + 2 * MINUTE);
  const called = atDue(back);
  expect(called.events.at(-1)).toMatchObject({ type: 'called', how: 'request' });
  expect(raised(called)).toEqual([]);
  expect(nextDue(called.state)).toBe(called.now + 1);
  expect(raised(atDue(called))).toMatchObject([{ kind: 'service-over-time', measured: STANDARD + 2 }]);
});

test('a start does not end what was told of the call, where the time was used up before', () => {
  const told = atDue(and(servedFor(STANDARD + 1), tick, park(), later(MINUTE), tick, choose('1')));
  expect([raised(told), cleared(told)].map(({ length }) => length)).toEqual([2, 1]);
  const begun = and(told, later(MINUTE), start('1'), later(1), tick);
  expect([raised(begun), cleared(begun)].map(({ length }) => length)).toEqual([2, 1]);
});

test('the same service at another window goes on, another one begins', () => {
  const sent = and(servedFor(4 * MINUTE), transfer({ toCounter: '2' }), later(MINUTE), next('2'), later(MINUTE), tick);
  expect(raised(sent)).toEqual([]);
  expect(raised(and(sent, later(1), tick))).toMatchObject([{ counter: '2', measured: STANDARD + 1 }]);
  const other = and(servedFor(4 * MINUTE), transfer({ service: 'account' }), next('2'), later(STANDARD), tick);
  expect(raised(other)).toEqual([]);
  expect(raised(and(other, later(1), tick))).toMatchObject([{ service: null, measured: STANDARD + 1 }]);
});

test('the steps of a service are one service', () => {
  const received = given(...opened(['3', '5'], WATCHED), issued('settlement'), next('3'), later(3 * MINUTE));
  const reviewed = and(received, handoff('3'), next('5'), later(MINUTE), handoff('5'), later(MINUTE), next('3'));
  const on = and(reviewed, later(MINUTE), tick);
  expect(raised(on)).toEqual([]);
  expect(raised(and(on, later(1), tick))).toMatchObject([{ counter: '3', measured: STANDARD + 1 }]);
});

test('what was undone took no time elsewhere', () => {
  const unparked = and(servedFor(STANDARD - 10_000), park(), later(5_000), undo('1'), later(5_000), tick);
  expect(raised(unparked)).toEqual([]);
  expect(raised(and(unparked, later(1), tick))).toMatchObject([{ measured: STANDARD + 1 }]);
  const sent = and(
    servedFor(STANDARD - 10_000),
    transfer({ toCounter: '2' }),
    later(5_000),
    undo('1'),
    later(5_000),
    tick,
  );
  expect(raised(sent)).toEqual([]);
  expect(raised(and(sent, later(1), tick))).toMatchObject([{ measured: STANDARD + 1 }]);
  const called = and(
    servedFor(3 * MINUTE),
    park(),
    choose('1'),
    later(5_000),
    undo('1'),
    choose('1'),
    later(2 * MINUTE),
  );
  expect(raised(and(called, tick))).toEqual([]);
  expect(raised(and(called, later(1), tick))).toMatchObject([{ measured: STANDARD + 1 }]);
});

test('a service that was finished too early and taken back goes on with all its time', () => {
  const finish = ask({ type: 'finish', counter: '1' });
  const again = and(servedFor(3 * MINUTE), park(), choose('1'), later(MINUTE), finish, later(20_000), undo('1'));
  expect(raised(and(again, later(40_000), tick))).toEqual([]);
  expect(raised(and(again, later(40_001), tick))).toMatchObject([{ measured: STANDARD + 1 }]);
});

test('no standard is looked at that nobody wants to be told of', () => {
  const unwatched = given(...opened(['1'], RULES), issued('cash'), next(), later(2 * STANDARD), tick);
  expect(raised(unwatched)).toEqual([]);
});
