import { expect, test } from 'vitest';
import { evolve } from '../evolve.ts';
import { restore, snapshot } from '../snapshot.ts';
import { and, ask, given, happens, issued, later, opened, RULES, START } from '../spec.ts';

function openDay(day: string | null) {
  return ask({ type: 'open-day', day, instants: [], openingHash: 'hash' });
}

test('a day carries the whole state before it, and replay may start there', () => {
  const before = given(...opened(['1']), issued('cash'), later(10));
  const opening = snapshot(before.state);
  const after = before
    .when(openDay('2026-03-03'))
    .thenHappens(
      { kind: 'done', label: null },
      happens({ type: 'day-opened', day: '2026-03-03', instants: [], opening, openingHash: 'hash' }),
    );
  expect(after.state.day).toEqual({ date: '2026-03-03', openedAt: START + 10, instants: [] });
  const replayed = restore(JSON.parse(JSON.stringify(opening)));
  for (const event of after.events.slice(-1)) evolve(replayed, event);
  expect(snapshot(replayed)).toEqual(snapshot(after.state));
});

test('numbers start again, a number that is still live is left out, and a visit over midnight goes on', () => {
  const branch = given(
    ...opened(['1']),
    issued('cash'),
    issued('cash'),
    ask({ type: 'call-next', counter: '1' }),
    ask({ type: 'finish', counter: '1' }),
    ask({ type: 'call-next', counter: '1' }),
    openDay('2026-03-03'),
    issued('cash'),
    issued('cash'),
  );
  expect([...branch.state.labels.keys()].sort()).toEqual(['C001', 'C002', 'C003']);
  expect(branch.state.counters.get('1')?.ticket).toBe(2);
  branch
    .when(ask({ type: 'finish', counter: '1' }))
    .thenHappens(
      { kind: 'done', label: 'C002' },
      happens({ type: 'finished', ticket: 2, label: 'C002', service: 'cash', served: 0 }, '1'),
    );
});

test('days only go forward', () => {
  const branch = given(...opened());
  branch.when(openDay('2026-03-02')).thenRefused({ code: 'day-not-after', day: '2026-03-02' });
  branch.when(openDay('2026-03-01')).thenRefused({ code: 'day-not-after', day: '2026-03-02' });
  branch.when(openDay(null)).thenRefused({ code: 'day-not-after', day: '2026-03-02' });
  given().when(openDay('2026-03-01')).thenRefused({ code: 'no-rules' });
});

test('the first dated day after one without a date may be the same: the numbers go on', () => {
  const branch = given(ask({ type: 'apply-rules', rules: RULES }), openDay(null), issued('cash'));
  branch.when(openDay(null)).thenRefused({ code: 'day-not-after', day: '' });
  const dated = and(
    branch,
    ask({ type: 'cancel', ticket: { id: 1 }, counter: null, reason: 'left' }),
    openDay('2026-03-02'),
    issued('cash'),
  );
  expect([...dated.state.labels.keys()]).toEqual(['C002']);
});

test('the label of the wall clock is a fact', () => {
  const branch = given()
    .when(ask({ type: 'set-clock', offset: -5, isTrusted: true }))
    .thenHappens({ kind: 'done', label: null }, happens({ type: 'clock-set', offset: -5, isTrusted: true }));
  expect(branch.state.clock).toEqual({ offset: -5, isTrusted: true });
});
