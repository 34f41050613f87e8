/** Words for the tests of hours: a day of minutes, a counter that the clock opens, rules with hours and limits. */
import type { ScheduledInstant } from './instants.ts';
import type { Rules, ServiceRules } from './rules.ts';
import type { HoursRules, LimitRules } from './rules-hours.ts';
import { ask, type Expected, happens, MINUTE, RULES, START, type Step } from './spec.ts';

export const PLAIN_HOURS: HoursRules = {
  issuesInBreak: false,
  lastTicketBy: null,
  lastTicketBefore: 0,
  atClosing: 'serve',
};
const NO_LIMITS: LimitRules = { perDay: null, askWaiting: null, askBy: null, insistWithin: 10_000 };

/** The small branch under rules of hours and limits; `services` changes all services alike. */
export function ruled(
  hours: Partial<HoursRules>,
  limits: Partial<LimitRules> = {},
  services: Partial<ServiceRules> = {},
): Rules {
  return {
    ...RULES,
    estimates: { smoothing: 0.1, priorWeight: 1_000, outlier: 6, shown: null },
    hours: { ...PLAIN_HOURS, ...hours },
    limits: { ...NO_LIMITS, ...limits },
    services: RULES.services.map((service) => ({ ...service, ...services })),
  };
}

/** The instant so many minutes after the start. */
export function minute(after: number): number {
  return START + after * MINUTE;
}

/** Open from the 10th to the 20th and from the 30th to the 60th minute; the last tickets from the 50th, ends at the 80th. */
export const DAY: readonly ScheduledInstant[] = [
  { at: minute(0), what: 'begins' },
  { at: minute(10), what: 'opens' },
  { at: minute(20), what: 'break' },
  { at: minute(30), what: 'opens' },
  { at: minute(50), what: 'last-tickets' },
  { at: minute(60), what: 'closes' },
  { at: minute(80), what: 'ends' },
  { at: minute(1_000), what: 'reopens', service: null },
];

/** Further instants in their places. */
export function dayWith(...instants: readonly ScheduledInstant[]): readonly ScheduledInstant[] {
  return [...DAY, ...instants].sort((a, b) => a.at - b.at);
}

export const TICK = ask({ type: 'tick' });

/** Rules, a clock on which branch time is wall time, a day with these hours, and these counters open. */
export function dayOf(instants: readonly ScheduledInstant[], rules: Rules, ...counters: readonly string[]): Step[] {
  return [
    ask({ type: 'apply-rules', rules }),
    ask({ type: 'set-clock', offset: 0, isTrusted: true }),
    ask({ type: 'open-day', day: '2026-03-02', instants, openingHash: 'hash' }),
    TICK,
    ...counters.map((id) => ask({ type: 'open-counter', counter: id, teller: `teller-${id}`, profile: null })),
  ];
}

/** The hours have done something. */
export function byHours(body: Expected['body'], at: string | null = null): Expected {
  return { ...happens(body, at, 'hours'), teller: at === null ? null : `teller-${at}` };
}
