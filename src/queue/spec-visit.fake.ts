/** Words and rules for the tests of visits: settlement in three steps, a back office, a client manager. */
import type { Rules } from './rules.ts';
import type { VisitRules } from './rules-visit.ts';
import { ask, MINUTE, RULES } from './spec.ts';
import type { StepDone } from './visit.ts';

const STEPS = [
  { id: 'receive', standard: 4 * MINUTE },
  { id: 'review', standard: 6 * MINUTE, isElsewhere: true },
  { id: 'return', standard: 2 * MINUTE },
] as const;

/** Services on one ticket, and two reasons of a referral. */
export const VISITS: VisitRules = {
  most: 3,
  order: 'asked',
  nextPlace: 'original',
  transferPlace: 'original',
  referralPlace: 'original',
  delay: 10 * MINUTE,
  pools: 'first',
  reasons: [
    { id: 'large-deposit', names: { en: 'Large deposit' }, to: 'wealth' },
    { id: 'complaint', names: { en: 'Complaint' }, to: null },
  ],
};

/** Counters 1 to 4 of the small branch; 5 and 6 in the back office review, 6 for settlement alone. */
export const VISIT_RULES: Rules = {
  ...RULES,
  version: 'visits',
  services: RULES.services.map((service) => (service.id === 'settlement' ? { ...service, steps: STEPS } : service)),
  counters: [
    ...RULES.counters,
    { id: '5', number: 5, services: [], profile: 'fair', steps: [{ step: 'review' }], isBack: true },
    {
      id: '6',
      number: 6,
      services: [],
      profile: 'fair',
      steps: [{ step: 'review', services: ['settlement'] }],
      isBack: true,
    },
  ],
  visit: VISITS,
};

/** The rules of the tests with other rules of visits. */
export function visitRules(over: Partial<VisitRules>): Rules {
  return { ...VISIT_RULES, visit: { ...VISITS, ...over } };
}

/** The counter asks for the next customer. */
export function next(counter: string) {
  return ask({ type: 'call-next', counter });
}

/** The counter hands its customer on. */
export function handoff(counter: string) {
  return ask({ type: 'handoff', counter });
}

/** A ticket for several services, told on a screen. */
export function issuedFor(service: string, ...more: readonly string[]) {
  return ask({ type: 'issue', service, segment: 'ordinary', language: 'zh-CN', handover: 'screen', more });
}

/** A step of settlement that is over. */
export function step(id: 'receive' | 'review' | 'return', took: number): StepDone {
  const standard = STEPS.find((each) => each.id === id)?.standard ?? 0;
  return { service: 'settlement', step: id, took, standard };
}
