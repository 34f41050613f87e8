import type { AlertRules } from './alert-rules.ts';
import type { ScheduledInstant } from './commands.ts';
import type { CounterRules, Instant, Rules } from './rules.ts';
import type { OwnRules } from './rules-segments.ts';
import { MINUTE, RULES } from './spec.ts';
import { VISIT_RULES, visitRules } from './spec-visit.fake.ts';

/** All alerts, so soon that a history of a few minutes meets them. */
export const SOON_ALERTS: AlertRules = {
  waitOver: { above: 0.1, below: 0.05 },
  serviceOver: 0.1,
  counterIdle: 15_000,
  queueLong: { above: 3, below: 2, services: [{ service: 'wealth', above: 1, below: 1 }] },
  allQueuesLong: { above: 5, below: 3 },
  passedOver: 1,
  clockUntrusted: 20_000,
  panic: true,
};

/** The same branch under rules of every sort, with short times: they meet in a history of a few minutes. */
export const RICH_RULES: Rules = {
  ...RULES,
  version: 'rich',
  hours: { issuesInBreak: false, lastTicketBy: 'p90', lastTicketBefore: 5_000, atClosing: 'expire' },
  limits: { perDay: 30, askWaiting: 8, askBy: 'p50', insistWithin: 10_000 },
  estimates: { smoothing: 0.1, priorWeight: 2, outlier: 6, shown: null },
  alerts: SOON_ALERTS,
  services: RULES.services.map((rules) =>
    rules.complexity === 'simple'
      ? { ...rules, standardTime: 2 * MINUTE, perDay: 15 }
      : { ...rules, weight: 2, atClosing: 'park' },
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

/** The same branch with two machines, and with papers that count in every way. */
export const GUIDED_RULES: Rules = {
  ...RICH_RULES,
  version: 'guided',
  services: RICH_RULES.services.map((rules) => {
    if (rules.id === 'cash') return { ...rules, diversion: { segments: ['ordinary', 'gold'], fromWaiting: 1 } };
    return rules.id === 'account' ? { ...rules, diversion: { fromWaiting: 0 } } : rules;
  }),
  machines: [
    { id: 'm1', names: { en: 'Machine 1' }, services: ['account'], queueBelow: 2 },
    { id: 'm2', names: { en: 'Machine 2' }, services: ['account', 'cash'], queueBelow: 3 },
  ],
  papers: { headStart: 30_000, weight: 3 },
  profiles: RICH_RULES.profiles.map((profile) => {
    const ready = { id: 'ready', measure: 'waiting', above: 1, of: { papers: 'ready' } } as const;
    if (profile.id === 'quick') return { ...profile, conditions: [ready, ...(profile.conditions ?? [])] };
    if (profile.kind !== 'cycle') return profile;
    const parts = [{ id: 'unready', times: 1, of: { papers: 'not-ready' } } as const, ...profile.parts];
    return { ...profile, parts, exponent: 1 };
  }),
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
    hours: { issuesInBreak: true, lastTicketBy: null, lastTicketBefore: 0, atClosing: 'park' },
    appointments: { before: 10_000, after: 10_000, expiresAfter: 15_000, most: 9 },
    rating: { within: 20_000, scale: 5, correctWithin: 0 },
    lateReturn: { withinCalls: null, within: 60_000, place: { kind: 'first' }, times: 3 },
    parking: { pool: 'teller', returnAfter: null, most: 20, atDayEnd: 'keep' },
  },
  RICH_RULES,
  VISIT_RULES,
  visitRules({
    order: 'shortest',
    nextPlace: 'last',
    transferPlace: 'first',
    referralPlace: 'first',
    pools: 'arrival',
  }),
  OWN_RULES,
  GUIDED_RULES,
  {
    ...RICH_RULES,
    alerts: { queueLong: { above: 1, below: 1 }, passedOver: 2, serviceOver: 0.2 },
    profiles: [
      { id: 'fair', kind: 'complex-first', exponent: 0, cap: 2 * MINUTE },
      { id: 'quick', kind: 'score', exponent: 3, cap: MINUTE, passOver: 1 },
    ],
  },
];

/** A day on which counters follow another profile for a while, and one of four has hours, with a break, for all that has hours. */
export function instantsFrom(now: Instant): readonly ScheduledInstant[] {
  const profiles: readonly ScheduledInstant[] = [
    { at: now + 20_000, what: 'profile', counters: ['1', '2'], profile: 'quick' },
    { at: now + 90_000, what: 'profile', counters: ['1'], profile: null },
  ];
  if (now % 4 !== 1) return profiles;
  const hours: readonly ScheduledInstant[] = [
    { at: now, what: 'begins' },
    { at: now, what: 'service', service: 'wealth', isOpen: false },
    { at: now + 5_000, what: 'opens' },
    { at: now + 5_000, what: 'counter', counter: '2', isOpen: true, by: 'schedule' },
    { at: now + 15_000, what: 'service', service: 'wealth', isOpen: true },
    { at: now + 40_000, what: 'break' },
    { at: now + 40_000, what: 'counter', counter: '2', isOpen: false, by: 'schedule' },
    { at: now + 50_000, what: 'opens' },
    { at: now + 50_000, what: 'counter', counter: '4', isOpen: true, by: 'teller' },
    { at: now + 60_000, what: 'service', service: 'wealth', isOpen: false },
    { at: now + 70_000, what: 'last-tickets' },
    { at: now + 80_000, what: 'closes' },
    { at: now + 110_000, what: 'ends' },
    { at: now + 900_000, what: 'reopens', service: null },
  ];
  return [...hours, ...profiles].sort((a, b) => a.at - b.at);
}
