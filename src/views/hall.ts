import { hallInstants, isByHours, reopensAt } from '../queue/hall.ts';
import { STOPPED_STATES, type StoppedState, stoppedBy } from '../queue/hall-states.ts';
import { HALL_PHASES, type HallPhase, nextPhase } from '../queue/instants.ts';
import type { WallTime } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';

/** How the hall may stand, as people see it: by its hours, or stopped by a person. */
export const HALL_STATES = [...HALL_PHASES, ...STOPPED_STATES] as const;
export type HallState = HallPhase | StoppedState;

/** The branch as a whole, as its door and its hall screen show it. */
export interface HallView {
  /** ISO date; null before the first business day and while the wall clock is not trusted. */
  readonly day: string | null;
  readonly hall: HallState;
}

/** The view of the hall. A day without opening hours is open from its start to the next. */
export function hallView(state: Readonly<QueueState>): HallView {
  return { day: state.day?.date ?? null, hall: phaseOf(state) };
}

function phaseOf(state: Readonly<QueueState>): HallState {
  const stopped = stoppedBy(state.hall);
  if (stopped !== null) return stopped;
  if (isByHours(state) || state.hall.byHand) return state.hall.phase;
  return state.day ? 'open' : 'not-open-yet';
}

/** How the hall stands by its hours, and what comes next. */
export interface HoursView {
  readonly phase: HallState;
  /** Branch time since which it stands so; null before the first business day. */
  readonly since: number | null;
  /** Whether the clock changes it: not without opening hours, not while it is not trusted, not what a person has asked for. */
  readonly isByClock: boolean;
  /** What the clock brings next today. */
  readonly next: { readonly phase: HallPhase; readonly at: number } | null;
  /** Wall time at which the branch opens next, as far as the day knows, or as a person has said. */
  readonly opens: WallTime | null;
}

/** The view of the hours, as of the last event. */
export function hoursView(state: Readonly<QueueState>): HoursView {
  const instants = hallInstants(state);
  const phase = phaseOf(state);
  const { hall } = state;
  const { byHand } = hall;
  return {
    phase,
    since: state.day ? (byHand?.since ?? hall.since) : null,
    isByClock: !byHand && isByHours(state) && instants.length > 0,
    // What a person has asked ends when a person says so.
    next: byHand ? null : nextPhase(instants, hall.phase, state.lastAt),
    opens: reopensAt(state, null, state.lastAt),
  };
}
