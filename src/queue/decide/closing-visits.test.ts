/** What has begun before closing time is brought to its end after it. */
import { describe, expect, test } from 'vitest';
import { decide } from '../decide.ts';
import type { ScheduledInstant } from '../instants.ts';
import type { Rules } from '../rules.ts';
import { and, ask, type Given, given, issued, later, MINUTE, type Step } from '../spec.ts';
import { dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';
import { handoff, issuedFor, next, VISIT_RULES, VISITS } from '../spec-visit.fake.ts';

function start(counter: string): Step {
  return ask({ type: 'start', counter });
}

/** Later on the same day, after what time alone has brought. */
function at(after: number, past: Given, ...steps: readonly Step[]): Given {
  return and(past, later(minute(after) - past.now), TICK, ...steps);
}

/** A counter that the clock opens at the tenth minute and would close with the branch. */
function byClock(id: string): readonly ScheduledInstant[] {
  const isOpen = (after: number, is: boolean): ScheduledInstant => {
    return { at: minute(after), what: 'counter', counter: id, isOpen: is, by: 'schedule' };
  };
  return [isOpen(10, true), isOpen(60, false)];
}

function open(rules: Rules, ...counters: readonly string[]): Given {
  return given(...dayOf(dayWith(), rules, ...counters));
}

function endings({ events }: Given): readonly string[] {
  return events.map(({ type }) => type).filter((type) => type === 'expired' || type === 'held-over');
}

describe('a customer who fills in a form while the doors close', () => {
  const park = (pool: 'counter' | 'teller' | 'branch') =>
    ask({ type: 'park', counter: '1', pool, returnAfter: 10 * MINUTE });

  test.each(['counter', 'teller', 'branch'] as const)(
    'parked for the %s keeps the hall closing, and is served',
    (pool) => {
      const parked = at(58, at(57, open(ruled({}), '1'), issued('cash'), next('1'), start('1')), park(pool));
      const closing = and(at(60, parked), later(1), TICK);
      expect([closing.state.hall.phase, closing.state.counters.get('1')?.state]).toEqual(['closing', 'open']);
      expect(closing.state.tickets.get(1)?.status).toBe('parked');
      const served = at(69, closing, next('1'), ask({ type: 'finish', counter: '1' }), TICK);
      expect(served.state.ended.map(({ status }) => status)).toEqual(['finished']);
      expect(served.state.hall.phase).toBe('closed');
    },
  );

  test('is waited for as well when a person closes early', () => {
    const parked = at(38, at(37, open(ruled({}), '1'), issued('cash'), next('1'), start('1')), park('counter'));
    const closing = at(41, at(40, parked, ask({ type: 'set-hall', state: 'closing' })));
    expect([closing.state.hall.phase, closing.state.tickets.get(1)?.status]).toEqual(['closing', 'parked']);
    expect(endings(closing)).toEqual([]);
  });

  test('who never comes back is waited for until the hall ends, and no longer', () => {
    const parked = at(58, at(57, open(ruled({}), '1'), issued('cash'), next('1'), start('1')), park('counter'));
    const gone = and(at(79, parked), later(MINUTE), TICK);
    expect(gone.state.hall.phase).toBe('closed');
    expect(endings(gone)).toEqual(['expired']);
  });
});

describe('a counter of the clock stays after closing', () => {
  const steps: Rules = { ...ruled({}), services: VISIT_RULES.services, counters: VISIT_RULES.counters, visit: VISITS };
  const day = (id: string, rules: Rules, ...others: readonly string[]) =>
    at(10, given(...dayOf(dayWith(...byClock(id)), rules, ...others)));
  const received = [issued('settlement'), next('3'), start('3')];

  test('while its customer is being reviewed in the back, and closes once they are served', () => {
    const away = at(55, day('3', steps, '5'), ...received, later(2 * MINUTE), handoff('3'), next('5'));
    const closing = at(62, away);
    expect([closing.state.hall.phase, closing.state.counters.get('3')?.state]).toEqual(['closing', 'open']);
    const back = at(65, closing, ask({ type: 'finish', counter: '5' }), TICK, next('3'));
    const over = at(67, back, ask({ type: 'finish', counter: '3' }), TICK, later(30_001), TICK);
    expect(over.state.ended.map(({ status }) => status)).toEqual(['finished']);
    expect([over.state.hall.phase, over.state.counters.get('3')?.state]).toEqual(['closed', 'closed']);
  });

  test('of the back office, while a customer is received whose papers go there', () => {
    const received5 = at(62, at(55, day('5', steps, '3'), ...received));
    expect(decide(received5.state, handoff('3'), received5.now).answer).toMatchObject({ kind: 'done' });
  });

  test('for the second service of a visit', () => {
    const rules = { ...ruled({}), visit: VISITS };
    const first = at(62, at(55, day('4', rules, '1'), issuedFor('cash', 'wealth'), next('1'), start('1')));
    const second = and(first, ask({ type: 'finish', counter: '1' }), TICK);
    expect([second.state.hall.phase, second.state.counters.get('4')?.state]).toEqual(['closing', 'open']);
  });

  test('for a customer whose service the rules have dropped', () => {
    const rules = ruled({});
    const services = rules.services.filter(({ id }) => id !== 'wealth');
    const counters = rules.counters.filter(({ services: own }) => !own.includes('wealth'));
    const dropped = { ...rules, version: 'dropped', services, counters };
    const waiting = at(55, day('1', rules), issued('wealth'), ask({ type: 'apply-rules', rules: dropped }));
    const closing = at(61, waiting);
    expect([closing.state.hall.phase, closing.state.counters.get('1')?.state]).toEqual(['closing', 'open']);
  });

  test('for whom it has parked', () => {
    const parked = ask({ type: 'park', counter: '1', pool: 'counter', returnAfter: null });
    const closing = at(61, at(55, day('1', ruled({})), issued('cash'), next('1'), parked));
    expect([closing.state.hall.phase, closing.state.counters.get('1')?.state]).toEqual(['closing', 'open']);
  });
});

describe.each(['serve', 'park', 'expire'] as const)('with atClosing %s a visit that has begun goes on', (atClosing) => {
  const { services, counters } = VISIT_RULES;
  const rules: Rules = { ...ruled({ atClosing }), services, counters, visit: VISITS };

  test('with the papers in the back office', () => {
    const received = at(55, open(rules, '3', '5'), issued('settlement'), next('3'), start('3'), later(MINUTE));
    const closing = at(60, and(received, handoff('3')));
    expect([closing.state.tickets.get(1)?.status, endings(closing)]).toEqual(['waiting', []]);
    const served = at(65, at(62, closing, next('5'), ask({ type: 'finish', counter: '5' })), next('3'));
    expect(served.state.counters.get('3')?.ticket).toBe(1);
  });

  test('with a second service to come', () => {
    const first = at(55, open(rules, '1', '4'), issuedFor('cash', 'wealth'), next('1'));
    const closing = at(60, and(first, ask({ type: 'finish', counter: '1' })));
    expect([closing.state.waiting.get('wealth')?.length, endings(closing)]).toEqual([1, []]);
  });

  test('after a form that is filled in as the clock closes the window', () => {
    const park = ask({ type: 'park', counter: '1', pool: 'counter', returnAfter: 10 * MINUTE });
    const closing = at(60, at(52, open(rules, '1'), issued('cash'), next('1'), park));
    const back = at(62, closing, TICK);
    expect([back.state.tickets.get(1)?.status, endings(back)]).toEqual(['waiting', []]);
  });
});

test('with atClosing park whom no window has had is held over, and whom one had waits on', () => {
  const rules = ruled({ atClosing: 'park' });
  const first = at(55, open(rules, '1'), issued('cash'), issued('cash'), next('1'));
  const sent = and(first, ask({ type: 'transfer', counter: '1', service: 'account' }));
  const closing = at(60, sent);
  expect(closing.state.waiting.get('account')?.map(({ label }) => label)).toEqual(['C001']);
  expect([...closing.state.parked.values()].map(({ label }) => label)).toEqual(['C002']);
});
