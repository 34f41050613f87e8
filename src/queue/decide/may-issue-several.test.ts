/** A number for several services is bound by the hours and the capacity of each. */
import { test } from 'vitest';
import type { ScheduledInstant } from '../instants.ts';
import { and, given, issued, later } from '../spec.ts';
import { DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';
import { issuedFor, VISITS } from '../spec-visit.fake.ts';

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
