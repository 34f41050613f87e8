import { expect, test } from 'vitest';
import {
  and,
  ask,
  type Expected,
  given,
  happens,
  issued,
  issuedOnPaper,
  later,
  MINUTE,
  opened,
  PLAIN,
  RULES,
  START,
} from '../spec.ts';

const next = ask({ type: 'call-next', counter: '1' });

function called(
  ticket: number,
  label: string,
  service: string,
  waited: number,
  at = '1',
  rule = 'longest-wait',
  passedOver = 0,
): Expected {
  return happens({ type: 'called', ticket, label, service, waited, how: 'next', ...PLAIN, passedOver }, at, rule);
}

test('next calls who has waited longest of all the services of the counter', () => {
  given(...opened(['1']), issued('account'), later(10), issued('cash'), later(20))
    .when(next)
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'A001', counter: '1', waiting: 1 },
      called(1, 'A001', 'account', 30),
    );
});

test('next passes over a ticket that is still in the printer without waiting for it', () => {
  given(...opened(['1']), issuedOnPaper('cash'), later(10), issued('cash'))
    .when(next)
    .thenHappens({ kind: 'called', ticket: 2, label: 'C002', counter: '1', waiting: 0 }, called(2, 'C002', 'cash', 0));
});

test('next ends the running visit', () => {
  given(
    ...opened(['1']),
    issued('cash'),
    issued('cash'),
    next,
    later(5),
    ask({ type: 'start', counter: '1' }),
    later(90),
  )
    .when(next)
    .thenHappens(
      { kind: 'called', ticket: 2, label: 'C002', counter: '1', waiting: 0 },
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 90 }, '1', 'next'),
      called(2, 'C002', 'cash', 95),
    );
});

test('next ends as finished a ticket that was called and never started', () => {
  given(...opened(['1']), issued('cash'), next, later(40))
    .when(next)
    .thenHappens(
      { kind: 'standing', counter: '1' },
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 40 }, '1', 'next'),
      happens({ type: 'request-stands', until: START + 40 + RULES.requestLasts }, '1'),
    );
});

test('next with nobody to call stands as a request, and asked again stands longer but no later in turn', () => {
  const standing = given(...opened(['1']))
    .when(next)
    .thenHappens(
      { kind: 'standing', counter: '1' },
      happens({ type: 'request-stands', until: START + RULES.requestLasts }, '1'),
    );
  const again = and(standing, later(MINUTE))
    .when(next)
    .thenHappens(
      { kind: 'standing', counter: '1' },
      happens({ type: 'request-stands', until: START + MINUTE + RULES.requestLasts }, '1'),
    );
  expect(again.state.counters.get('1')?.request).toEqual({ since: START, until: START + MINUTE + RULES.requestLasts });
});

test('simple work first, then the counter is freed to the complex work', () => {
  given(...opened(['3']), issued('wealth'), later(10), issued('cash'))
    .when(ask({ type: 'call-next', counter: '3' }))
    .thenHappens(
      { kind: 'called', ticket: 2, label: 'C001', counter: '3', waiting: 1 },
      called(2, 'C001', 'cash', 0, '3', 'simple-first/simple'),
    )
    .when(ask({ type: 'call-next', counter: '3' }))
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'W001', counter: '3', waiting: 0 },
      happens({ type: 'finished', ticket: 2, label: 'C001', service: 'cash', served: 0 }, '3', 'next'),
      called(1, 'W001', 'wealth', 10, '3', 'simple-first/freed', 1),
    );
});

test('who has waited as long as the cap goes before everybody', () => {
  given(...opened(['3']), issued('wealth'), later(20 * MINUTE), issued('cash'))
    .when(ask({ type: 'call-next', counter: '3' }))
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'W001', counter: '3', waiting: 1 },
      called(1, 'W001', 'wealth', 20 * MINUTE, '3', 'cap'),
    );
});

test('a closed, a paused and an unknown counter call nobody', () => {
  given(...opened())
    .when(next)
    .thenRefused({ code: 'counter-closed', counter: '1' });
  given(...opened(['1']), ask({ type: 'pause-counter', counter: '1' }))
    .when(next)
    .thenRefused({ code: 'counter-paused', counter: '1' });
  given(...opened())
    .when(ask({ type: 'call-next', counter: '9' }))
    .thenRefused({ code: 'unknown-counter', counter: '9' });
});

test('a certain ticket is called out of its turn', () => {
  given(...opened(['1']), issued('cash'), issued('cash'), later(10))
    .when(ask({ type: 'call-ticket', counter: '1', ticket: { label: 'C002' } }))
    .thenHappens(
      { kind: 'called', ticket: 2, label: 'C002', counter: '1', waiting: 1 },
      happens({ type: 'called', ticket: 2, label: 'C002', service: 'cash', waited: 10, how: 'chosen', ...PLAIN }, '1'),
    );
});

test('a certain ticket that is called ends the visit at the counter and its request', () => {
  const busy = given(...opened(['1']), issued('cash'), issued('account'), next);
  busy
    .when(ask({ type: 'call-ticket', counter: '1', ticket: { id: 2 } }))
    .thenHappens(
      { kind: 'called', ticket: 2, label: 'A001', counter: '1', waiting: 0 },
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 0 }, '1', 'next'),
      happens(
        { type: 'called', ticket: 2, label: 'A001', service: 'account', waited: 0, how: 'chosen', ...PLAIN },
        '1',
      ),
    );
  const stands = given(...opened(['1']), issued('cash'), {
    type: 'request-stands',
    until: START + 5,
    at: START,
    actor: { kind: 'daemon' },
    counter: '1',
    teller: 'teller-1',
    rule: null,
    command: null,
    answer: null,
  });
  stands
    .when(ask({ type: 'call-ticket', counter: '1', ticket: { id: 1 } }))
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'C001', counter: '1', waiting: 0 },
      happens({ type: 'request-ended', reason: 'chosen' }, '1'),
      happens({ type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 0, how: 'chosen', ...PLAIN }, '1'),
    );
});

test('a certain ticket is not called where it is not served, not printed, not waiting or not known', () => {
  const branch = given(...opened(['1', '2']), issued('wealth'), issuedOnPaper('cash'), issued('cash'), next);
  const choose = (label: string, counter = '1') => ask({ type: 'call-ticket', counter, ticket: { label } });
  branch.when(choose('W001')).thenRefused({ code: 'not-served-here', counter: '1', service: 'wealth' });
  branch.when(choose('C001')).thenRefused({ code: 'not-callable-yet', label: 'C001' });
  branch.when(choose('C002')).thenRefused({ code: 'wrong-status', label: 'C002', status: 'called' });
  branch.when(choose('C002', '2')).thenRefused({ code: 'other-counter', label: 'C002', counter: '1' });
  branch.when(choose('C777')).thenRefused({ code: 'unknown-ticket', ticket: 'C777' });
});

test('a customer is called again as often as the rules allow', () => {
  const recall = ask({ type: 'recall', counter: '1' });
  const twice = given(...opened(['1']), issued('cash'), next, recall)
    .when(recall)
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'recalled', ticket: 1, label: 'C001', times: 2 }, '1'),
    );
  twice.when(recall).thenRefused({ code: 'recall-limit', label: 'C001', limit: 2 });
});
