import { expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import { and, ask, given, happens, issuedOnPaper, later, opened, PLAIN, RULES, START } from '../spec.ts';

const tick = ask({ type: 'tick' });
const done = { kind: 'done', label: null } as const;

function next(counter: string) {
  return ask({ type: 'call-next', counter });
}

function released(ticket: number, label: string) {
  return happens({ type: 'released', ticket, label });
}

function calledTo(counter: string, ticket: number, label: string, waited: number) {
  return happens(
    { type: 'called', ticket, label, service: 'cash', waited, how: 'request', ...PLAIN },
    counter,
    'request',
  );
}

test('nothing happens before its time', () => {
  const branch = given(...opened(['1']), issuedOnPaper('cash'), next('1'), later(RULES.callableAfter - 1));
  expect(nextDue(branch.state)).toBe(START + RULES.callableAfter);
  branch.when(tick).thenHappens(done);
});

test('tickets whose print nobody confirmed are released in order, to requests first come first served', () => {
  const branch = given(
    ...opened(['1', '2', '4']),
    next('4'),
    next('2'),
    later(1),
    next('1'),
    issuedOnPaper('cash'),
    issuedOnPaper('cash'),
    later(1),
    issuedOnPaper('cash'),
    later(RULES.callableAfter),
  );
  branch
    .when(tick)
    .thenHappens(
      done,
      released(1, 'C001'),
      calledTo('2', 1, 'C001', RULES.callableAfter + 1),
      released(2, 'C002'),
      calledTo('1', 2, 'C002', RULES.callableAfter + 1),
      released(3, 'C003'),
    );
  expect(nextDue(branch.state)).toBe(START + RULES.requestLasts);
});

test('a switch goes off in the tick that calls those whose print nobody confirmed', () => {
  const counters = ['1', '2'];
  const of = { categories: ['cash'] };
  const crowd = { id: 'crowd', counters, profile: 'quick', measure: 'waiting', of, above: 2, below: 2 } as const;
  const paper = [issuedOnPaper('cash'), issuedOnPaper('cash'), issuedOnPaper('cash')];
  const on = given(...opened(counters, { ...RULES, switches: [crowd] }), next('1'), next('2'), ...paper, tick);
  expect(counters.map((id) => on.state.counters.get(id)?.profile)).toEqual(['quick', 'quick']);
  const off = and(on, later(RULES.callableAfter), tick);
  expect(counters.map((id) => off.state.counters.get(id)?.profile)).toEqual(['fair', 'fair']);
  expect(nextDue(off.state)).toBeNull();
});

test('a request ends when its time is over', () => {
  const branch = given(...opened(['1']), next('1'), later(RULES.requestLasts))
    .when(tick)
    .thenHappens(done, happens({ type: 'request-ended', reason: 'time' }, '1'));
  expect(nextDue(branch.state)).toBeNull();
  expect(branch.state.counters.get('1')?.request).toBeNull();
});

test('what is late is done in its order: a request that ended before the release gets nothing', () => {
  const early = given(
    ...opened(['1']),
    next('1'),
    later(RULES.requestLasts - RULES.callableAfter),
    issuedOnPaper('cash'),
    later(2 * RULES.callableAfter),
  );
  early.when(tick).thenHappens(done, released(1, 'C001'), calledTo('1', 1, 'C001', 2 * RULES.callableAfter));
  const late = given(
    ...opened(['1']),
    next('1'),
    later(RULES.requestLasts - RULES.callableAfter + 1),
    issuedOnPaper('cash'),
    later(2 * RULES.callableAfter),
  );
  late.when(tick).thenHappens(done, happens({ type: 'request-ended', reason: 'time' }, '1'), released(1, 'C001'));
});

test('of ten tickets due at once the oldest is first', () => {
  const tickets = Array.from({ length: 10 }, () => issuedOnPaper('cash'));
  const branch = given(...opened(), ...tickets, later(RULES.callableAfter));
  const after = and(branch, tick);
  expect(after.events.slice(-10).map((event) => event.type === 'released' && event.ticket)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
});
