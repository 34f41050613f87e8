import type { ScheduledInstant } from './commands.ts';
import type { CounterRules, Instant, Rules } from './rules.ts';
import type { OwnRules } from './rules-segments.ts';
import { MINUTE, RULES } from './spec.ts';

/** The same branch under rules of every sort, with short times: they meet in a history of a few minutes. */
export const RICH_RULES: Rules = {
  ...RULES,
  version: 'rich',
  services: RULES.services.map((rules) =>
    rules.complexity === 'simple' ? { ...rules, standardTime: 2 * MINUTE } : { ...rules, weight: 2 },
  ),
  segments: [
    { id: 'ordinary' },
    { id: 'senior', headStart: 10_000, weight: 1.5 },
    { id: 'gold', rank: 1, isAnnounced: true },
  ],
  profiles: [
    {
      id: 'fair',
      kind: 'cycle',
      parts: [
        { id: 'simple', times: 2, of: { complexity: 'simple', segments: ['ordinary'] } },
        { id: 'wealth', times: 1, of: { categories: ['wealth'] } },
      ],
      cap: 5 * MINUTE,
      passOver: 2,
    },
    {
      id: 'quick',
      kind: 'score',
      exponent: 1,
      cap: 3 * MINUTE,
      conditions: [
        { id: 'seniors', measure: 'waiting', above: 1, of: { segments: ['senior'] } },
        { id: 'wealth', measure: 'longest-wait', above: 40_000, of: { services: ['wealth'] } },
        { id: 'late', measure: 'target-used', above: 0.1, of: { complexity: 'complex' } },
      ],
    },
  ],
  switches: [
    {
      id: 'crowd',
      counters: ['1', '3'],
      profile: 'quick',
      measure: 'waiting',
      of: { complexity: 'simple' },
      above: 3,
      below: 2,
    },
    {
      id: 'wealth-waits',
      counters: ['3'],
      profile: 'fair',
      measure: 'longest-wait',
      of: { services: ['wealth'] },
      above: 30_000,
      below: 10_000,
    },
  ],
};

/**
 * The same branch with counters that are there for gold customers alone: one never helps, one helps while it is idle and,
 * with simple work, whoever has waited long.
 */
export const OWN_RULES: Rules = {
  ...RICH_RULES,
  version: 'own',
  counters: RULES.counters.map((counter) => {
    if (counter.id === '2') return { ...counter, own: { of: { segments: ['gold'] }, helps: [] } };
    if (counter.id !== '3') return counter;
    const helps: OwnRules['helps'] = [
      { when: 'idle', of: { segments: ['senior'] } },
      { when: { longerThan: 20_000 }, of: { complexity: 'simple' } },
    ];
    return { ...counter, own: { of: { segments: ['gold', 'private'] }, helps } };
  }),
  // Settlement has no other window than the third.
  services: RICH_RULES.services.filter(({ id }) => id !== 'settlement'),
};

const SERVICES = RULES.services.map(({ id }) => id);

function withCounters(change: (counter: CounterRules) => CounterRules | null): readonly CounterRules[] {
  return RULES.counters.map(change).filter((counter) => counter !== null);
}

const FEW_NUMBERS = RULES.services.map((service) => ({ ...service, numbers: { ...service.numbers, last: 6 } }));

/** Rules that differ in all that a branch may change while it is open. */
export const RULE_VARIANTS: readonly Rules[] = [
  { ...RULES, services: FEW_NUMBERS },
  {
    ...RULES,
    counters: withCounters((counter) => (counter.id === '2' ? null : { ...counter, noShowWithin: 20_000 })),
    endedKept: 0,
  },
  {
    ...RULES,
    services: RULES.services.filter(({ id }) => id !== 'wealth'),
    counters: withCounters((counter) => ({ ...counter, services: counter.services.filter((id) => id !== 'wealth') })),
    callableAfter: 500,
  },
  {
    ...RULES,
    counters: withCounters((counter) => ({ ...counter, services: SERVICES, profile: 'quick' })),
    profiles: [{ id: 'quick', kind: 'simple-first', cap: 5_000 }],
    isArrivalKeptOnTransfer: false,
    requestLasts: 4_000,
    appointments: { before: 10_000, after: 10_000, expiresAfter: 15_000, most: 9 },
    lateReturn: { withinCalls: null, within: 60_000, place: { kind: 'first' }, times: 3 },
    parking: { pool: 'teller', returnAfter: null, most: 20, atDayEnd: 'keep' },
  },
  RICH_RULES,
  OWN_RULES,
  {
    ...RICH_RULES,
    profiles: [
      { id: 'fair', kind: 'complex-first', exponent: 0, cap: 2 * MINUTE },
      { id: 'quick', kind: 'score', exponent: 3, cap: MINUTE, passOver: 1 },
    ],
  },
];

/** A day on which counters follow another profile for a while. */
export function instantsFrom(now: Instant): readonly ScheduledInstant[] {
  return [
    { at: now + 20_000, what: 'profile', counters: ['1', '2'], profile: 'quick' },
    { at: now + 60_000, what: 'closes' },
    { at: now + 90_000, what: 'profile', counters: ['1'], profile: null },
  ];
}
