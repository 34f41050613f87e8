import { describe, expect, test } from 'vitest';
import type { Command } from '../commands.ts';
import type { ScheduledInstant } from '../instants.ts';
import type { Rules } from '../rules.ts';
import type { AtClosing } from '../rules-hours.ts';
import { and, ask, type Given, given, issued, later, MINUTE } from '../spec.ts';
import { DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';

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

describe('who was held over for a service with hours of its own', () => {
  /** Another day: the branch opens at the 510th minute, accounts at `from`; null: not on this day. */
  const another = (date: string, from: number | null): Command => {
    const day = DAY.map((instant) => ({ ...instant, at: instant.at + 500 * MINUTE }));
    const own = { what: 'service', service: 'account' } as const;
    const opens = from === null ? [] : [{ ...own, at: minute(from), isOpen: true }];
    const instants = [...day, { ...own, at: minute(500), isOpen: false }, ...opens].sort((a, b) => a.at - b.at);
    return ask({ type: 'open-day', day: date, instants, openingHash: 'hash' });
  };
  const held = (day: Command): Given => {
    const evening = and(at(55, noon('park')), issued('cash'));
    return at(512, and(at(499, evening), later(MINUTE), day, TICK));
  };
  const labels = ({ state }: Given, service: string) => (state.waiting.get(service) ?? []).map(({ label }) => label);

  test('waits again when that service opens, and not when the branch does', () => {
    const morning = held(another('2026-03-03', 515));
    expect([morning.state.hall.phase, labels(morning, 'account')]).toEqual(['open', []]);
    expect(labels(at(514, morning), 'account')).toEqual([]);
    expect(labels(at(515, morning), 'account')).toEqual(['A001']);
  });

  test('stays held over through a day on which it does not open', () => {
    const evening = at(590, held(another('2026-03-03', null)));
    expect(evening.state.parked.get(1)).toMatchObject({ label: 'A001', parked: { isHeldOver: true } });
    expect(evening.events.filter(({ type }) => type === 'unparked')).toMatchObject([{ label: 'C001' }]);
    const shut = and(evening, ask({ type: 'plan-day', instants: [] }));
    expect(labels(shut, 'account')).toEqual(['A001']);
  });

  test('waits again at once where the branch was off when both opened', () => {
    const { state, now, events } = at(55, noon('park'));
    const late = and({ state, now, events }, later(minute(512) - now), another('2026-03-03', 511), TICK);
    expect(labels(late, 'account')).toEqual(['A001']);
    expect(late.events.filter(({ type }) => type === 'unparked')).toHaveLength(1);
  });
});
