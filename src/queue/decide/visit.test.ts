import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../decide.ts';
import { runs } from '../runs-arbitrary.ts';
import { and, ask, type Given, given, happens, issued, later, MINUTE, opened, START, type Step } from '../spec.ts';
import { issuedFor, next, VISIT_RULES, visitRules } from '../spec-visit.fake.ts';

const finish = (counter: string, isWhole = false) => ask({ type: 'finish', counter, isWhole });
const C001 = { ticket: 1, label: 'C001' } as const;
const add = (service: string, counter: string | null = null) =>
  ask({ type: 'add-service', ticket: { id: 1 }, service, counter });
const drop = (service: string) => ask({ type: 'drop-service', ticket: { id: 1 }, service, counter: null });

/** C001 for cash, account and wealth is at counter 1, which serves the first two. */
const visiting = (...steps: readonly Step[]): Given =>
  given(...opened(['1', '4'], VISIT_RULES), issuedFor('cash', 'account', 'wealth'), next('1'), later(MINUTE), ...steps);

test('one number is for several services, of which the first gives it', () => {
  given(...opened(['4'], VISIT_RULES))
    .when(issuedFor('cash', 'cash', 'account'))
    .thenHappens(
      { kind: 'issued', ...C001, ahead: 0, visit: { at: 1, of: 2 } },
      happens({
        type: 'issued',
        ...C001,
        number: 1,
        service: 'cash',
        segment: 'ordinary',
        language: 'zh-CN',
        handover: 'screen',
        ahead: 0,
        more: ['account'],
      }),
    );
  const times = VISIT_RULES.services.map((each) => ({ ...each, standardTime: each.id === 'account' ? 9 : 99 }));
  const shortest = { ...visitRules({ order: 'shortest' }), services: times };
  const branch = given(...opened([], shortest), issuedFor('wealth', 'cash', 'account'));
  expect(branch.state.tickets.get(1)).toMatchObject({ label: 'A001', visit: { pending: ['wealth', 'cash'] } });
});

test.each([
  [issuedFor('cash', 'account', 'wealth', 'settlement'), { code: 'services-limit', limit: 3 }],
  [issuedFor('cash', 'gold'), { code: 'unknown-service', service: 'gold' }],
] as const)('a number for more than there may be, or for nothing that there is, is refused', (command, refusal) => {
  given(...opened([], VISIT_RULES))
    .when(command)
    .thenRefused(refusal);
});

test('a next service of the same window begins at once, another one is waited for by the arrival', () => {
  const stayed = visiting()
    .when(finish('1'))
    .thenHappens(
      { kind: 'done', label: 'C001', visit: { at: 2, of: 3 } },
      happens(
        {
          type: 'service-finished',
          ...C001,
          from: 'cash',
          to: 'account',
          where: 'here',
          queuedAt: START,
          served: MINUTE,
        },
        '1',
      ),
    );
  expect(stayed.state.tickets.get(1)).toMatchObject({ status: 'serving', service: 'account', counter: '1' });
  const moved = and(stayed, issued('wealth'), later(9));
  const waits = moved.when(finish('1')).thenHappens(
    { kind: 'done', label: 'C001', visit: { at: 3, of: 3 } },
    happens(
      {
        type: 'service-finished',
        ...C001,
        from: 'account',
        to: 'wealth',
        where: 'queue',
        queuedAt: START,
        served: 9,
      },
      '1',
    ),
  );
  expect(waits.state.waiting.get('wealth')?.map(({ id }) => id)).toEqual([1, 2]);
  const last = and(waits, next('4'), finish('4'));
  expect(last.events.at(-1)).toMatchObject({ type: 'finished', service: 'wealth' });
});

test('the bank standard says where the customer stands for the next service', () => {
  const under = given(...opened(['1'], visitRules({ nextPlace: 'last' })), issuedFor('cash', 'wealth'), later(5));
  const branch = and(under, issued('wealth'), next('1'), later(9), finish('1'));
  expect(branch.state.waiting.get('wealth')?.map(({ id }) => id)).toEqual([2, 1]);
});

test('next goes on with the same customer while there is something to do here, then calls the next one', () => {
  const branch = visiting(issued('cash'));
  const stayed = branch.when(next('1')).thenHappens(
    { kind: 'called', ...C001, counter: '1', waiting: 1, visit: { at: 2, of: 3 } },
    happens(
      {
        type: 'service-finished',
        ...C001,
        from: 'cash',
        to: 'account',
        where: 'here',
        queuedAt: START,
        served: MINUTE,
      },
      '1',
      'next',
    ),
  );
  const called = and(stayed, next('4'), next('1'));
  expect(called.events.slice(-3).map(({ type, counter }) => [type, counter])).toEqual([
    ['service-finished', '1'],
    ['called', '1'],
    ['called', '4'],
  ]);
  const undone = and(visiting(), next('1'), ask({ type: 'undo', counter: '1' }));
  expect(undone.state.tickets.get(1)).toMatchObject({ service: 'cash', counter: '1', visit: { ...PENDING } });
});
const PENDING = { pending: ['account', 'wealth'], done: [] } as const;

test('one undo takes back the call and the service that it ended', () => {
  const branch = visiting(finish('1'), issued('cash'), next('1'), ask({ type: 'undo', counter: '1' }));
  expect(branch.state.counters.get('1')?.ticket).toBe(1);
  expect(branch.state.tickets.get(1)).toMatchObject({ service: 'account', status: 'serving' });
  expect(branch.state.tickets.get(2)?.status).toBe('waiting');
});

test('a window that calls a certain ticket sends the customer on, and a visit may be ended whole', () => {
  const branch = visiting(issued('cash'), ask({ type: 'call-ticket', counter: '1', ticket: { id: 2 } }));
  expect(branch.state.tickets.get(1)).toMatchObject({ status: 'waiting', service: 'account' });
  expect(visiting(finish('1', true)).state.ended.at(-1)).toMatchObject({ id: 1, status: 'finished' });
});

test('a service may be added and dropped, but not twice, not beyond the limit, and not the one in hand', () => {
  const branch = visiting();
  branch.when(add('settlement')).thenRefused({ code: 'services-limit', limit: 3 });
  branch.when(add('account')).thenRefused({ code: 'service-twice', service: 'account' });
  branch.when(drop('cash')).thenRefused({ code: 'service-not-pending', label: 'C001', service: 'cash' });
  branch.when(add('gold')).thenRefused({ code: 'unknown-service', service: 'gold' });
  branch.when(add('settlement', '4')).thenRefused({ code: 'other-counter', label: 'C001', counter: '1' });
  const dropped = branch
    .when(drop('account'))
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'service-dropped', ...C001, service: 'account', pending: ['wealth'] }),
    );
  and(dropped, add('settlement', '1'), finish('1'), next('4'))
    .when(add('cash', '4'))
    .thenRefused({ code: 'service-twice', service: 'cash' });
});

test('papers are marked once for all tellers of the visit', () => {
  const mark = (isReady: boolean | null) => ask({ type: 'mark-papers', ticket: { id: 1 }, isReady, counter: null });
  const branch = visiting(mark(false), mark(true), finish('1'), finish('1'));
  expect(branch.state.tickets.get(1)?.visit?.papersReady).toBe(true);
  expect(and(branch, mark(null)).state.tickets.get(1)?.visit?.papersReady).toBeNull();
});

test('a visit of any services ends exactly once for each, whoever serves it and however it is sent on', () => {
  const services = VISIT_RULES.services.map(({ id }) => id);
  const act = fc.constantFrom('next', 'finish', 'handoff', 'send', 'undo');
  fc.assert(
    fc.property(
      fc.shuffledSubarray(services, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(act, fc.constantFrom('1', '3', '4', '5')), { maxLength: 25, size: 'max' }),
      ([first = 'cash', ...more], acts) => {
        let branch = given(...opened(['1', '3', '4', '5'], VISIT_RULES), issuedFor(first, ...more));
        const run = (type: string, counter: string): void => {
          const wish =
            type === 'send'
              ? ask({ type: 'transfer', counter, toCounter: counter === '4' ? '3' : '4' })
              : ask({ type: type === 'next' ? 'call-next' : (type as 'finish' | 'handoff' | 'undo'), counter });
          branch = attempt(branch, wish);
        };
        for (const [type, counter] of acts) run(type, counter);
        for (let round = 0; round < 12; round += 1) for (const id of ['1', '3', '4', '5']) run('next', id);
        expect(branch.state.tickets.size).toBe(0);
        expect(branch.state.pooled.size).toBe(0);
        const [ended] = branch.state.ended;
        expect(ended?.status).toBe('finished');
        expect([...(ended?.visit?.done ?? []), ended?.service].sort()).toEqual([first, ...more].sort());
      },
    ),
    { numRuns: runs(30) },
  );
});

/** The branch after a command that may be refused. */
function attempt(branch: Given, command: ReturnType<typeof ask>): Given {
  const decision = decide(branch.state, command, branch.now);
  return and(branch, later(1_000), ...(decision.answer.kind === 'refused' ? [] : [command]));
}
