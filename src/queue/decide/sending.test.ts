import { expect, test } from 'vitest';
import {
  and,
  ask,
  type Given,
  given,
  happens,
  issued,
  later,
  MINUTE,
  opened,
  PLAIN,
  START,
  type Wish,
} from '../spec.ts';
import { next, VISIT_RULES, visitRules } from '../spec-visit.fake.ts';

const C001 = { ticket: 1, label: 'C001' } as const;
type Transfer = Omit<Extract<Wish, { type: 'transfer' }>, 'type' | 'counter'>;
const send = (to: Transfer) => ask({ type: 'transfer', counter: '1', ...to });
const refer = (reason: string, to: object = {}) => ask({ type: 'refer', counter: '1', reason, ...to });
const undo = ask({ type: 'undo', counter: '1' });
const tick = ask({ type: 'tick' });

/** C001 is at counter 1 for a minute; two others wait for wealth since before and after. */
function served(...counters: readonly string[]): Given {
  return given(
    ...opened(['1', '2', '4', ...counters], VISIT_RULES),
    issued('cash'),
    later(5),
    issued('wealth'),
    issued('wealth'),
    next('1'),
    later(MINUTE),
  );
}

const queue = ({ state }: Given, service: string) => state.waiting.get(service)?.map(({ id }) => id);
const pool = ({ state }: Given, key: string) => state.pooled.get(key)?.map(({ id }) => id);

test.each([
  ['first', [1, 2, 3]],
  ['original', [1, 2, 3]],
  ['last', [2, 3, 1]],
] as const)('a customer who is sent on %s stands there', (place, order) => {
  expect(queue(and(served(), send({ service: 'wealth', place })), 'wealth')).toEqual(order);
});

test('first is before those who came earlier, and the arrival is kept for later', () => {
  const late = given(...opened(['1'], VISIT_RULES), issued('wealth'), later(9), issued('cash'), next('1'));
  const first = and(late, send({ service: 'wealth', place: 'first' }));
  expect(queue(first, 'wealth')).toEqual([2, 1]);
  expect(first.state.tickets.get(2)).toMatchObject({ queuedAt: START - 1, visit: { arrivedAt: START + 9 } });
});

test('the bank standard says where a transferred customer stands when the teller does not', () => {
  const under = (rules: typeof VISIT_RULES) =>
    given(
      ...opened(['1'], rules),
      issued('cash'),
      later(5),
      issued('wealth'),
      next('1'),
      later(9),
      send({ service: 'wealth' }),
    );
  expect(queue(under(visitRules({ transferPlace: 'last' })), 'wealth')).toEqual([2, 1]);
  expect(queue(under(VISIT_RULES), 'wealth')).toEqual([1, 2]);
});

test('who is sent to a window waits for it, before its queue, and for no other window', () => {
  const sent = and(served(), issued('cash'), send({ toCounter: '2', place: 'last' }));
  expect(queue(sent, 'cash')).toEqual([4]);
  sent
    .when(ask({ type: 'call-ticket', counter: '1', ticket: { id: 1 } }))
    .thenRefused({ code: 'waits-for-other', label: 'C001', pool: 'counter' });
  sent
    .when(next('2'))
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'C001', counter: '2', waiting: 1 },
      happens({ type: 'called', ...C001, service: 'cash', waited: 0, how: 'next', ...PLAIN }, '2', 'pool/counter'),
    );
});

test('where the rules go by the arrival, who came before goes before whoever is sent to the window', () => {
  const rules = visitRules({ pools: 'arrival' });
  const branch = given(
    ...opened(['1', '2'], rules),
    issued('account'),
    later(5),
    issued('cash'),
    ask({ type: 'call-ticket', counter: '1', ticket: { id: 2 } }),
    send({ toCounter: '2' }),
    next('2'),
  );
  expect(branch.state.counters.get('2')?.ticket).toBe(1);
  expect(and(branch, next('2')).state.counters.get('2')?.ticket).toBe(2);
});

test('whoever came before and has waited as long as the cap is called before whoever is sent to the window', () => {
  const branch = given(...opened(['1', '2'], VISIT_RULES), issued('account'), later(61 * MINUTE), issued('cash'));
  const sent = and(branch, ask({ type: 'call-ticket', counter: '1', ticket: { id: 2 } }), send({ toCounter: '2' }));
  const called = and(sent, next('2'));
  expect(called.state.counters.get('2')?.ticket).toBe(1);
  expect(called.events.at(-1)?.rule).toBe('cap');
});

test('a teller who is waited for takes the customers along to another window', () => {
  const sent = and(served('3'), send({ toTeller: 'teller-2' }));
  expect(pool(sent, 'teller teller-2')).toEqual([1]);
  const moved = and(
    sent,
    ask({ type: 'pause-counter', counter: '2' }),
    ask({ type: 'open-counter', counter: '3', teller: 'teller-2', profile: null }),
    ask({ type: 'close-counter', counter: '2' }),
  );
  expect(and(moved, next('3')).events.at(-1)).toMatchObject({ ticket: 1, counter: '3', rule: 'pool/teller' });
});

test('a teller who sits down at a window whose next stands gets whoever waits for that teller at once', () => {
  const branch = and(served('3'), next('3'), send({ toTeller: 'teller-2' }));
  const { type, ticket, counter } = and(
    branch,
    ask({ type: 'finish', counter: '3' }),
    ask({ type: 'call-ticket', counter: '4', ticket: { id: 3 } }),
    next('3'),
    ask({ type: 'pause-counter', counter: '2' }),
    ask({ type: 'open-counter', counter: '3', teller: 'teller-2', profile: null }),
  ).events.at(-1) as { type: string; ticket: number; counter: string };
  expect({ type, ticket, counter }).toEqual({ type: 'called', ticket: 1, counter: '3' });
});

test('when the window closes or the teller goes, whoever waits there goes to the queue by the arrival', () => {
  const back = { type: 'requeued', ...C001, service: 'cash', pool: null, queuedAt: START, reason: 'closed' } as const;
  and(served(), send({ toCounter: '2', place: 'last' }))
    .when(ask({ type: 'close-counter', counter: '2' }))
    .thenHappens({ kind: 'done', label: null }, happens({ type: 'counter-closed' }, '2'), happens(back));
  const other = {
    body: { type: 'counter-opened', profile: 'fair' },
    counter: '2',
    rule: null,
    teller: 'zhao',
  } as const;
  and(served(), send({ toTeller: 'teller-2' }))
    .when(ask({ type: 'open-counter', counter: '2', teller: 'zhao', profile: null }))
    .thenHappens({ kind: 'done', label: null }, other, happens(back));
  const rules = { ...VISIT_RULES, counters: VISIT_RULES.counters.filter(({ id }) => id !== '2') };
  const dropped = and(served(), send({ toCounter: '2' }), ask({ type: 'apply-rules', rules }));
  expect(dropped.events.slice(-2)).toMatchObject([
    { type: 'counter-closed', counter: '2' },
    { type: 'requeued', reason: 'rules' },
  ]);
  expect(queue(dropped, 'cash')).toEqual([1]);
});

test('somebody may send whoever waits for a window to the queue', () => {
  const sent = and(served(), send({ toCounter: '2' }));
  const unpark = (counter: string | null) => ask({ type: 'unpark', ticket: { id: 1 }, counter });
  sent.when(unpark('4')).thenRefused({ code: 'waits-for-other', label: 'C001', pool: 'counter' });
  expect(queue(and(sent, unpark(null)), 'cash')).toEqual([1]);
});

test('a delayed transfer sets the customer aside until its time, or until the window calls the number', () => {
  const sent = and(served(), send({ toCounter: '2', after: 10 * MINUTE }));
  expect(sent.state.tickets.get(1)).toMatchObject({ status: 'parked', parked: { until: sent.now + 10 * MINUTE } });
  const early = and(sent, ask({ type: 'call-ticket', counter: '2', ticket: { id: 1 } }));
  expect(early.state.counters.get('2')?.ticket).toBe(1);
  const due = and(served(), send({ toCounter: '2', after: 'by-rule' }), later(10 * MINUTE), tick);
  expect(pool(due, 'counter 2')).toEqual([1]);
  const gone = and(
    served(),
    send({ toCounter: '2', after: 10 * MINUTE }),
    ask({ type: 'close-counter', counter: '2' }),
    later(10 * MINUTE),
    tick,
  );
  expect(gone.events.slice(-2)).toMatchObject([{ type: 'unparked' }, { type: 'requeued', pool: null }]);
  expect(queue(gone, 'cash')).toEqual([1]);
  const night = and(
    served(),
    send({ toCounter: '2', after: MINUTE }),
    ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' }),
  );
  expect(night.events.at(-1)).toMatchObject({ type: 'expired', ticket: 1 });
});

test('a referral keeps the place by the arrival, and the next teller reads why and from whom', () => {
  const referred = served()
    .when(refer('large-deposit'))
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens(
        {
          type: 'referred',
          ...C001,
          reason: 'large-deposit',
          from: 'cash',
          to: 'wealth',
          queuedAt: START,
          served: MINUTE,
        },
        '1',
      ),
    );
  expect(queue(referred, 'wealth')).toEqual([1, 2, 3]);
  expect(referred.state.tickets.get(1)?.visit?.referral).toEqual({
    reason: 'large-deposit',
    counter: '1',
    teller: 'teller-1',
  });
  const first = given(...opened(['1', '4'], visitRules({ referralPlace: 'first' })), issued('wealth'), later(5));
  expect(queue(and(first, issued('cash'), next('1'), refer('large-deposit')), 'wealth')).toEqual([2, 1]);
  expect(pool(and(served(), refer('complaint', { toTeller: 'teller-4' })), 'teller teller-4')).toEqual([1]);
});

test.each([
  [send({}), { code: 'no-destination' }],
  [send({ toCounter: '2', toTeller: 'teller-2' }), { code: 'no-destination' }],
  [send({ service: 'gold' }), { code: 'unknown-service', service: 'gold' }],
  [send({ service: 'cash' }), { code: 'same-service', service: 'cash' }],
  [send({ toCounter: '9' }), { code: 'unknown-counter', counter: '9' }],
  [send({ toCounter: '1' }), { code: 'same-counter', counter: '1' }],
  [send({ toCounter: '5' }), { code: 'back-counter', counter: '5' }],
  [send({ toCounter: '3' }), { code: 'counter-closed', counter: '3' }],
  [send({ toTeller: 'teller-1' }), { code: 'same-counter', counter: '1' }],
  [send({ toTeller: 'teller-5' }), { code: 'teller-away', teller: 'teller-5' }],
  [send({ toTeller: 'nobody' }), { code: 'teller-away', teller: 'nobody' }],
  [refer('no-such'), { code: 'unknown-reason', reason: 'no-such' }],
  [refer('complaint'), { code: 'no-destination' }],
] as const)('%o is refused', (command, refusal) => {
  served('5').when(command).thenRefused(refusal);
});

test.each([
  send({ service: 'wealth' }),
  send({ toCounter: '2', place: 'first' }),
  send({ toTeller: 'teller-4', after: MINUTE }),
  refer('large-deposit'),
])('undo brings back who was sent on by $type, as if nothing had been', (command) => {
  const before = served();
  const plain = structuredClone(before.state.tickets.get(1));
  const branch = and(before, command, later(20_000), undo);
  expect(branch.state.tickets.get(1)).toEqual(plain);
  expect(branch.state.counters.get('1')?.ticket).toBe(1);
  expect(branch.state.parked.size).toBe(0);
  expect(branch.state.pooled.size).toBe(0);
});

test('undo leaves whom somebody else has called since', () => {
  and(served(), send({ toCounter: '2' }), next('2'))
    .when(undo)
    .thenRefused({ code: 'undo-overtaken', label: 'C001' });
});

test('who comes late after a no-show at the window that was waited for stands in the queue', () => {
  const branch = and(
    served(),
    send({ toCounter: '2' }),
    next('2'),
    ask({ type: 'no-show', counter: '2' }),
    ask({ type: 'return-late', ticket: { id: 1 }, counter: null }),
  );
  expect(queue(branch, 'cash')).toEqual([1]);
  expect(branch.state.pooled.size).toBe(0);
});
