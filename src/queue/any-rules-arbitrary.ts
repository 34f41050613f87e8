import fc from 'fast-check';
import { COUNTERS, SERVICES } from './acts-arbitrary.ts';
import type { CounterRules, ProfileRules, Rules, Selection, ServiceRules } from './rules.ts';
import { SOON_ALERTS } from './rules-arbitrary.ts';
import { AT_CLOSING } from './rules-hours.ts';
import type { OwnRules } from './rules-segments.ts';
import { MINUTE } from './spec.ts';
import { VISIT_RULES, VISITS } from './spec-visit.fake.ts';

const SEGMENTS = ['ordinary', 'senior', 'gold'];
const CATEGORIES = [...new Set(VISIT_RULES.services.map(({ category }) => category))];

const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.record({ services: fc.subarray([...SERVICES], { minLength: 1 }) }),
  fc.record({ categories: fc.subarray(CATEGORIES, { minLength: 1 }) }),
  fc.record({ segments: fc.subarray(SEGMENTS, { minLength: 1 }) }),
  fc.record({ complexity: fc.constantFrom('simple' as const, 'complex' as const) }),
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
      }),
    ),
  )
  .map((drawn) => VISIT_RULES.services.map((service, n) => ({ ...service, ...drawn[n] })));

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
      }),
    ),
  )
  .map((drawn) =>
    VISIT_RULES.counters.map((counter, n) => {
      const { own: ownRules, ...rest } = drawn[n] ?? {};
      if (counter.isBack) return counter;
      return { ...counter, ...rest, ...(ownRules ? { own: ownRules } : {}) };
    }),
  );

/** A branch of any sort: services, segments, counters, profiles, alerts, visits, parking and limits in any combination. */
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
    limits: fc.constantFrom(undefined, { perDay: 20, askWaiting: 2, askBy: 'p50' as const, insistWithin: 10_000 }),
  })
  .map(({ headStart, atClosing, pools, order, place, atDayEnd, returnAfter, limits, ...drawn }) => ({
    ...VISIT_RULES,
    ...drawn,
    version: 'any',
    segments: [{ id: 'ordinary' }, { id: 'senior', headStart, weight: 2 }, { id: 'gold', rank: 1, isAnnounced: true }],
    hours: { issuesInBreak: false, lastTicketBy: 'p90' as const, lastTicketBefore: 5_000, atClosing },
    visit: { ...VISITS, pools, order, nextPlace: place, transferPlace: place },
    parking: { pool: 'counter' as const, returnAfter, most: 5, atDayEnd },
    estimates: { smoothing: 0.1, priorWeight: 2, outlier: 6, shown: null },
    alerts: SOON_ALERTS,
    ...(limits ? { limits } : {}),
  }));
