import { expect, test } from 'vitest';
import { and, ask, type Given, given, happens, issued, later, MINUTE, opened, PLAIN, START } from '../spec.ts';
import { handoff, next, step, VISIT_RULES } from '../spec-visit.fake.ts';

const settlement = { ticket: 1, label: 'S001', service: 'settlement' } as const;
const start = (counter: string) => ask({ type: 'start', counter });
const undo = (counter: string) => ask({ type: 'undo', counter });
const close = (counter: string) => ask({ type: 'close-counter', counter });

/** Counter 3 has received the papers of S001 for three minutes; the back office sits there. */
function received(...counters: readonly string[]): Given {
  const office = counters.length === 0 ? ['3', '5'] : counters;
  return given(...opened(office, VISIT_RULES), issued('settlement'), next('3'), start('3'), later(3 * MINUTE));
}

/** Its papers are reviewed at counter 5. */
const inReview = (...counters: readonly string[]): Given =>
  and(received(...counters), handoff('3'), later(MINUTE), next('5'), later(5 * MINUTE));

function ticketOf({ state }: Given) {
  return state.tickets.get(1) ?? state.ended.find(({ id }) => id === 1) ?? expect.unreachable();
}

const toReview = {
  type: 'handed-off',
  ...settlement,
  language: 'en',
  step: step('receive', 3 * MINUTE),
  to: 'review',
  where: 'pool',
  pool: { kind: 'step', service: 'settlement', step: 'review' },
  home: '3',
  isSeated: true,
  queuedAt: START,
  served: 3 * MINUTE,
} as const;
const back = {
  ...toReview,
  step: step('review', 5 * MINUTE),
  to: 'return',
  pool: { kind: 'counter', counter: '3' },
  isSeated: false,
  served: 5 * MINUTE,
} as const;

test('settlement is received, reviewed in the back while the customer sits, and comes back to the same counter first', () => {
  const sent = received()
    .when(handoff('3'))
    .thenHappens({ kind: 'done', label: 'S001', isSeated: true }, happens(toReview, '3'));
  expect(sent.state.waiting.size).toBe(0);
  const reviewing = and(sent, later(MINUTE))
    .when(next('5'))
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'S001', counter: '5', waiting: 0 },
      happens({ type: 'called', ...settlement, waited: MINUTE, how: 'next', ...PLAIN, isBack: true }, '5', 'pool/step'),
    );
  expect(ticketOf(reviewing).status).toBe('serving');
  const returned = and(reviewing, issued('wealth'), later(5 * MINUTE))
    .when(ask({ type: 'finish', counter: '5' }))
    .thenHappens({ kind: 'done', label: 'S001' }, happens(back, '5'));
  const called = returned
    .when(next('3'))
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'S001', counter: '3', waiting: 1 },
      happens({ type: 'called', ...settlement, waited: 0, how: 'next', ...PLAIN }, '3', 'pool/counter'),
    );
  and(called, later(2 * MINUTE))
    .when(ask({ type: 'finish', counter: '3' }))
    .thenHappens(
      { kind: 'done', label: 'S001' },
      happens({ type: 'finished', ...settlement, served: 2 * MINUTE, step: step('return', 2 * MINUTE) }, '3'),
    );
});

test('next in the back office ends the review and takes the next one', () => {
  const branch = inReview();
  const [first] =
    branch
      .when(next('5'))
      .thenHappens(
        { kind: 'standing', counter: '5' },
        happens(back, '5', 'next'),
        happens({ type: 'request-stands', until: branch.now + 10 * MINUTE }, '5'),
      )
      .state.pooled.get('counter 3') ?? [];
  expect(first?.visit).toMatchObject({ step: 'return', steps: [{ step: 'receive' }, { step: 'review' }] });
});

test('a counter that waits for nothing else calls whoever comes back to it at once', () => {
  const branch = and(received(), handoff('3'), next('3'), later(MINUTE), next('5'), later(5 * MINUTE));
  branch
    .when(ask({ type: 'finish', counter: '5' }))
    .thenHappens(
      { kind: 'done', label: 'S001' },
      happens(back, '5'),
      happens({ type: 'called', ...settlement, waited: 0, how: 'request', ...PLAIN }, '3', 'request'),
    );
});

test('when the first counter has closed the customer goes to whoever serves the service', () => {
  const branch = and(inReview(), close('3'));
  const returned = branch
    .when(ask({ type: 'finish', counter: '5' }))
    .thenHappens({ kind: 'done', label: 'S001' }, happens({ ...back, where: 'queue', pool: null }, '5'));
  expect(returned.state.waiting.get('settlement')?.map(({ id }) => id)).toEqual([1]);
  expect(ticketOf(returned).visit?.step).toBe('return');
});

test('when the first counter closes while its customer waits for it, it is the same', () => {
  const branch = and(inReview(), ask({ type: 'finish', counter: '5' }));
  branch
    .when(close('3'))
    .thenHappens(
      { kind: 'done', label: null },
      happens({ type: 'counter-closed' }, '3'),
      happens({ type: 'requeued', ...settlement, pool: null, queuedAt: START, reason: 'closed' }),
    );
});

test('nobody reviews while the back office is empty, nor the own work', () => {
  received('3', '1').when(handoff('3')).thenRefused({ code: 'step-unattended', step: 'review' });
  const own = {
    ...VISIT_RULES,
    counters: VISIT_RULES.counters.map((counter) =>
      counter.id === '3' ? { ...counter, steps: [{ step: 'review' }] } : counter,
    ),
  };
  given(...opened(['3'], own), issued('settlement'), next('3'))
    .when(handoff('3'))
    .thenRefused({ code: 'step-unattended', step: 'review' });
  const both = given(...opened(['3', '5'], own), issued('settlement'), next('3'), handoff('3'));
  expect(
    both
      .when(next('3'))
      .thenHappens(
        { kind: 'standing', counter: '3' },
        happens({ type: 'request-stands', until: both.now + 10 * MINUTE }, '3'),
      )
      .state.counters.get('3')?.ticket,
  ).toBeNull();
});

test('what waits for a review when the last reviewer leaves returns undone, and may be handed on again', () => {
  const left = and(received(), handoff('3'))
    .when(close('5'))
    .thenHappens(
      { kind: 'done', label: null },
      happens({ type: 'counter-closed' }, '5'),
      happens({
        type: 'requeued',
        ...settlement,
        pool: { kind: 'counter', counter: '3' },
        queuedAt: START,
        reason: 'closed',
      }),
    );
  const again = and(
    left,
    next('3'),
    ask({ type: 'open-counter', counter: '6', teller: 'zhao', profile: null }),
    later(9),
  );
  again
    .when(handoff('3'))
    .thenHappens({ kind: 'done', label: 'S001', isSeated: true }, happens({ ...toReview, step: null, served: 9 }, '3'));
});

test('a step of the counter itself goes on there, and the last one is for finish', () => {
  const steps = [
    { id: 'receive', standard: MINUTE },
    { id: 'verify', standard: 2 * MINUTE },
  ];
  const rules = { ...VISIT_RULES, services: VISIT_RULES.services.map((each) => ({ ...each, steps })) };
  const branch = given(...opened(['1'], rules), issued('cash'), next('1'), later(MINUTE), handoff('1'), later(5));
  expect(ticketOf(branch)).toMatchObject({ status: 'serving', counter: '1', visit: { step: 'verify' } });
  branch.when(handoff('1')).thenRefused({ code: 'last-step', label: 'C001', step: 'verify' });
  const done = { service: 'cash', step: 'verify', took: 5, standard: 2 * MINUTE };
  branch
    .when(ask({ type: 'finish', counter: '1' }))
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 5, step: done }, '1'),
    );
  given(...opened(['1'], VISIT_RULES), issued('cash'), next('1'))
    .when(handoff('1'))
    .thenRefused({ code: 'no-steps', service: 'cash' });
});

test('a hand-over is taken back for a short while, unless the review has begun', () => {
  const before = received();
  const plain = structuredClone(ticketOf(before));
  const branch = and(before, handoff('3'), later(10_000), undo('3'));
  expect(ticketOf(branch)).toEqual(plain);
  expect(branch.state.counters.get('3')?.ticket).toBe(1);
  expect(branch.state.pooled.size).toBe(0);
  and(received(), handoff('3'), next('5')).when(undo('3')).thenRefused({ code: 'undo-overtaken', label: 'S001' });
  const late = and(inReview(), ask({ type: 'finish', counter: '5' }), later(9), undo('5'));
  expect(ticketOf(late)).toMatchObject({ status: 'serving', counter: '5', visit: { step: 'review', home: '3' } });
});

test('new rules without the reviewing counter send its papers to another one, or back to the first', () => {
  const without = (...ids: readonly string[]) =>
    ask({
      type: 'apply-rules',
      rules: { ...VISIT_RULES, counters: VISIT_RULES.counters.filter(({ id }) => !ids.includes(id)) },
    });
  const other = and(inReview('3', '5', '6'), without('5'));
  expect(other.state.pooled.get('step settlement review')?.map(({ id }) => id)).toEqual([1]);
  const nobody = and(inReview(), without('5', '6'));
  expect(nobody.state.pooled.get('counter 3')?.map(({ id }) => id)).toEqual([1]);
  expect(ticketOf(nobody)).toMatchObject({ status: 'waiting', visit: { step: 'review' } });
});

test('the time of a step adds up over the counters that had a part in it', () => {
  const branch = and(
    received('1', '3', '5'),
    ask({ type: 'transfer', counter: '3', toCounter: '1' }),
    next('1'),
    later(2 * MINUTE),
    handoff('1'),
  );
  expect(ticketOf(branch).visit).toMatchObject({ home: '1', steps: [step('receive', 5 * MINUTE)] });
});
