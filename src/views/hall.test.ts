import { describe, expect, it } from 'vitest';
import type { Day, QueueState } from '../queue/state.ts';
import { hallView } from './hall.ts';

const instants = [
  { at: 300, what: 'closes' },
  { at: 100, what: 'opens' },
  { at: 200, what: 'last-tickets' },
] as const;
const stateWith = (day: Day | null): QueueState => ({ day }) as QueueState;
const day = (list: Day['instants']): Day => ({ date: '2026-01-05', openedAt: 0, instants: list });

describe('the hall', () => {
  it('is not open before the first business day', () => {
    expect(hallView(stateWith(null), 5)).toEqual({ day: null, hall: 'not-open-yet' });
  });

  it.each([
    [99, 'not-open-yet'],
    [100, 'open'],
    [200, 'last-tickets'],
    [299, 'last-tickets'],
    [300, 'closed'],
  ])('follows the opening hours: at %i it is %s', (now, hall) => {
    expect(hallView(stateWith(day(instants)), now)).toEqual({ day: '2026-01-05', hall });
  });

  it('without opening hours is open all day', () => {
    expect(hallView(stateWith(day([])), 5).hall).toBe('open');
  });

  it.each([99, 100, 101])('is open all day too when only profiles have their times: at %i', (now) => {
    const profiles: Day['instants'] = [{ at: 100, what: 'profile', counters: ['1'], profile: 'quick' }];
    expect(hallView(stateWith(day(profiles)), now).hall).toBe('open');
  });

  it.each([
    [150, 'open'],
    [299, 'last-tickets'],
    [350, 'closed'],
  ])('does not take the time of a profile for one of its hours: at %i it is %s', (now, hall) => {
    const profiles = [110, 250, 310].map((at) => ({ at, what: 'profile', counters: ['1'], profile: null }) as const);
    expect(hallView(stateWith(day([...instants, ...profiles])), now).hall).toBe(hall);
  });
});
