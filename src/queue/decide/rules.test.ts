import { expect, test } from 'vitest';
import type { Rules } from '../rules.ts';
import { and, ask, given, happens, issued, issuedOnPaper, later, opened, PLAIN, RULES, START } from '../spec.ts';

const done = { kind: 'done', label: null } as const;

function next(counter: string) {
  return ask({ type: 'call-next', counter });
}

function apply(rules: Rules) {
  return ask({ type: 'apply-rules', rules });
}

function without(counter: string): Rules {
  return { ...RULES, counters: RULES.counters.filter(({ id }) => id !== counter) };
}

test('the first rules give the branch its counters, all closed', () => {
  const branch = given()
    .when(apply(RULES))
    .thenHappens(done, happens({ type: 'rules-applied', rules: RULES }));
  expect([...branch.state.counters.values()].map(({ id, state }) => [id, state])).toEqual([
    ['1', 'closed'],
    ['2', 'closed'],
    ['3', 'closed'],
    ['4', 'closed'],
  ]);
});

test('a dropped counter without a customer closes and is gone', () => {
  const rules = without('1');
  const branch = given(...opened(['1']), next('1'))
    .when(apply(rules))
    .thenHappens(
      done,
      happens({ type: 'rules-applied', rules }),
      happens({ type: 'request-ended', reason: 'rules' }, '1', 'rules'),
      happens({ type: 'counter-closed' }, '1', 'rules'),
    );
  expect(branch.state.counters.has('1')).toBe(false);
  branch.when(next('1')).thenRefused({ code: 'unknown-counter', counter: '1' });
});

test('a dropped counter has served the customer at its window, and is gone', () => {
  const rules = without('1');
  const branch = given(
    ...opened(['1']),
    issued('cash'),
    issued('cash'),
    next('1'),
    ask({ type: 'start', counter: '1' }),
    later(90),
  )
    .when(apply(rules))
    .thenHappens(
      done,
      happens({ type: 'rules-applied', rules }),
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 90 }, '1', 'rules'),
      happens({ type: 'counter-closed' }, '1', 'rules'),
    );
  expect(branch.state.counters.has('1')).toBe(false);
  branch.when(ask({ type: 'finish', counter: '1' })).thenRefused({ code: 'unknown-counter', counter: '1' });
});

test('whom a dropped counter had called waits again at the same place', () => {
  const rules = without('1');
  const branch = given(...opened(['1', '2']), issued('cash'), later(5), issued('cash'), next('1'), later(7))
    .when(apply(rules))
    .thenHappens(
      done,
      happens({ type: 'rules-applied', rules }),
      happens(
        { type: 'transferred', ticket: 1, label: 'C001', from: 'cash', to: 'cash', queuedAt: START, served: 0 },
        '1',
        'rules',
      ),
      happens({ type: 'counter-closed' }, '1', 'rules'),
    );
  const ticket = branch.state.tickets.get(1);
  expect(ticket).toMatchObject({ status: 'waiting', counter: null, calledAt: null, services: ['cash'] });
  expect(and(branch, next('2')).state.counters.get('2')?.ticket).toBe(1);
});

test('whom a dropped counter had called goes to the window that waits for a customer', () => {
  const rules = without('1');
  given(...opened(['1', '2']), issued('cash'), next('1'), next('2'), later(9))
    .when(apply(rules))
    .thenHappens(
      done,
      happens({ type: 'rules-applied', rules }),
      happens(
        { type: 'transferred', ticket: 1, label: 'C001', from: 'cash', to: 'cash', queuedAt: START, served: 0 },
        '1',
        'rules',
      ),
      happens({ type: 'counter-closed' }, '1', 'rules'),
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 0, how: 'request', ...PLAIN },
        '2',
        'request',
      ),
    );
});

test('a paused counter that the rules drop lets its customer go as an open one does', () => {
  const rules = without('1');
  const pause = ask({ type: 'pause-counter', counter: '1' });
  given(...opened(['1']), issued('cash'), next('1'), ask({ type: 'start', counter: '1' }), pause)
    .when(apply(rules))
    .thenHappens(
      done,
      happens({ type: 'rules-applied', rules }),
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 0 }, '1', 'rules'),
      happens({ type: 'counter-closed' }, '1', 'rules'),
    );
});

test('who waits for a service that the rules drop is called by any counter', () => {
  const rules: Rules = {
    ...RULES,
    services: RULES.services.filter(({ id }) => id !== 'wealth'),
    counters: RULES.counters.map((counter) => ({
      ...counter,
      services: counter.services.filter((service) => service !== 'wealth'),
    })),
  };
  const branch = given(...opened(['1']), issued('wealth'), apply(rules));
  branch
    .when(next('1'))
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'W001', counter: '1', waiting: 0 },
      happens(
        { type: 'called', ticket: 1, label: 'W001', service: 'wealth', waited: 0, how: 'next', ...PLAIN },
        '1',
        'longest-wait',
      ),
    );
});

test('standing requests call whom the new rules let them, who stands longest first', () => {
  const counters = RULES.counters.map((counter) => ({ ...counter, services: ['cash', 'wealth'] }));
  const rules = { ...RULES, counters };
  given(
    ...opened(['1', '2']),
    next('2'),
    later(10),
    next('1'),
    issued('wealth'),
    later(1),
    issued('wealth'),
    issued('wealth'),
    later(1),
  )
    .when(apply(rules))
    .thenHappens(
      done,
      happens({ type: 'rules-applied', rules }),
      happens(
        { type: 'called', ticket: 1, label: 'W001', service: 'wealth', waited: 2, how: 'request', ...PLAIN },
        '2',
        'request',
      ),
      happens(
        { type: 'called', ticket: 2, label: 'W002', service: 'wealth', waited: 1, how: 'request', ...PLAIN },
        '1',
        'request',
      ),
    );
});

test('a counter whose profile is gone follows the one of the rules', () => {
  const rules: Rules = {
    ...RULES,
    counters: RULES.counters.map((counter) => ({ ...counter, profile: 'fair' })),
    profiles: RULES.profiles.filter(({ id }) => id === 'fair'),
  };
  const branch = given(...opened(['3']), issued('wealth'), later(1), issued('cash'), apply(rules));
  expect(branch.state.counters.get('3')?.profile).toBe('fair');
  expect(and(branch, next('3')).state.tickets.get(1)?.status).toBe('called');
});

test('a ticket in the printer is released by the time of the new rules', () => {
  const branch = given(...opened(), issuedOnPaper('cash'), apply({ ...RULES, callableAfter: 500 }), later(499));
  branch.when(ask({ type: 'tick' })).thenHappens(done);
  and(branch, later(1))
    .when(ask({ type: 'tick' }))
    .thenHappens(done, happens({ type: 'released', ticket: 1, label: 'C001' }));
});

test('of a closed window that the rules drop, of its profile and of old visits nothing is left', () => {
  const rules: Rules = {
    ...RULES,
    counters: RULES.counters.flatMap((each) =>
      each.id === '2' ? [] : [each.id === '4' ? { ...each, profile: 'quick' } : each],
    ),
    endedKept: 0,
  };
  const served = [issued('cash'), ask({ type: 'call-next', counter: '1' }), ask({ type: 'finish', counter: '1' })];
  const before = given(...opened(['1']), ...served, later(RULES.undoWindow + 1));
  const { state } = and(before, ask({ type: 'apply-rules', rules }));
  expect([...state.counters.keys()].sort()).toEqual(['1', '3', '4']);
  expect(state.counters.get('4')?.profile).toBe('quick');
  expect(state.ended).toEqual([]);
});
