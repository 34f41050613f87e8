import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badDays, histories, play } from './arbitrary.ts';
import { EVENT_VERSIONS, type QueueEvent } from './events.ts';
import type { Rules } from './rules.ts';
import { OWN_RULES, RICH_RULES, RULE_VARIANTS } from './rules-arbitrary.ts';
import { RULES } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';

/** Seeds that come upon what is rare, for each test: they save most of the others. A seed that does so no more costs time only. */
const RARE = {
  events: [279, 92, 69, 15, 13, 12, 10, 9],
  rules: [141, 62, 29, 28, 22, 9, 8],
  pools: [177, 153, 129],
};

/**
 * What histories must come upon for the promises to mean something. They are played until all of it was seen, the same
 * ones at each run; what some hundreds do not reach is missing.
 */
function reached(
  wanted: readonly string[],
  named: (event: QueueEvent) => string | null,
  rules: readonly Rules[],
  isOnTime = false,
  {
    days = histories(),
    rare = [],
  }: { readonly days?: ReturnType<typeof histories>; readonly rare?: readonly number[] } = {},
): readonly string[] {
  const missing = new Set(wanted);
  for (const seed of [...rare, ...Array.from({ length: 300 }, (_, place) => place + 1)]) {
    if (missing.size === 0) break;
    for (const steps of fc.sample(days, { numRuns: 10, seed })) {
      const { events } = play(steps, {}, rules[seed % rules.length], isOnTime);
      for (const event of events) {
        missing.delete(named(event) ?? '');
      }
    }
  }
  return [...missing];
}

/** Bookings expire soon. */
const SOON = RULE_VARIANTS[3] ?? RULES;
/** Complex work goes first. */
const COMPLEX = RULE_VARIANTS[5] ?? RULES;

/** A service that is dropped from a visit is rare; it has examples of its own. */
test('histories reach every kind of event', () => {
  expect(
    reached(
      Object.keys(EVENT_VERSIONS).filter((type) => type !== 'service-dropped'),
      ({ type }) => type,
      [SOON, VISIT_RULES, OWN_RULES, RICH_RULES],
      true,
      { days: badDays(), rare: RARE.events },
    ),
  ).toEqual([]);
});

/** The same where a counter helps others than its own. */
const HELPS = ['seniors', 'wealth']
  .map((id) => `helps/condition/${id}`)
  .concat(['score', 'cycle/simple', 'cycle/wealth', 'cycle/rest'].map((rule) => `helps/${rule}`));
const CALLED_BY = [
  ...['cap', 'pass-over', 'condition/seniors', 'condition/wealth', 'condition/late', 'longest-wait', 'score', 'chosen'],
  ...['simple-first/simple', 'simple-first/freed', 'complex-first/complex', 'complex-first/freed', 'request'],
  ...['cycle/simple', 'cycle/wealth', 'cycle/rest'],
  ...HELPS,
];

test('histories reach every rule by which a ticket is called', () => {
  const named = ({ type, rule }: QueueEvent) => (type === 'called' ? (rule ?? 'chosen') : null);
  expect(reached(CALLED_BY, named, [OWN_RULES, OWN_RULES, RICH_RULES, COMPLEX], false, { rare: RARE.rules })).toEqual(
    [],
  );
});

const KINDS = ['wait-over-target', 'service-over-time', 'counter-idle', 'queue-long', 'all-queues-long', 'passed-over'];

test('histories reach every kind of alert, raised and cleared', () => {
  const wanted = [...KINDS, 'clock-untrusted', 'panic'].flatMap((kind) => [
    `alert-raised ${kind}`,
    `alert-cleared ${kind}`,
  ]);
  const named = (event: QueueEvent) =>
    event.type === 'alert-raised' || event.type === 'alert-cleared' ? `${event.type} ${event.kind}` : null;
  expect(reached(wanted, named, [RICH_RULES, OWN_RULES], true)).toEqual([]);
});

test('histories reach every pool that somebody waits in for a counter', () => {
  const named = ({ type, rule }: QueueEvent) => (type === 'called' ? rule : null);
  expect(
    reached(['pool/counter', 'pool/teller', 'pool/step'], named, [VISIT_RULES], false, { rare: RARE.pools }),
  ).toEqual([]);
});

test('histories reach a take-over that is taken back, and every end of a copy', () => {
  const wanted = ['take-over', 'printed', 'failed', 'unknown'];
  const named = (event: QueueEvent) =>
    event.type === 'undone' ? event.what : event.type === 'reprint-ended' ? event.end : null;
  expect(reached(wanted, named, [VISIT_RULES, RULES], true, { days: badDays() })).toEqual([]);
});
