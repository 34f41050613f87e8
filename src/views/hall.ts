import { hallInstants, isByHours } from '../queue/hall.ts';
import { type HallPhase, nextPhase, opensAgainAt } from '../queue/instants.ts';
import type { QueueState } from '../queue/state.ts';

/** The branch as a whole, as its door and its hall screen show it. */
export interface HallView {
  /** ISO date; null before the first business day and while the wall clock is not trusted. */
  readonly day: string | null;
  readonly hall: HallPhase;
}

/** The view of the hall. A day without opening hours is open from its start to the next. */
export function hallView(state: Readonly<QueueState>): HallView {
  return { day: state.day?.date ?? null, hall: phaseOf(state) };
}

function phaseOf(state: Readonly<QueueState>): HallPhase {
  if (isByHours(state)) return state.hall.phase;
  return state.day ? 'open' : 'not-open-yet';
}

/** How the hall stands by its hours, and what comes next. */
export interface HoursView {
  readonly phase: HallPhase;
  /** Branch time since which it stands so; null before the first business day. */
  readonly since: number | null;
  /** Whether the clock changes it: not without opening hours, and not while it is not trusted. */
  readonly isByClock: boolean;
  /** What the clock brings next today. */
  readonly next: { readonly phase: HallPhase; readonly at: number } | null;
  /** When the branch opens next, as far as the day knows. */
  readonly opens: number | null;
}

/** The view of the hours, as of the last event. */
export function hoursView(state: Readonly<QueueState>): HoursView {
  const instants = hallInstants(state);
  const phase = phaseOf(state);
  return {
    phase,
    since: state.day ? state.hall.since : null,
    isByClock: isByHours(state) && instants.length > 0,
    next: nextPhase(instants, phase, state.lastAt),
    opens: opensAgainAt(instants, null, state.lastAt),
  };
}
