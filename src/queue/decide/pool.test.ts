import { expect, test } from 'vitest';
import { and, ask, happens, issued, MINUTE, RULES, START } from '../spec.ts';
import { calledTo, choose, next, park, parkedAt, unparked } from '../spec-park.fake.ts';

test('its own window, its teller and every window of the service call it, each from the own pool', () => {
  const answer = (counter: string) => ({ kind: 'called', ticket: 1, label: 'C001', counter, waiting: 0 }) as const;
  parkedAt('counter', '2').when(choose('1')).thenHappens(answer('1'), calledTo('1', 'chosen'));
  parkedAt('counter', '2').when(choose('2')).thenRefused({ code: 'parked-elsewhere', label: 'C001', pool: 'counter' });
  parkedAt('branch', '2').when(choose('2')).thenHappens(answer('2'), calledTo('2', 'chosen'));
  parkedAt('branch', '4').when(choose('4')).thenRefused({ code: 'not-served-here', counter: '4', service: 'cash' });
  const moved = and(
    parkedAt('teller', '2'),
    ask({ type: 'pause-counter', counter: '1' }),
    ask({ type: 'open-counter', counter: '4', teller: 'teller-1', profile: null }),
  );
  moved.when(choose('2')).thenRefused({ code: 'parked-elsewhere', label: 'C001', pool: 'teller' });
  moved.when(choose('4')).thenHappens(answer('4'), { ...calledTo('4', 'chosen'), teller: 'teller-1' });
});

test('nobody waits in a pool: next passes it over', () => {
  parkedAt('branch')
    .when(next())
    .thenHappens(
      { kind: 'standing', counter: '1' },
      happens({ type: 'request-stands', until: START + MINUTE + RULES.requestLasts }, '1'),
    );
});

test('a call from the pool does not count its customer among those who wait', () => {
  and(parkedAt('branch', '2'), issued('cash'), issued('account'))
    .when(choose('2'))
    .thenHappens({ kind: 'called', ticket: 1, label: 'C001', counter: '2', waiting: 2 }, calledTo('2', 'chosen'));
});

test('whom only a closing window could call returns to the queue, to a window that waits for it', () => {
  const close = ask({ type: 'close-counter', counter: '1' });
  const closed = happens({ type: 'counter-closed' }, '1');
  parkedAt('counter', '2').when(close).thenHappens({ kind: 'done', label: null }, closed, unparked('closed'));
  and(parkedAt('counter', '2'), next('2'))
    .when(close)
    .thenHappens({ kind: 'done', label: null }, closed, unparked('closed'), calledTo('2', 'request'));
  parkedAt('branch', '2').when(close).thenHappens({ kind: 'done', label: null }, closed);
  parkedAt('teller', '2').when(close).thenHappens({ kind: 'done', label: null }, closed, unparked('closed'));
  const moved = and(
    parkedAt('teller'),
    ask({ type: 'pause-counter', counter: '1' }),
    ask({ type: 'open-counter', counter: '4', teller: 'teller-1', profile: null }),
  );
  moved.when(close).thenHappens({ kind: 'done', label: null }, closed);
});

test('another teller at the window returns whom only the one before could call', () => {
  const takes = (teller: string) => ask({ type: 'open-counter', counter: '1', teller, profile: null });
  const opened = { ...happens({ type: 'counter-opened', profile: 'fair' }, '1'), teller: 'li' };
  const answer = { kind: 'done', label: null } as const;
  parkedAt('teller').when(takes('li')).thenHappens(answer, opened, unparked('closed'));
  parkedAt('counter').when(takes('li')).thenHappens(answer, opened);
  const moved = ask({ type: 'open-counter', counter: '4', teller: 'teller-1', profile: null });
  and(parkedAt('teller'), ask({ type: 'pause-counter', counter: '1' }), moved)
    .when(takes('li'))
    .thenHappens(answer, opened);
});

test('new rules that drop the window return whom it has parked, and leave every other pool as it is', () => {
  const counters = RULES.counters.filter(({ id }) => id !== '1');
  const rules = { ...RULES, counters };
  and(parkedAt('counter', '2'), next('2'))
    .when(ask({ type: 'apply-rules', rules }))
    .thenHappens(
      { kind: 'done', label: null },
      happens({ type: 'rules-applied', rules }),
      happens({ type: 'counter-closed' }, '1', 'rules'),
      unparked('rules'),
      calledTo('2', 'request'),
    );
  const kept = and(parkedAt('branch', '2'), ask({ type: 'apply-rules', rules }));
  expect(kept.state.parked.size).toBe(1);
});

test('new rules without parking leave who is parked, and park nobody more', () => {
  const { parking: _, ...rules } = RULES;
  const branch = and(parkedAt('branch', '2'), issued('cash'), next(), ask({ type: 'apply-rules', rules }));
  expect(branch.state.parked.size).toBe(1);
  branch.when(park()).thenRefused({ code: 'no-parking' });
});
