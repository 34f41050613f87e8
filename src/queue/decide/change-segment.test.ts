import { expect, test } from 'vitest';
import { peopleAhead } from '../ahead.ts';
import { indexOf } from '../rule-index.ts';
import type { Rules } from '../rules.ts';
import type { OwnRules } from '../rules-segments.ts';
import { and, ask, given, happens, issued, later, MINUTE, opened, PLAIN, RULES, START, type Step } from '../spec.ts';

const next = (counter: string) => ask({ type: 'call-next', counter });
const tick = ask({ type: 'tick' });

function comes(segment: string, service = 'cash'): Step {
  return ask({ type: 'issue', service, segment, language: 'en', handover: 'screen' });
}

function raise(segment = 'gold', reason = 'potential-vip') {
  return ask({ type: 'change-segment', ticket: { label: 'C001' }, segment, reason });
}

/** Counter 1 for everybody; counter 2 for gold customers, with help for others. */
function rulesWith(helps: OwnRules['helps'], more: Partial<Rules> = {}): Rules {
  const own: OwnRules = { of: { segments: ['gold'] }, helps };
  return { ...RULES, ...more, counters: RULES.counters.map((each) => (each.id === '2' ? { ...each, own } : each)) };
}

const changed = { type: 'segment-changed', ticket: 1, label: 'C001', service: 'cash', from: 'ordinary' } as const;
const told = { type: 'recognized', ticket: 1, label: 'C001', service: 'cash', segment: 'gold' } as const;

test('the lobby is told of a gold customer when the ticket is issued, and of nobody else', () => {
  given(...opened())
    .when(ask({ type: 'issue', service: 'cash', segment: 'gold', language: 'en', handover: 'screen' }))
    .thenHappens(
      { kind: 'issued', ticket: 1, label: 'C001', ahead: 0 },
      happens({
        ...{ type: 'issued', ticket: 1, label: 'C001', number: 1, service: 'cash', segment: 'gold' },
        ...{ language: 'en', handover: 'screen', ahead: 0 },
      }),
      happens(told),
    );
  expect(given(...opened(), issued('cash')).events.map(({ type }) => type)).not.toContain('recognized');
});

test('a customer is raised with a reason, at the same place, and the lobby is told', () => {
  given(...opened(['1']), issued('cash'), later(5), comes('senior'))
    .when(raise())
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ ...changed, to: 'gold', reason: 'potential-vip' }),
      happens(told),
    );
  const raised = given(...opened(['1']), issued('cash'), later(5), comes('gold'), raise());
  expect(raised.state.waiting.get('cash')?.map(({ id }) => id)).toEqual([1, 2]);
  expect(raised.state.tickets.get(1)).toMatchObject({ segment: 'gold', issuedAs: 'ordinary', queuedAt: START });
});

test.each([
  ['a segment that nobody knows', raise('platinum'), { code: 'unknown-segment', segment: 'platinum' }],
  ['a reason that is not in the list', raise('gold', 'friend'), { code: 'unknown-upgrade-reason', reason: 'friend' }],
  ['the same segment', raise('ordinary'), { code: 'segment-already', label: 'C001', segment: 'ordinary' }],
  ['a segment of the same rank', raise('senior'), { code: 'no-higher-segment', label: 'C001', segment: 'senior' }],
] as const)('%s is refused', (_what, command, refusal) => {
  given(...opened(['1']), issued('cash'))
    .when(command)
    .thenRefused(refusal);
});

test('a mistake is put right: back to the segment of the issue, to another only where the rules say any', () => {
  const raised = () => given(...opened(['1']), issued('cash'), raise());
  raised()
    .when(raise('ordinary'))
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ ...changed, from: 'gold', to: 'ordinary', reason: 'potential-vip' }),
    );
  raised().when(raise('senior')).thenRefused({ code: 'no-higher-segment', label: 'C001', segment: 'senior' });
  const free = { ...RULES, upgrade: { to: 'any', reasons: ['potential-vip'] } } as const;
  given(...opened(['1'], free), issued('cash'))
    .when(raise('senior'))
    .thenHappens({ kind: 'done', label: 'C001' }, happens({ ...changed, to: 'senior', reason: 'potential-vip' }));
  const { upgrade: _, ...none } = RULES;
  given(...opened(['1'], none), issued('cash'))
    .when(raise())
    .thenRefused({ code: 'no-upgrades' });
});

test('who is raised while a window waits for just such people is called there at once', () => {
  const rules = rulesWith([]);
  const branch = given(...opened(['2'], rules), next('2'), issued('cash'));
  expect(branch.state.tickets.get(1)?.status).toBe('waiting');
  branch
    .when(raise())
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ ...changed, to: 'gold', reason: 'potential-vip' }),
      happens(told),
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 0, how: 'request', ...PLAIN },
        '2',
        'request',
      ),
    );
});

test('a window for gold customers calls nobody else, by next or by number, whoever waits', () => {
  const branch = given(...opened(['1', '2'], rulesWith([])), issued('cash'), comes('gold'), comes('gold'));
  branch
    .when(ask({ type: 'call-ticket', counter: '2', ticket: { id: 1 } }))
    .thenRefused({ code: 'other-segment', label: 'C001', counter: '2' });
  const served = and(branch, next('2'), next('2'), next('2'));
  expect(served.events.filter(({ type }) => type === 'called').map(({ counter }) => counter)).toEqual(['2', '2']);
  expect(served.state.counters.get('2')?.request).not.toBeNull();
  expect(served.state.tickets.get(1)?.status).toBe('waiting');
});

test('an idle window helps at once, and its own people go before again as soon as one is there', () => {
  const rules = rulesWith([{ when: 'idle', of: {} }]);
  const standing = given(...opened(['2'], rules), next('2'), issued('cash'));
  expect(standing.events.at(-1)).toMatchObject({ type: 'called', label: 'C001', how: 'request' });
  const busy = and(standing, issued('cash'), later(1), comes('gold'), next('2'));
  expect(busy.events.at(-1)).toMatchObject({ label: 'C003', rule: 'longest-wait', answer: { waiting: 1 } });
  const free = and(busy, next('2'));
  expect(free.events.at(-1)).toMatchObject({ label: 'C002', rule: 'helps/longest-wait', answer: { waiting: 0 } });
});

test('a window that helps by the wait calls who has waited longer, by a tick to the millisecond, and nobody before', () => {
  const rules = rulesWith([{ when: { longerThan: 20 * MINUTE }, of: { services: ['cash'] } }]);
  const standing = given(...opened(['2'], rules), next('2'), issued('account'), issued('cash'));
  const early = and(standing, later(20 * MINUTE - 1), next('2'), later(1), tick);
  expect(early.state.tickets.get(2)?.status).toBe('waiting');
  expect(early.state.due.first()?.at).toBe(early.now + 1);
  const due = and(early, later(1), tick);
  expect(due.events.at(-1)).toMatchObject({ type: 'called', label: 'C001', counter: '2', how: 'request' });
  expect(due.state.tickets.get(1)?.status).toBe('waiting');
});

test('who has waited long goes before gold customers who have not, where the window helps by the wait', () => {
  const rules = rulesWith([{ when: { longerThan: 10 * MINUTE }, of: {} }]);
  const branch = given(...opened(['2'], rules), issued('cash'), later(11 * MINUTE), comes('gold'), next('2'));
  expect(branch.events.at(-1)).toMatchObject({ label: 'C001', rule: 'helps/longest-wait' });
});

test('whose segment the rules drop is left behind by nobody', () => {
  const all: OwnRules = { of: { segments: ['gold'] }, helps: [] };
  const counters = RULES.counters.map((counter) => ({ ...counter, own: all }));
  const rules = { ...RULES, counters, segments: RULES.segments.filter(({ id }) => id !== 'senior') };
  const branch = given(...opened(['1']), comes('senior'), ask({ type: 'apply-rules', rules }), next('1'));
  expect(branch.events.at(-1)).toMatchObject({ type: 'called', label: 'C001' });
});

test('of a window for others only those are ahead whom it calls in helping', () => {
  const rules = rulesWith([{ when: 'idle', of: {} }]);
  const people = [...[1, 2, 3].map(() => comes('gold')), ...[1, 2, 3, 4].map(() => issued('cash'))];
  const { state, now } = given(...opened(['1', '2'], rules), ...people);
  const last = state.tickets.get(7);
  // Gold, gold; gold, ordinary; ordinary, ordinary at windows 1 and 2: the last gold customers go first at both.
  expect(last && peopleAhead(state, indexOf(rules), last, now)).toBe(5);
});

test('the calls past somebody at a window that is not there for that customer are not held against it', () => {
  const rules = rulesWith([]);
  const branch = given(...opened(['1', '2'], rules), issued('cash'), later(1), comes('gold'), comes('gold'));
  const called = and(branch, next('2'), next('2'), next('1'));
  expect(called.events.at(-1)).toMatchObject({ label: 'C001', passedOver: 0 });
});
