import { describe, expect, it } from 'vitest';
import { openState, smallRules } from '../branch/port.fake.ts';
import type { ScheduledInstant } from '../queue/instants.ts';
import { emptyState } from '../queue/snapshot.ts';
import type { Day, QueueState } from '../queue/state.ts';
import type { Hall } from '../queue/state-hours.ts';
import { hallView, hoursView } from './hall.ts';

const HOURS: readonly ScheduledInstant[] = [
  { at: 0, what: 'begins' },
  { at: 100, what: 'opens' },
  { at: 150, what: 'profile', counters: ['1'], profile: 'quick' },
  { at: 200, what: 'last-tickets' },
  { at: 300, what: 'closes' },
  { at: 900, what: 'reopens', service: null },
];
const day = (instants: Day['instants']): Day => ({ date: '2026-01-05', openedAt: 0, instants });

function branch(instants: Day['instants'], hall: Partial<Hall> = {}, lastAt = 0): QueueState {
  const state = openState(smallRules('hall', { cash: 'A' }, []));
  return { ...state, day: day(instants), hall: { ...state.hall, ...hall }, lastAt };
}

describe('the hall', () => {
  it('is not open before the first business day', () => {
    expect(hallView(emptyState())).toEqual({ day: null, hall: 'not-open-yet' });
    expect(hoursView(emptyState())).toMatchObject({ phase: 'not-open-yet', since: null, next: null });
  });

  it('stands as the last phase says that was written down', () => {
    expect(hallView(branch(HOURS, { phase: 'last-tickets' }))).toEqual({ day: '2026-01-05', hall: 'last-tickets' });
  });

  it.each([{ instants: [] }, { instants: HOURS.filter(({ what }) => what === 'profile') }])(
    'without opening hours is open all day, also when only profiles have their times',
    ({ instants }) => {
      expect(hallView(branch(instants)).hall).toBe('open');
      expect(hoursView(branch(instants))).toMatchObject({ phase: 'open', isByClock: false, next: null, opens: null });
    },
  );
});

describe('the hall by hand', () => {
  const open = { phase: 'open', since: 10 } as const;

  it.each(['evacuation', 'out-of-order'] as const)('stands in %s, with hours and without', (state) => {
    const byHand = { state, since: 120, before: 'open' } as const;
    for (const instants of [HOURS, []]) {
      const asked = branch(instants, { ...open, byHand }, 150);
      expect(hallView(asked).hall).toBe(state);
      expect(hoursView(asked)).toMatchObject({ phase: state, since: 120, isByClock: false, next: null });
    }
  });

  it('tells when it is expected to open, instead of the hour of the clock, until that is over', () => {
    const byHand = { state: 'not-open-yet', since: 60, before: 'not-open-yet', until: 160 } as const;
    for (const [lastAt, opens] of [
      [90, 160],
      [159, 160],
      [160, null],
    ] as const) {
      const asked = branch(HOURS, { phase: 'not-open-yet', byHand }, lastAt);
      expect(hoursView(asked)).toMatchObject({ phase: 'not-open-yet', isByClock: false, next: null, opens });
    }
  });

  it.each(['break', 'closing'] as const)('shows a %s as that of the clock, and that no clock says so', (state) => {
    const byHand = { state, since: 120, before: 'open' } as const;
    for (const instants of [HOURS, []]) {
      const asked = branch(instants, { phase: state, since: 120, byHand }, 150);
      expect(hoursView(asked)).toMatchObject({ phase: state, since: 120, isByClock: false, next: null });
    }
  });
});

describe('the hours', () => {
  it.each([
    ['not-open-yet', 50, { phase: 'open', at: 100 }, 100],
    ['open', 100, { phase: 'last-tickets', at: 200 }, 900],
    ['last-tickets', 250, { phase: 'closing', at: 300 }, 900],
    ['closing', 300, null, 900],
  ] as const)('say what comes next: from %s at %i', (phase, lastAt, next, opens) => {
    const since = lastAt - 10;
    expect(hoursView(branch(HOURS, { phase, since }, lastAt))).toEqual({ phase, since, isByClock: true, next, opens });
  });

  it('say nothing of what comes next while the clock is not trusted', () => {
    const state = { ...branch(HOURS, { phase: 'open' }, 150), clock: { offset: 0, isTrusted: false } };
    expect(hoursView(state)).toMatchObject({ phase: 'open', isByClock: false, next: null, opens: null });
  });
});
