import fc from 'fast-check';
import { COUNTERS, SERVICES } from './acts-arbitrary.ts';
import type {
  CounterRules,
  LateReturnRules,
  ProfileRules,
  Rules,
  Selection,
  ServiceRules,
  SwitchRules,
} from './rules.ts';
import { SOON_ALERTS } from './rules-arbitrary.ts';
import { type DiversionRules, type MachineRules, PAPERS_WANTED } from './rules-guidance.ts';
import { AT_CLOSING } from './rules-hours.ts';
import type { OwnRules, UpgradeRules } from './rules-segments.ts';
import { MINUTE } from './spec.ts';
import { VISIT_RULES, VISITS } from './spec-visit.fake.ts';

const SEGMENTS = ['ordinary', 'senior', 'gold'];
const { lateReturn: _, ...WITHOUT_LATE } = VISIT_RULES;
const CATEGORIES = [...new Set(VISIT_RULES.services.map(({ category }) => category))];

const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.record({ services: fc.subarray([...SERVICES], { minLength: 1 }) }),
  fc.record({ categories: fc.subarray(CATEGORIES, { minLength: 1 }) }),
  fc.record({ segments: fc.subarray(SEGMENTS, { minLength: 1 }) }),
  fc.record({ complexity: fc.constantFrom('simple' as const, 'complex' as const) }),
  fc.record({ papers: fc.constantFrom(...PAPERS_WANTED) }),
  fc.record({ papers: fc.constantFrom(...PAPERS_WANTED), services: fc.subarray([...SERVICES], { minLength: 1 }) }),
  fc.constant({}),
);

const condition = fc.record({
  id: fc.constantFrom('one', 'two'),
  measure: fc.constantFrom('longest-wait' as const, 'waiting' as const, 'target-used' as const),
  above: fc.constantFrom(0, 1, 3, 20_000),
  of: selection,
});

function profile(id: string): fc.Arbitrary<ProfileRules> {
  const base = {
    id: fc.constant(id),
    cap: fc.constantFrom(5_000, MINUTE, 10 * MINUTE),
    conditions: fc.array(condition, { maxLength: 2 }),
    passOver: fc.constantFrom(1, 3, 20),
  };
  const parts = fc.tuple(fc.record({ times: fc.integer({ min: 1, max: 3 }), of: selection }), selection);
  return fc.oneof(
    fc.record({ ...base, kind: fc.constant('longest-wait' as const) }),
    fc.record({ ...base, kind: fc.constant('score' as const), exponent: fc.constantFrom(0, 1, 3) }),
    fc.record({ ...base, kind: fc.constantFrom('simple-first' as const, 'complex-first' as const) }),
    fc.record({
      ...base,
      kind: fc.constant('cycle' as const),
      parts: parts.map(([first, of]) => [
        { id: 'a', ...first },
        { id: 'b', times: 1, of },
      ]),
    }),
  );
}

/** Who is offered a machine: all, or some segments. */
const diversion: fc.Arbitrary<DiversionRules> = fc.oneof(
  fc.record({ fromWaiting: fc.constantFrom(0, 1) }),
  fc.record({ fromWaiting: fc.constantFrom(0, 1), segments: fc.subarray(SEGMENTS, { minLength: 1 }) }),
);

const machines: fc.Arbitrary<readonly MachineRules[]> = fc.tuple(
  ...['m1', 'm2'].map((id) =>
    fc.record({
      id: fc.constant(id),
      names: fc.constant({ en: `Machine ${id}` }),
      services: fc.subarray([...SERVICES], { minLength: 1 }),
      queueBelow: fc.integer({ min: 1, max: 3 }),
    }),
  ),
);

const services: fc.Arbitrary<readonly ServiceRules[]> = fc
  .tuple(
    ...VISIT_RULES.services.map((service) =>
      fc.record({
        complexity: fc.constantFrom('simple' as const, 'complex' as const),
        targetWait: fc.constantFrom(MINUTE, 10 * MINUTE),
        standardTime: fc.constantFrom(MINUTE, 5 * MINUTE),
        weight: fc.constantFrom(1, 2),
        perDay: fc.constantFrom(3, 100),
        atClosing: fc.constantFrom(...AT_CLOSING),
        steps: fc.constantFrom(service.steps, []),
        diversion: fc.option(diversion, { nil: undefined, freq: 2 }),
      }),
    ),
  )
  .map((drawn) =>
    VISIT_RULES.services.map((service, n) => {
      const { diversion: machine, ...rest } = drawn[n] ?? {};
      return { ...service, ...rest, ...(machine ? { diversion: machine } : {}) };
    }),
  );

const own: fc.Arbitrary<OwnRules> = fc.record({
  of: fc.subarray(SEGMENTS, { minLength: 1 }).map((segments) => ({ segments })),
  helps: fc.array(
    fc.record({
      when: fc.oneof(
        fc.constant('idle' as const),
        fc.constantFrom(0, 20_000).map((longerThan) => ({ longerThan })),
      ),
      of: selection,
    }),
    { maxLength: 2 },
  ),
});

const counters: fc.Arbitrary<readonly CounterRules[]> = fc
  .tuple(
    ...COUNTERS.map(() =>
      fc.record({
        services: fc.subarray([...SERVICES], { minLength: 1 }),
        profile: fc.constantFrom('fair', 'quick'),
        own: fc.option(own, { nil: undefined, freq: 3 }),
        pausesAfter: fc.constantFrom(undefined, undefined, 20_000, 120_000),
        noShowWithin: fc.constantFrom(undefined, undefined, 5_000, 20_000),
      }),
    ),
  )
  .map((drawn) =>
    VISIT_RULES.counters.map((counter, n) => {
      const { own: ownRules, pausesAfter, noShowWithin, ...rest } = drawn[n] ?? {};
      if (counter.isBack) return { ...counter, ...(pausesAfter ? { pausesAfter } : {}) };
      const times = { ...(pausesAfter ? { pausesAfter } : {}), ...(noShowWithin ? { noShowWithin } : {}) };
      return { ...counter, ...rest, ...times, ...(ownRules ? { own: ownRules } : {}) };
    }),
  );

const MEASURES = ['longest-wait', 'waiting', 'target-used'] as const;
/** Above which a measure switches a profile: below it by some part it switches back. */
const THRESHOLDS = { 'longest-wait': 15_000, waiting: 2, 'target-used': 0.2 } as const;

function switched(id: string): fc.Arbitrary<SwitchRules> {
  return fc
    .record({
      counters: fc.subarray([...COUNTERS], { minLength: 1 }),
      profile: fc.constantFrom('fair', 'quick'),
      measure: fc.constantFrom(...MEASURES),
      of: selection,
      times: fc.constantFrom(1, 2),
      share: fc.constantFrom(0.5, 1),
    })
    .map(({ times, share, ...drawn }) => {
      const above = THRESHOLDS[drawn.measure] * times;
      return { ...drawn, id, above, below: above * share };
    });
}

/** None, one, or two that may hold at once. */
const switches: fc.Arbitrary<readonly SwitchRules[]> = fc.oneof(
  fc.constant([]),
  fc.tuple(switched('s1')),
  fc.tuple(switched('s1'), switched('s2')),
);

const lateReturn: fc.Arbitrary<LateReturnRules> = fc.record({
  withinCalls: fc.constantFrom(null, 1, 4),
  within: fc.constantFrom(null, 20_000, 5 * MINUTE),
  place: fc.oneof(
    fc.record({ kind: fc.constantFrom('first' as const, 'last' as const, 'original' as const) }),
    fc.record({ kind: fc.constant('after' as const), tickets: fc.integer({ min: 0, max: 3 }) }),
  ),
  times: fc.integer({ min: 1, max: 3 }),
});

/** A branch of any sort: services, segments, counters, profiles and their switches, alerts, visits, parking, machines, papers and limits in any combination. */
export const anyRules: fc.Arbitrary<Rules> = fc
  .record({
    services,
    counters,
    profiles: fc.tuple(profile('fair'), profile('quick')),
    headStart: fc.constantFrom(0, 10_000),
    atClosing: fc.constantFrom(...AT_CLOSING),
    pools: fc.constantFrom('first' as const, 'arrival' as const),
    order: fc.constantFrom('asked' as const, 'shortest' as const),
    place: fc.constantFrom('first' as const, 'original' as const, 'last' as const),
    atDayEnd: fc.constantFrom('expire' as const, 'keep' as const),
    returnAfter: fc.constantFrom(null, 15_000),
    switches,
    machines,
    upgrade: fc.constantFrom<UpgradeRules>(
      { to: 'higher', reasons: ['potential-vip'] },
      { to: 'any', reasons: ['potential-vip'] },
    ),
    late: fc.option(lateReturn, { nil: undefined }),
    papers: fc.constantFrom(undefined, { headStart: 30_000, weight: 3 }, { headStart: 0, weight: 1 }),
    limits: fc.constantFrom(undefined, { perDay: 20, askWaiting: 2, askBy: 'p50' as const, insistWithin: 10_000 }),
  })
  .map(({ headStart, atClosing, pools, order, place, atDayEnd, returnAfter, limits, late, papers, ...drawn }) => ({
    ...WITHOUT_LATE,
    ...drawn,
    version: 'any',
    segments: [{ id: 'ordinary' }, { id: 'senior', headStart, weight: 2 }, { id: 'gold', rank: 1, isAnnounced: true }],
    hours: { issuesInBreak: false, lastTicketBy: 'p90' as const, lastTicketBefore: 5_000, atClosing },
    visit: { ...VISITS, pools, order, nextPlace: place, transferPlace: place },
    parking: { pool: 'counter' as const, returnAfter, most: 5, atDayEnd },
    estimates: { smoothing: 0.1, priorWeight: 2, outlier: 6, perSlip: 20_000, shown: null },
    alerts: SOON_ALERTS,
    ...(limits ? { limits } : {}),
    ...(late ? { lateReturn: late } : {}),
    ...(papers ? { papers } : {}),
  }));
