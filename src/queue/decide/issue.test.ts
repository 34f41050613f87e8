import { expect, test } from 'vitest';
import { ask, given, happens, issued, issuedOnPaper, later, opened, PLAIN, RULES } from '../spec.ts';

const wish = { type: 'issue', service: 'cash', segment: 'ordinary', language: 'zh-CN', handover: 'paper' } as const;
const body = { ...wish, type: 'issued', ticket: 1, label: 'C001', number: 1, ahead: 0 } as const;

test('a press gives the first number of the service', () => {
  given(...opened(['1']))
    .when(ask(wish))
    .thenHappens({ kind: 'issued', ticket: 1, label: 'C001', ahead: 0 }, happens(body));
});

test('a ticket on paper waits for the printer even where a request stands', () => {
  given(...opened(['1']), ask({ type: 'call-next', counter: '1' }))
    .when(ask(wish))
    .thenHappens({ kind: 'issued', ticket: 1, label: 'C001', ahead: 0 }, happens(body));
});

test('a ticket told on a screen is called at once to the counter that has stood longest', () => {
  given(
    ...opened(['1', '2', '4']),
    ask({ type: 'call-next', counter: '4' }),
    later(5),
    ask({ type: 'call-next', counter: '2' }),
    later(5),
    ask({ type: 'call-next', counter: '1' }),
  )
    .when(ask({ ...wish, handover: 'screen' }))
    .thenHappens(
      { kind: 'issued', ticket: 1, label: 'C001', ahead: 0 },
      happens({ ...body, handover: 'screen' }),
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 0, how: 'request', ...PLAIN },
        '2',
        'request',
      ),
    );
});

test('of two counters that have stood equally long the one with the lower number gets the ticket', () => {
  const { state } = given(
    ...opened(['2', '1']),
    ask({ type: 'call-next', counter: '2' }),
    ask({ type: 'call-next', counter: '1' }),
    issued('cash'),
  );
  expect(state.tickets.get(1)?.counter).toBe('1');
});

test('a ticket knows how many go before it', () => {
  given(...opened(['1']), issuedOnPaper('cash'), issued('account'))
    .when(ask(wish))
    .thenHappens(
      { kind: 'issued', ticket: 3, label: 'C002', ahead: 2 },
      happens({ ...body, ticket: 3, label: 'C002', number: 2, ahead: 2 }),
    );
});

test('no number where there are no rules, no day, no such service or segment', () => {
  given().when(ask(wish)).thenRefused({ code: 'no-rules' });
  given(ask({ type: 'apply-rules', rules: RULES }))
    .when(ask(wish))
    .thenRefused({ code: 'no-day' });
  given(...opened())
    .when(ask({ ...wish, service: 'gold' }))
    .thenRefused({ code: 'unknown-service', service: 'gold' });
  given(...opened())
    .when(ask({ ...wish, segment: 'rich' }))
    .thenRefused({ code: 'unknown-segment', segment: 'rich' });
});

test('a service that takes no more customers gives no number', () => {
  const rules = { ...RULES, services: RULES.services.map((service) => ({ ...service, isIssuing: false })) };
  given(...opened([], rules))
    .when(ask(wish))
    .thenRefused({ code: 'service-not-issuing', service: 'cash' });
});

test('when every number is live there is none, and one that was ended may be issued again', () => {
  const services = RULES.services.map((service) => ({ ...service, numbers: { ...service.numbers, last: 2 } }));
  const full = given(...opened(['1'], { ...RULES, services }), issued('cash'), issued('cash'))
    .when(ask(wish))
    .thenRefused({ code: 'numbers-exhausted', service: 'cash' });
  full
    .when(ask({ type: 'cancel', ticket: { label: 'C002' }, counter: null, reason: 'left' }))
    .thenHappens(
      { kind: 'done', label: 'C002' },
      happens({ type: 'cancelled', ticket: 2, label: 'C002', reason: 'left' }),
    )
    .when(ask(wish))
    .thenHappens(
      { kind: 'issued', ticket: 3, label: 'C002', ahead: 1 },
      happens({ ...body, ticket: 3, label: 'C002', number: 2, ahead: 1 }),
    );
});
