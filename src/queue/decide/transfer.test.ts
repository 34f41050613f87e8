import { expect, test } from 'vitest';
import { ask, given, happens, issued, later, opened, PLAIN, RULES, START } from '../spec.ts';

const next = ask({ type: 'call-next', counter: '1' });
const transfer = ask({ type: 'transfer', counter: '1', service: 'wealth' });

const body = {
  type: 'transferred',
  ticket: 1,
  label: 'C001',
  from: 'cash',
  to: 'wealth',
  queuedAt: START,
  served: 20,
} as const;

test('a transferred customer keeps the arrival, so that nobody waits twice', () => {
  const branch = given(...opened(['1', '4']), issued('cash'), later(5), issued('wealth'), next, later(20))
    .when(transfer)
    .thenHappens({ kind: 'done', label: 'C001' }, happens(body, '1'));
  expect(branch.state.waiting.get('wealth')?.map(({ id }) => id)).toEqual([1, 2]);
  branch
    .when(ask({ type: 'call-next', counter: '4' }))
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'C001', counter: '4', waiting: 1 },
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'wealth', waited: 0, how: 'next', ...PLAIN },
        '4',
        'longest-wait',
      ),
    );
});

test('where the rules say so a transferred customer stands last', () => {
  const rules = { ...RULES, isArrivalKeptOnTransfer: false };
  const branch = given(...opened(['1'], rules), issued('cash'), later(5), issued('wealth'), next, later(20))
    .when(transfer)
    .thenHappens({ kind: 'done', label: 'C001' }, happens({ ...body, queuedAt: START + 25 }, '1'));
  expect(branch.state.waiting.get('wealth')?.map(({ id }) => id)).toEqual([2, 1]);
});

test('a transferred customer is called at once where a counter waits for that', () => {
  given(...opened(['1', '4']), ask({ type: 'call-next', counter: '4' }), issued('cash'), next, later(20))
    .when(transfer)
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens(body, '1'),
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'wealth', waited: 0, how: 'request', ...PLAIN },
        '4',
        'request',
      ),
    );
});

test('a service that issues no new numbers still takes a transferred customer', () => {
  const services = RULES.services.map((service) => ({ ...service, isIssuing: service.id === 'cash' }));
  given(...opened(['1'], { ...RULES, services }), issued('cash'), next, later(20))
    .when(transfer)
    .thenHappens({ kind: 'done', label: 'C001' }, happens(body, '1'));
});

test('a customer is not sent to where it is, nor to nowhere, nor by a counter that has none', () => {
  const branch = given(...opened(['1', '2']), issued('cash'), next);
  branch
    .when(ask({ type: 'transfer', counter: '1', service: 'cash' }))
    .thenRefused({ code: 'same-service', service: 'cash' });
  branch
    .when(ask({ type: 'transfer', counter: '1', service: 'gold' }))
    .thenRefused({ code: 'unknown-service', service: 'gold' });
  branch
    .when(ask({ type: 'transfer', counter: '2', service: 'wealth' }))
    .thenRefused({ code: 'no-open-ticket', counter: '2' });
});
