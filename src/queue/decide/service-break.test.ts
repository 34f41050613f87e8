import { describe, expect, test } from 'vitest';
import type { ScheduledInstant } from '../instants.ts';
import type { Rules } from '../rules.ts';
import type { AtClosing } from '../rules-hours.ts';
import { and, type Given, given, issued, later } from '../spec.ts';
import { dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';

/** Accounts are opened in the morning and in the afternoon, while the branch is open through: from the 30th to the 40th minute, and from the 45th to the 55th. */
const TWICE: readonly ScheduledInstant[] = dayWith(
  ...[0, 40, 55].map((at) => ({ at: minute(at), what: 'service', service: 'account', isOpen: false }) as const),
  ...[30, 45].map((at) => ({ at: minute(at), what: 'service', service: 'account', isOpen: true }) as const),
);

const under = (atClosing: AtClosing): Rules => ruled({}, {}, { atClosing });

function at(after: number, { state, now, events }: Given): Given {
  return and({ state, now, events }, later(minute(after) - now), TICK);
}

/** Somebody has come for an account at the 38th minute, and nobody was called by the 40th. */
const noon = (atClosing: AtClosing): Given =>
  at(40, and(at(38, given(...dayOf(TWICE, under(atClosing)))), issued('account')));

describe('a service with two times of one day has a break between them', () => {
  test.each(['park', 'expire', 'serve'] as const)('who waits goes on waiting (%s)', (atClosing) => {
    const branch = noon(atClosing);
    expect(branch.state.hall.shut).toEqual(['account']);
    expect(branch.state.waiting.get('account')?.map(({ label }) => label)).toEqual(['A001']);
    expect(
      at(46, branch)
        .state.waiting.get('account')
        ?.map(({ label }) => label),
    ).toEqual(['A001']);
  });

  test('the end of the last of them is the end', () => {
    expect(at(55, noon('park')).events.filter(({ type }) => type === 'held-over')).toHaveLength(1);
    expect(at(55, noon('expire')).events.filter(({ type }) => type === 'expired')).toHaveLength(1);
  });

  test('also where the branch was off between them', () => {
    const late = and(at(38, given(...dayOf(TWICE, under('park')))), issued('account'));
    expect(
      at(46, late)
        .state.waiting.get('account')
        ?.map(({ label }) => label),
    ).toEqual(['A001']);
    expect(at(56, late).events.filter(({ type }) => type === 'held-over')).toHaveLength(1);
  });
});
