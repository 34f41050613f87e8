import { expect, test } from 'vitest';
import type { Rules } from '../rules.ts';
import { and, ask, given, happens, issued, later, MINUTE, opened, RULES, START } from '../spec.ts';

const clock = ask({ type: 'set-clock', offset: 0, isTrusted: true });
const time = START + 60 * MINUTE;
const DONE = { kind: 'done', label: null } as const;
const book = (reference: string, service: string) => ask({ type: 'book', reference, service, segment: 'senior', time });
const checkIn = (service?: string) =>
  ask({ type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen', ...(service ? { service } : {}) });

/** The branch does no wealth any more. */
const WITHOUT: Rules = {
  ...RULES,
  version: 'without',
  services: RULES.services.filter(({ id }) => id !== 'wealth'),
  counters: RULES.counters.map((each) => ({ ...each, services: each.services.filter((id) => id !== 'wealth') })),
};
const MANY = { ...RULES, appointments: { before: 10 * MINUTE, after: 5 * MINUTE, expiresAfter: 30 * MINUTE, most: 9 } };
const applied = (rules: Rules) => happens({ type: 'rules-applied', rules });

/** are booked for wealth, R-3 for cash. */
function bookings() {
  return given(...opened(['1', '4'], MANY), clock, book('R-2', 'wealth'), book('R-1', 'wealth'), book('R-3', 'cash'));
}

test('new rules name the bookings of a service that they know no more, once', () => {
  const stranded = happens({ type: 'bookings-stranded', service: 'wealth', references: ['R-1', 'R-2'] }, null, 'rules');
  const without = { ...WITHOUT, appointments: MANY.appointments };
  const gone = bookings()
    .when(ask({ type: 'apply-rules', rules: without }))
    .thenHappens(DONE, applied(without), stranded);
  expect(gone.state.appointments.size).toBe(3);
  const again = { ...without, version: 'again' };
  gone.when(ask({ type: 'apply-rules', rules: again })).thenHappens(DONE, applied(again));
});

test('a service of which no numbers are issued any more is as one that is gone', () => {
  const services = RULES.services.map((each) => (each.id === 'wealth' ? { ...each, isIssuing: false } : each));
  const branch = and(bookings(), ask({ type: 'apply-rules', rules: { ...MANY, version: 'silent', services } }));
  expect(branch.events.at(-1)).toMatchObject({ type: 'bookings-stranded', references: ['R-1', 'R-2'] });
  branch.when(book('R-9', 'wealth')).thenRefused({ code: 'service-not-issuing', service: 'wealth' });
});

test('who comes is told to ask staff, who check in with another service, at the booked place', () => {
  const branch = and(bookings(), ask({ type: 'apply-rules', rules: WITHOUT }), later(55 * MINUTE), issued('cash'));
  branch.when(checkIn()).thenRefused({ code: 'appointment-service-gone', reference: 'R-1', service: 'wealth' });
  expect(branch.state.appointments.has('R-1')).toBe(true);
  branch.when(checkIn('wealth')).thenRefused({ code: 'unknown-service', service: 'wealth' });
  const served = and(branch, checkIn('cash'));
  expect(served.events.slice(-2)).toMatchObject([
    { type: 'checked-in', reference: 'R-1', standing: 'kept' },
    { type: 'issued', service: 'cash', segment: 'senior', booked: time, ahead: 1 },
  ]);
});

test('a service that is there again is served as it was booked', () => {
  const rules = [WITHOUT, RULES].map((each) => ask({ type: 'apply-rules', rules: each }));
  const branch = and(bookings(), ...rules, later(55 * MINUTE), checkIn());
  expect(branch.events.at(-1)).toMatchObject({ type: 'issued', service: 'wealth' });
});

test('staff may check in with another service at any time', () => {
  expect(and(bookings(), later(55 * MINUTE), checkIn('account')).events.at(-1)).toMatchObject({ service: 'account' });
});
