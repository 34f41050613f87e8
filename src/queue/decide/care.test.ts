import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NEEDS } from '../care.ts';
import type { QueueEvent } from '../events.ts';
import { runs } from '../runs-arbitrary.ts';
import { ask, given, happens, issued, later, opened, PLAIN, type Step } from '../spec.ts';
import { handoff, next, VISIT_RULES } from '../spec-visit.fake.ts';

const C001 = { ticket: 1, label: 'C001' } as const;
const bulk = (size: number | null, counter: string | null = null) =>
  ask({ type: 'mark-bulk', ticket: { label: 'C001' }, size, counter });
const needs = (kinds: readonly (typeof NEEDS)[number][], pager: string | null = null, label = 'C001') =>
  ask({ type: 'set-needs', ticket: { label }, needs: kinds, pager });
const DONE = { kind: 'done', label: 'C001' } as const;
const waiting: readonly Step[] = [...opened(['1', '2']), issued('cash')];

test('a teller sees that the customer is a messenger with thirty slips, and the lobby manager that it is not so', () => {
  const marked = given(...waiting, ask({ type: 'call-next', counter: '1' }))
    .when(bulk(30, '1'))
    .thenHappens(DONE, happens({ type: 'bulk-marked', ...C001, size: 30 }, '1'));
  expect(marked.state.tickets.get(1)?.bulk).toBe(30);
  const ordinary = marked.when(bulk(null)).thenHappens(DONE, happens({ type: 'bulk-marked', ...C001, size: null }));
  expect(ordinary.state.tickets.get(1)?.bulk).toBeNull();
});

test('one slip is no bulk visit, nor are a thousand, and the customer of another window is that window’s', () => {
  const called = given(...waiting, ask({ type: 'call-next', counter: '1' }));
  for (const size of [1, 1_000, 2.5]) called.when(bulk(size)).thenRefused({ code: 'bulk-size', least: 2, most: 999 });
  called.when(bulk(30, '2')).thenRefused({ code: 'other-counter', label: 'C001', counter: '1' });
  called.when(bulk(30, '9')).thenRefused({ code: 'unknown-counter', counter: '9' });
});

test('a number may be that of a messenger from the beginning', () => {
  const { state } = given(...opened(), ask({ ...issueOf(), bulk: 30 }));
  expect(state.tickets.get(1)).toMatchObject({ bulk: 30, needs: null });
  given(...opened())
    .when(ask({ ...issueOf(), bulk: 1 }))
    .thenRefused({ code: 'bulk-size', least: 2, most: 999 });
});

const issueOf = () =>
  ({ type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'screen' }) as const;

test('what a customer needs goes with the call and with each recall, also when the lobby manager says it', () => {
  const call = { type: 'called', ...C001, service: 'cash', waited: 0, how: 'next', ...PLAIN } as const;
  const called = given(...waiting)
    .when(needs(['flash'], '12'))
    .thenHappens(DONE, happens({ type: 'needs-set', ...C001, needs: { kinds: ['flash', 'pager'], pager: '12' } }))
    .when(ask({ type: 'call-next', counter: '1' }))
    .thenHappens(
      { kind: 'called', ...C001, counter: '1', waiting: 0 },
      happens({ ...call, flash: true, pager: '12' }, '1', 'longest-wait'),
    );
  called
    .when(ask({ type: 'recall', counter: '1' }))
    .thenHappens(DONE, happens({ type: 'recalled', ...C001, times: 1, flash: true, pager: '12' }, '1'));
});

test('whoever needs large print is called as everybody else, and a pager that nobody has buzzes not', () => {
  const call = { type: 'called', ...C001, service: 'cash', waited: 0, how: 'next', ...PLAIN } as const;
  given(...waiting, needs(['large-type', 'pager']))
    .when(ask({ type: 'call-next', counter: '1' }))
    .thenHappens({ kind: 'called', ...C001, counter: '1', waiting: 0 }, happens(call, '1', 'longest-wait'));
});

test('who is called to a standing request with the number is called with a flash', () => {
  const { events } = given(
    ...opened(['1']),
    ask({ type: 'call-next', counter: '1' }),
    ask({ ...issueOf(), needs: ['flash'] }),
  );
  expect(events.at(-1)).toMatchObject({ type: 'called', how: 'request', flash: true });
});

test('nothing flashes and nothing buzzes for papers that go to the back office', () => {
  const { events } = given(
    ...opened(['3', '5'], VISIT_RULES),
    ask({ ...issueOf(), service: 'settlement', needs: ['flash'], pager: '12' }),
    next('3'),
    later(5),
    handoff('3'),
    next('5'),
  );
  const [toWindow, toBack] = events.filter(({ type }) => type === 'called');
  expect(toWindow).toMatchObject({ counter: '3', flash: true, pager: '12' });
  expect(toBack).toMatchObject({ counter: '5', isBack: true });
  expect(toBack).not.toHaveProperty('flash');
  expect(toBack).not.toHaveProperty('pager');
});

test('one pager is in one hand: of a second customer it is refused until the first has gone', () => {
  const branch = given(...waiting, issued('cash'), needs([], '12'));
  branch.when(needs([], '12', 'C002')).thenRefused({ code: 'pager-taken', pager: '12', label: 'C001' });
  branch.when(ask({ ...issueOf(), pager: '12' })).thenRefused({ code: 'pager-taken', pager: '12', label: 'C001' });
  // The same customer keeps it when something else is needed besides.
  branch
    .when(needs(['flash'], '12'))
    .thenHappens(DONE, happens({ type: 'needs-set', ...C001, needs: { kinds: ['flash', 'pager'], pager: '12' } }));
  const gone = given(
    ...waiting,
    issued('cash'),
    needs([], '12'),
    ask({ type: 'cancel', ticket: { id: 1 }, counter: null, reason: 'left' }),
  );
  gone
    .when(needs([], '12', 'C002'))
    .thenHappens(
      { kind: 'done', label: 'C002' },
      happens({ type: 'needs-set', ticket: 2, label: 'C002', needs: { kinds: ['pager'], pager: '12' } }),
    );
  expect(given(...waiting, needs([], '12'), needs([])).state.tickets.get(1)?.needs).toBeNull();
});

test('slips and needs go with the customer through transfers, parking and undo', () => {
  const { state } = given(
    ...waiting,
    needs(['large-type', 'flash']),
    bulk(30),
    ask({ type: 'call-next', counter: '1' }),
    ask({ type: 'transfer', counter: '1', service: 'account' }),
    ask({ type: 'undo', counter: '1' }),
    ask({ type: 'park', counter: '1', pool: null, returnAfter: null }),
  );
  expect(state.tickets.get(1)).toMatchObject({
    status: 'parked',
    bulk: 30,
    needs: { kinds: ['large-type', 'flash'], pager: null },
  });
});

test('whoever the customer is and whatever is needed, the numbers of a service run on', () => {
  const customer = fc.record({
    segment: fc.constantFrom('ordinary', 'senior', 'gold'),
    needs: fc.subarray([...NEEDS]),
    bulk: fc.constantFrom(undefined, 2, 30),
  });
  fc.assert(
    fc.property(fc.array(customer, { minLength: 1, maxLength: 12 }), (customers) => {
      const { state } = given(
        ...opened(),
        ...customers.map(({ bulk: slips, ...more }) =>
          ask({ ...issueOf(), ...more, ...(slips === undefined ? {} : { bulk: slips }) }),
        ),
      );
      const plain = given(...opened(), ...customers.map(() => issued('cash')));
      const labels = ({ tickets }: typeof state) => [...tickets.values()].map(({ label }) => label);
      expect(labels(state)).toEqual(labels(plain.state));
    }),
    { numRuns: runs(20) },
  );
});

test('a pager that nobody has is asked of the lobby: when the number is issued, or when somebody says it later, and once', () => {
  const word = (ticket: number) => happens({ type: 'pager-needed', ticket, label: `C00${ticket}`, service: 'cash' });
  const words = (...steps: readonly Step[]): readonly QueueEvent[] =>
    given(...steps).events.filter(({ type }) => type === 'pager-needed');
  expect(words(...opened(), ask({ ...issueOf(), needs: ['flash', 'pager'] }))).toMatchObject([
    { ticket: 1, service: 'cash' },
  ]);
  const kinds = ['pager'] as const;
  given(...waiting)
    .when(needs(kinds))
    .thenHappens(DONE, happens({ type: 'needs-set', ...C001, needs: { kinds, pager: null } }), word(1))
    .when(needs(['flash', 'pager']))
    .thenHappens(DONE, happens({ type: 'needs-set', ...C001, needs: { kinds: ['flash', 'pager'], pager: null } }))
    .when(needs([], '12'))
    .thenHappens(DONE, happens({ type: 'needs-set', ...C001, needs: { kinds, pager: '12' } }))
    .when(needs(kinds))
    .thenHappens(DONE, happens({ type: 'needs-set', ...C001, needs: { kinds, pager: null } }), word(1));
  expect(words(...opened(), ask({ ...issueOf(), needs: ['flash'] }), ask({ ...issueOf(), pager: '12' }))).toEqual([]);
});
