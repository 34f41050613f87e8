import type { CounterRules, Rules } from './rules.ts';
import { MINUTE, RICH_RULES, RULES } from './spec.ts';

const SERVICES = RULES.services.map(({ id }) => id);

function withCounters(change: (counter: CounterRules) => CounterRules | null): readonly CounterRules[] {
  return RULES.counters.map(change).filter((counter) => counter !== null);
}

const FEW_NUMBERS = RULES.services.map((service) => ({ ...service, numbers: { ...service.numbers, last: 6 } }));

/** Rules that differ in all that a branch may change while it is open. */
export const RULE_VARIANTS: readonly Rules[] = [
  { ...RULES, services: FEW_NUMBERS },
  { ...RULES, counters: withCounters((counter) => (counter.id === '2' ? null : counter)), endedKept: 0 },
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
  },
  RICH_RULES,
  {
    ...RICH_RULES,
    profiles: [
      { id: 'fair', kind: 'complex-first', exponent: 0, cap: 2 * MINUTE },
      { id: 'quick', kind: 'score', exponent: 3, cap: MINUTE, passOver: 1 },
    ],
  },
];
