import { expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import { and, ask, given, happens, issued, later, MINUTE, opened, PLAIN, RULES, START, type Step } from '../spec.ts';
import { calledTo, choose, next, park, parkedAt, ticket, unparked } from '../spec-park.fake.ts';
import type { Pool } from '../state.ts';

const AFTER = 20 * MINUTE;
const done = { kind: 'done', label: 'C001' } as const;

test('a parked customer is in no queue, keeps its number, and the counter is free', () => {
  const pool: Pool = { kind: 'counter', counter: '1' };
  const branch = given(...opened(['1']), issued('cash'), next(), later(MINUTE))
    .when(park())
    .thenHappens(
      done,
      happens({ type: 'parked', ...ticket, pool, until: START + MINUTE + AFTER, served: MINUTE }, '1'),
    );
  expect(branch.state.waiting.get('cash')).toBeUndefined();
  expect(branch.state.counters.get('1')?.ticket).toBeNull();
  expect(branch.state.labels.get('C001')).toBe(1);
  expect(nextDue(branch.state)).toBe(START + MINUTE + AFTER);
});

test('by itself it returns to the place of its arrival', () => {
  const branch = given(...opened(['1']), issued('cash'), next(), later(5), issued('cash'), park(), later(AFTER));
  const back = branch.when(ask({ type: 'tick' })).thenHappens({ kind: 'done', label: null }, unparked('time'));
  expect(back.state.waiting.get('cash')?.map(({ id }) => id)).toEqual([1, 2]);
  expect(nextDue(back.state)).toBeNull();
  back
    .when(next())
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'C001', counter: '1', waiting: 1 },
      happens({ type: 'called', ...ticket, waited: 0, how: 'next', ...PLAIN }, '1', 'longest-wait'),
    );
});

test('what it has waited is measured from its return', () => {
  const back = given(...opened(['1']), issued('cash'), next(), park(), later(AFTER), ask({ type: 'tick' }), later(7));
  back
    .when(next())
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'C001', counter: '1', waiting: 0 },
      happens({ type: 'called', ...ticket, waited: 7, how: 'next', ...PLAIN }, '1', 'longest-wait'),
    );
});

test('who returns by itself is called at once where a counter waits for that', () => {
  and(parkedAt('counter', '2'), later(AFTER - 1), next('2'), later(1))
    .when(ask({ type: 'tick' }))
    .thenHappens({ kind: 'done', label: null }, unparked('time'), calledTo('2', 'request'));
});

test('the lobby manager and whoever may call it send it back to the queue', () => {
  const unpark = (counter: string | null) => ask({ type: 'unpark', ticket: { label: 'C001' }, counter });
  parkedAt('counter', '2').when(unpark(null)).thenHappens(done, unparked('asked'));
  parkedAt('counter', '2').when(unpark('1')).thenHappens(done, unparked('asked', '1'));
  parkedAt('counter', '2').when(unpark('2')).thenRefused({ code: 'parked-elsewhere', label: 'C001', pool: 'counter' });
  and(parkedAt('counter', '2'), next('2'))
    .when(unpark('1'))
    .thenHappens(done, unparked('asked', '1'), calledTo('2', 'request'));
});

test('a wrong park is taken back: called or served as before', () => {
  const called = given(...opened(['1']), issued('cash'), next(), park('branch'));
  const restored = [{ ticket: 1, status: 'called', counter: '1' }] as const;
  const back = called
    .when(ask({ type: 'undo', counter: '1' }))
    .thenHappens(done, happens({ type: 'undone', what: 'park', restored }, '1', 'undo'));
  expect(back.state.parked.size).toBe(0);
  expect(nextDue(back.state)).toBeNull();
  const serving = given(...opened(['1']), issued('cash'), next(), ask({ type: 'start', counter: '1' }), park());
  const served = and(serving, ask({ type: 'undo', counter: '1' }));
  expect(served.state.tickets.get(1)).toMatchObject({ status: 'serving', counter: '1', parked: null, parkings: 0 });
});

test('a wrong call from the pool is taken back to the pool, with the time of its return', () => {
  const branch = and(parkedAt('counter'), choose('1'), ask({ type: 'undo', counter: '1' }));
  expect(branch.state.tickets.get(1)).toMatchObject({ status: 'parked', counter: null });
  expect(nextDue(branch.state)).toBe(START + MINUTE + AFTER);
});

test('a park is not taken back once the customer was called elsewhere, returned, or was parked again', () => {
  const overtaken = { code: 'undo-overtaken', label: 'C001' } as const;
  const undo = ask({ type: 'undo', counter: '1' });
  and(parkedAt('branch', '2'), choose('2')).when(undo).thenRefused(overtaken);
  and(parkedAt('branch', '2'), ask({ type: 'unpark', ticket: { id: 1 }, counter: null }))
    .when(undo)
    .thenRefused(overtaken);
  const again: Step[] = [choose('2'), later(1), ask({ type: 'park', counter: '2', pool: 'branch', returnAfter: null })];
  and(parkedAt('branch', '2'), ...again)
    .when(undo)
    .thenRefused(overtaken);
});

test('with the day a parked visit ends, unless the rules keep it or nobody knows that it is another day', () => {
  const tomorrow = (day: string | null): Step => ask({ type: 'open-day', day, instants: [], openingHash: 'hash' });
  const over = and(parkedAt('branch'), tomorrow('2026-03-03'));
  expect(over.events.at(-1)).toMatchObject({ type: 'expired', ...ticket });
  expect([over.state.parked.size, nextDue(over.state), over.state.ended.at(-1)?.status]).toEqual([0, null, 'expired']);
  const parking = { pool: 'branch', returnAfter: null, most: 9, atDayEnd: 'keep' } as const;
  const steps = [issued('cash'), next(), park()];
  const kept = given(...opened(['1'], { ...RULES, parking }), ...steps, tomorrow('2026-03-03'));
  expect(kept.state.parked.size).toBe(1);
  const undated = [ask({ type: 'apply-rules', rules: RULES }), tomorrow(null), opened(['1'])[2] as Step];
  expect(given(...undated, ...steps, tomorrow('2026-03-03')).state.parked.size).toBe(1);
});

test('as many are parked as the rules allow', () => {
  const again = [issued('cash'), next(), park('branch')];
  given(...opened(['1']), ...again, ...again, issued('cash'), next())
    .when(park())
    .thenRefused({ code: 'pool-full', limit: 2 });
});

test('how long, and that it stays until somebody calls it, may be said with each', () => {
  const briefly = and(given(...opened(['1']), issued('cash'), next()), park('branch', 5_000));
  expect(nextDue(briefly.state)).toBe(START + 5_000);
  const parking = { pool: 'teller', returnAfter: null, most: 9, atDayEnd: 'expire' } as const;
  const stays = given(...opened(['1'], { ...RULES, parking }), issued('cash'), next(), park());
  expect(nextDue(stays.state)).toBeNull();
  expect(stays.state.tickets.get(1)?.parked?.pool).toEqual({ kind: 'teller', teller: 'teller-1' });
});

test('where nobody knows who the teller is, the pool of the teller is that of the window', () => {
  const branch = given(
    ...opened(),
    ask({ type: 'open-counter', counter: '1', teller: null, profile: null }),
    issued('cash'),
    next(),
    park('teller'),
  );
  expect(branch.state.tickets.get(1)?.parked?.pool).toEqual({ kind: 'counter', counter: '1' });
});

test('a slip that fails to come out after all does not withdraw who was parked', () => {
  const paper = { ...issued('cash'), handover: 'paper' } as Step;
  const branch = given(
    ...opened(['1']),
    paper,
    ask({ type: 'print-unknown', ticket: 1, device: 'printer-1', reason: 'no-answer' }),
    later(RULES.callableAfter),
    ask({ type: 'tick' }),
    next(),
    park(),
    later(AFTER),
    ask({ type: 'tick' }),
    ask({ type: 'print-failed', ticket: 1, device: 'printer-1', reason: 'fault' }),
  );
  expect(branch.state.tickets.get(1)?.status).toBe('waiting');
});
