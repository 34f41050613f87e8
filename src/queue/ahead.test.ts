import fc from 'fast-check';
import { expect, test } from 'vitest';
import { peopleAhead } from './ahead.ts';
import { histories, play } from './arbitrary.ts';
import { fixedOrders, movingOrders } from './large-halls-arbitrary.ts';
import { indexOf } from './rule-index.ts';
import type { CounterRules, Instant, ProfileRules, Rules } from './rules.ts';
import { OWN_RULES, RICH_RULES } from './rules-arbitrary.ts';
import type { OwnRules } from './rules-segments.ts';
import { runs } from './runs-arbitrary.ts';
import { and, ask, given, issued, later, MINUTE, opened, RULES } from './spec.ts';
import type { QueueState } from './state.ts';
import { StoppedBranch } from './stopped-branch.fake.ts';

function expectHonest(state: Readonly<QueueState>, now: Instant): void {
  const { rules } = state;
  if (!rules) return;
  for (const ticket of state.tickets.values()) {
    // Who waits for a window or a teller is told no number.
    if (ticket.status !== 'waiting' || ticket.visit?.pool) continue;
    const really = new StoppedBranch(state, now).callsBefore(ticket);
    expect(peopleAhead(state, indexOf(rules), ticket, now), ticket.label).toBe(really);
  }
}

const SERVICES = RULES.services.map(({ id }) => id);

function branches(isUniform: boolean): fc.Arbitrary<Rules> {
  const cap = fc.constantFrom(2_000, 20_000, MINUTE);
  const profile = (id: string): fc.Arbitrary<ProfileRules> =>
    fc
      .record({ order: fc.oneof({ weight: 2, arbitrary: fixedOrders() }, movingOrders()), cap })
      .map(({ order, cap: most }) => ({ ...order, id, cap: most }) as ProfileRules);
  const services = fc.subarray(SERVICES, { minLength: 1 });
  const counters = fc.tuple(
    services,
    fc.array(fc.tuple(services, fc.constantFrom('p', 'q')), { minLength: 1, maxLength: 5 }),
  );
  const segments = fc.constantFrom(RULES.segments, RICH_RULES.segments);
  return fc
    .record({ p: profile('p'), q: profile('q'), counters, segments })
    .map(({ p, q, segments: people, counters: [common, each] }) => ({
      ...RULES,
      services: RICH_RULES.services,
      segments: people,
      profiles: [p, q],
      counters: each.map(([own, follows], index) => ({
        id: `${index + 1}`,
        number: index + 1,
        services: isUniform ? common : own,
        profile: isUniform ? 'p' : follows,
      })),
    }));
}

const arrivals = fc.array(
  fc.record({
    service: fc.constantFrom(...SERVICES),
    segment: fc.constantFrom('ordinary', 'senior', 'gold'),
    isPaper: fc.boolean(),
    after: fc.constantFrom(0, 700, 1_500),
  }),
  { maxLength: 25 },
);

function crowd(
  rules: Rules,
  open: readonly string[],
  people: readonly { service: string; segment: string; isPaper: boolean; after: Instant }[],
) {
  const steps = people.flatMap(({ service, segment, isPaper, after }) => [
    later(after),
    ask({ type: 'issue', service, segment, language: 'en', handover: isPaper ? 'paper' : 'screen' }),
  ]);
  return given(...opened(open, rules), ...steps);
}

test.each([
  ['all counters alike', true],
  ['counters that differ', false],
])('with %s people ahead are those who are really called before', (_name, isUniform) => {
  fc.assert(
    fc.property(branches(isUniform), arrivals, fc.nat({ max: 5 }), (rules, people, openCount) => {
      const open = rules.counters.map(({ id }) => id).slice(0, openCount);
      const { state, now } = crowd(rules, open, people);
      expectHonest(state, now);
    }),
    { numRuns: runs(60) },
  );
});

/** Counters of whom some are there for some segments alone, and help in every way. */
function ownBranches(): fc.Arbitrary<Rules> {
  const segments = fc.subarray(['ordinary', 'senior', 'gold'], { minLength: 1 });
  const helps = fc.array(
    fc.record({
      when: fc.oneof(
        fc.constant('idle' as const),
        fc.constantFrom(0, 900, 3_000).map((longerThan) => ({ longerThan })),
      ),
      of: fc.constantFrom({}, { segments: ['ordinary'] }, { complexity: 'simple' as const }),
    }),
    { maxLength: 2 },
  );
  const own = fc.option(fc.record({ segments, helps }), { nil: undefined, freq: 3 }).map((rules) => {
    return rules && ({ of: { segments: rules.segments }, helps: rules.helps } satisfies OwnRules);
  });
  return fc.tuple(branches(false), fc.array(own, { minLength: 5, maxLength: 5 })).map(([rules, owns]) => ({
    ...rules,
    segments: RICH_RULES.segments,
    counters: rules.counters.map((counter, n) => (owns[n] ? { ...counter, own: owns[n] } : counter)),
  }));
}

test('with counters that are there for some and help others people ahead are those who are really called before', () => {
  fc.assert(
    fc.property(ownBranches(), arrivals, fc.nat({ max: 5 }), (rules, people, openCount) => {
      const open = rules.counters.map(({ id }) => id).slice(0, openCount);
      const { state, now } = crowd(rules, open, people);
      expectHonest(state, now);
    }),
    { numRuns: runs(80) },
  );
});

test('two windows of one kind whose caps differ do not call in the same order: the slip counts what they do', () => {
  const window = (number: number, profile: string): CounterRules => ({
    id: `${number}`,
    number,
    services: ['cash', 'wealth'],
    profile,
  });
  const rules: Rules = {
    ...RULES,
    counters: [window(1, 'patient'), window(2, 'hasty')],
    profiles: [
      { id: 'patient', kind: 'simple-first', cap: 60 * MINUTE },
      { id: 'hasty', kind: 'simple-first', cap: MINUTE },
    ],
  };
  const waiting = ['wealth', 'wealth', 'cash', 'cash', 'cash', 'wealth'].map((service) => issued(service));
  const { state, now } = given(...opened(['1', '2'], rules), ...waiting, later(2 * MINUTE));
  expectHonest(state, now);
});

test('people ahead are right at every point of a history', () => {
  fc.assert(
    fc.property(histories(40), fc.constantFrom(RULES, RICH_RULES, OWN_RULES), (steps, rules) => {
      play(steps, { afterStep: (state, { now }) => expectHonest(state, now) }, rules);
    }),
    { numRuns: runs(40) },
  );
});

test('what a ticket says is what the branch would have said of it when it was issued', () => {
  fc.assert(
    fc.property(histories(), (steps) => {
      play(steps, {
        afterStep(state, { decision, now }) {
          const events = decision.kind === 'decided' ? decision.events : [];
          const [first] = events;
          if (first?.type !== 'issued') return;
          const ticket = state.tickets.get(first.ticket);
          const isCalled = events.some(({ type }) => type === 'called');
          const really = ticket && !isCalled ? new StoppedBranch(state, now).callsBefore(ticket) : 0;
          expect(first.ahead).toBe(really);
        },
      });
    }),
    { numRuns: runs(60) },
  );
});

test('simple work goes before, whoever came first, but not before who has reached the cap', () => {
  const waits = () => given(...opened(['3']), issued('wealth'), issued('cash'), issued('cash'));
  const ahead = (branch: ReturnType<typeof waits>, id: number) => {
    const ticket = branch.state.tickets.get(id);
    return ticket && peopleAhead(branch.state, indexOf(RULES), ticket, branch.now);
  };
  const soon = waits();
  expect([1, 2, 3].map((id) => ahead(soon, id))).toEqual([2, 0, 1]);
  const capped = and(waits(), later(20 * MINUTE), issued('cash'));
  expect([1, 2, 3, 4].map((id) => ahead(capped, id))).toEqual([0, 1, 2, 3]);
});

test('a counter that takes other people is no business of this customer', () => {
  const branch = given(...opened(['1', '4']), issued('wealth'), issued('wealth'), issued('cash'), issued('cash'));
  const last = branch.state.tickets.get(4);
  expect(last && peopleAhead(branch.state, indexOf(RULES), last, branch.now)).toBe(1);
});

test('a counter that only helps somebody passes nobody of their line over', () => {
  const order = { kind: 'score', exponent: 0, cap: 2_000 } as const;
  const helper: OwnRules = { of: { segments: ['senior', 'gold'] }, helps: [{ when: 'idle', of: {} }] };
  const rules: Rules = {
    ...RICH_RULES,
    profiles: [
      { ...order, id: 'q', passOver: 1 },
      { ...order, id: 'p' },
    ],
    counters: [
      { id: '1', number: 1, services: ['cash'], profile: 'q' },
      { id: '2', number: 2, services: ['cash'], profile: 'p', own: helper },
    ],
  };
  const person = (segment: string, after: number) => ({ service: 'cash', segment, isPaper: false, after });
  const people = [
    person('ordinary', 0),
    person('ordinary', 1_500),
    person('ordinary', 700),
    person('gold', 0),
    person('senior', 0),
  ];
  const { state, now } = crowd(rules, [], people);
  expectHonest(state, now);
  const second = [...state.tickets.values()].find(({ label }) => label === 'C002');
  expect(second && peopleAhead(state, indexOf(rules), second, now)).toBe(2);
});
