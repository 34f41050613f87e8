/** A number for several services is bound by the hours and the capacity of each. */
import { expect, test } from 'vitest';
import type { ScheduledInstant } from '../instants.ts';
import { and, ask, type Given, given, issued, later, opened, type Step } from '../spec.ts';
import { DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';
import { issuedFor, VISITS } from '../spec-visit.fake.ts';
import { promisedToday, tallyOf } from '../tallies.ts';

const rules = { ...ruled({}), visit: VISITS };

test('a service whose numbers of the day are out is not the second one of a number either', () => {
  const services = rules.services.map((each) => (each.id === 'account' ? { ...each, perDay: 1 } : each));
  const past = given(
    ...dayOf(DAY, { ...rules, services }, '1'),
    later(minute(12) - minute(0)),
    TICK,
    issued('account'),
  );
  const refusal = { code: 'capacity-reached', service: 'account', of: 'service', limit: 1 } as const;
  past.when(issuedFor('cash', 'account')).thenRefused(refusal);
  past.when(issuedFor('account', 'cash')).thenRefused(refusal);
});

test('the further services of a number count for the day of each, as a number of the branch it is one', () => {
  const services = rules.services.map((each) => (each.id === 'account' ? { ...each, perDay: 2 } : each));
  const limited = { ...rules, services, limits: { perDay: 4, askWaiting: null, askBy: null, insistWithin: 10_000 } };
  const past = given(...dayOf(DAY, limited, '1'), later(minute(12) - minute(0)), TICK);
  const full = { code: 'capacity-reached', service: 'account', of: 'service', limit: 2 } as const;
  const two = and(past, issuedFor('cash', 'account'), issued('account'));
  two.when(issuedFor('account')).thenRefused(full);
  two.when(issuedFor('cash', 'account')).thenRefused(full);
  const four = and(two, issued('cash'), issued('cash'));
  four.when(issued('cash')).thenRefused({ code: 'capacity-reached', service: 'cash', of: 'branch', limit: 4 });
});

test('what was added to a number of today, or dropped from it, counts as if it had been asked for at once', () => {
  const change = (type: 'add-service' | 'drop-service', service: string): Step =>
    ask({ type, ticket: { label: 'C001' }, service, counter: null });
  const past = given(...dayOf(DAY, rules, '1'), later(minute(12) - minute(0)), TICK, issuedFor('cash'));
  const counts = ({ state }: Given) => ['account', 'wealth'].map((service) => tallyOf(state, service).further);
  expect(counts(past)).toEqual([undefined, undefined]);
  const changed = and(past, change('add-service', 'account'), change('add-service', 'wealth'));
  expect(counts(changed)).toEqual([1, 1]);
  expect(counts(and(changed, change('drop-service', 'account')))).toEqual([0, 1]);
});

test('a slip that did not come out gives all of its services back, of its own day', () => {
  const paper = ask({
    ...{ type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'paper' },
    more: ['account', 'wealth'],
  });
  const dropped = ask({ type: 'drop-service', ticket: { label: 'C001' }, service: 'wealth', counter: null });
  const failed = ask({ type: 'print-failed', ticket: 1, device: 'printer-1', reason: 'paper-out' });
  const past = given(...dayOf(DAY, rules), later(minute(12) - minute(0)), TICK, paper, dropped, failed);
  for (const service of ['cash', 'account', 'wealth']) expect(promisedToday(past.state, service)).toBe(0);
  const tomorrow = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
  const late = given(...opened([], rules), paper, later(1), tomorrow, dropped, failed);
  for (const service of ['cash', 'account', 'wealth']) expect(promisedToday(late.state, service)).toBe(0);
});

test('a service that is closed by its own hours is not the second one of a number either', () => {
  const account = (after: number, isOpen: boolean): ScheduledInstant => {
    return { at: minute(after), what: 'service', service: 'account', isOpen };
  };
  const open = given(
    ...dayOf(dayWith(account(10, true), account(12, false)), rules, '1'),
    later(minute(13) - minute(0)),
  );
  and(open, TICK)
    .when(issuedFor('cash', 'account'))
    .thenRefused({ code: 'service-closed', service: 'account', opens: null });
});
