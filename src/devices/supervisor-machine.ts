import { type Millis, ms, seconds } from '../clock.ts';
import { unreachable } from '../errors.ts';
import type { DeviceHealth } from './kinds.ts';

/** Where a supervised wire stands: the whole of what its supervisor remembers. `attempt` counts tries since it last held. */
export type SupervisorState =
  /** Not started, or stopped for good. */
  | { readonly at: 'closed' }
  | { readonly at: 'opening'; readonly attempt: number; readonly reason: string | null }
  | { readonly at: 'identifying'; readonly attempt: number; readonly reason: string | null }
  /** `isSteady`: it has held so long that the next loss is a new incident. */
  | { readonly at: 'running'; readonly attempt: number; readonly isSteady: boolean }
  /** The wire is being closed; a new try only after it is. */
  | { readonly at: 'letting-go'; readonly attempt: number; readonly reason: string }
  | { readonly at: 'backing-off'; readonly attempt: number; readonly reason: string }
  /** Asked to stop, but an opening or a closing is still under way. */
  | { readonly at: 'stopping' };

/** What happens to it; a timeout is one of these. */
export type SupervisorInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'identified' }
  /** The device does not answer, is the wrong one, or its driver failed. */
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'wire-closed'; readonly reason: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'stop' };

/** What the interpreter does, in this order. */
export type SupervisorEffect =
  | { readonly kind: 'open-wire' }
  | { readonly kind: 'begin-device' }
  | { readonly kind: 'close-wire' }
  /** The one timer is set anew. */
  | { readonly kind: 'set-timer'; readonly delay: Millis }
  | { readonly kind: 'cancel-timer' };

export interface SupervisorStep {
  readonly state: SupervisorState;
  readonly effects: readonly SupervisorEffect[];
}

export interface SupervisorTiming {
  /** An opening that takes longer is reported; it is never started twice. */
  readonly openLimit: Millis;
  /** A device must identify itself within this time. */
  readonly identifyLimit: Millis;
  /** Running for so long ends the incident and starts the back-off anew. */
  readonly steadyAfter: Millis;
  /** Delay before try `attempt` (0, 1, 2 …); the same for the same attempt. */
  readonly delayOf: (attempt: number) => Millis;
}

/** All but the delays, which need a seed. */
export const SUPERVISOR_TIMING: Omit<SupervisorTiming, 'delayOf'> = {
  openLimit: seconds(10),
  identifyLimit: ms(1_500),
  steadyAfter: seconds(10),
};

/** Before the start. */
export const CLOSED: SupervisorState = { at: 'closed' };

const CLOSE_WIRE: SupervisorEffect = { kind: 'close-wire' };
const CANCEL_TIMER: SupervisorEffect = { kind: 'cancel-timer' };

function stay(state: SupervisorState): SupervisorStep {
  return { state, effects: [] };
}

function openWire(attempt: number, reason: string | null, timing: SupervisorTiming): SupervisorStep {
  return {
    state: { at: 'opening', attempt, reason },
    effects: [{ kind: 'set-timer', delay: timing.openLimit }, { kind: 'open-wire' }],
  };
}

function backOff(attempt: number, reason: string, timing: SupervisorTiming): SupervisorStep {
  return {
    state: { at: 'backing-off', attempt, reason },
    effects: [{ kind: 'set-timer', delay: timing.delayOf(attempt) }],
  };
}

function letGo(attempt: number, reason: string): SupervisorStep {
  return { state: { at: 'letting-go', attempt, reason }, effects: [CANCEL_TIMER, CLOSE_WIRE] };
}

const STOPPING: SupervisorStep = { state: { at: 'stopping' }, effects: [CANCEL_TIMER, CLOSE_WIRE] };

type At<A extends SupervisorState['at']> = SupervisorState & { readonly at: A };

function whileOpening(state: At<'opening'>, input: SupervisorInput, timing: SupervisorTiming): SupervisorStep {
  switch (input.kind) {
    case 'opened':
      return {
        state: { ...state, at: 'identifying' },
        effects: [{ kind: 'set-timer', delay: timing.identifyLimit }, { kind: 'begin-device' }],
      };
    case 'refused': {
      // Another refusal than before is news (the port is there now, but not yet ours): look again soon.
      const isNews = state.reason !== null && state.reason !== input.reason && state.attempt > 1;
      return backOff(isNews ? 0 : state.attempt, input.reason, timing);
    }
    case 'timeout':
      return stay({ ...state, reason: `the port does not open (${timing.openLimit} ms so far)` });
    case 'stop':
      return { state: { at: 'stopping' }, effects: [CANCEL_TIMER] };
    default:
      return stay(state);
  }
}

function whileIdentifying(state: At<'identifying'>, input: SupervisorInput, timing: SupervisorTiming): SupervisorStep {
  switch (input.kind) {
    case 'identified':
      return {
        state: { at: 'running', attempt: state.attempt, isSteady: false },
        effects: [{ kind: 'set-timer', delay: timing.steadyAfter }],
      };
    case 'lost':
      return letGo(state.attempt, input.reason);
    case 'timeout':
      return letGo(state.attempt, `no answer within ${timing.identifyLimit} ms`);
    case 'wire-closed':
      return backOff(state.attempt, input.reason, timing);
    case 'stop':
      return STOPPING;
    default:
      return stay(state);
  }
}

function whileRunning(state: At<'running'>, input: SupervisorInput, timing: SupervisorTiming): SupervisorStep {
  switch (input.kind) {
    case 'timeout':
      return stay({ at: 'running', attempt: 0, isSteady: true });
    case 'lost':
      return letGo(state.attempt, input.reason);
    case 'wire-closed':
      return backOff(state.attempt, input.reason, timing);
    case 'stop':
      return STOPPING;
    default:
      return stay(state);
  }
}

/**
 * One step of a supervised wire. Pure; every pair of state and input has an answer, most of them "nothing".
 *
 * @returns the next state and what is to be done
 */
export function supervisorNext(
  state: SupervisorState,
  input: SupervisorInput,
  timing: SupervisorTiming,
): SupervisorStep {
  switch (state.at) {
    case 'closed':
      return input.kind === 'start' ? openWire(0, null, timing) : stay(state);
    case 'opening':
      return whileOpening(state, input, timing);
    case 'identifying':
      return whileIdentifying(state, input, timing);
    case 'running':
      return whileRunning(state, input, timing);
    case 'letting-go':
      if (input.kind === 'wire-closed') return backOff(state.attempt, state.reason, timing);
      return input.kind === 'stop' ? { state: { at: 'stopping' }, effects: [] } : stay(state);
    case 'backing-off':
      if (input.kind === 'timeout') return openWire(state.attempt + 1, state.reason, timing);
      return input.kind === 'stop' ? { state: CLOSED, effects: [CANCEL_TIMER] } : stay(state);
    case 'stopping':
      if (input.kind === 'opened') return { state, effects: [CLOSE_WIRE] };
      return input.kind === 'refused' || input.kind === 'wire-closed' ? stay(CLOSED) : stay(state);
    default:
      return unreachable(state, 'devices/supervisor');
  }
}

/** What people read of a state: whether it works, and why not. */
export function healthOf(state: SupervisorState): Pick<DeviceHealth, 'state' | 'reason'> {
  switch (state.at) {
    case 'closed':
    case 'stopping':
      return { state: 'closed', reason: null };
    case 'opening':
    case 'identifying':
      return { state: state.at, reason: state.reason };
    case 'running':
      return { state: 'running', reason: null };
    case 'letting-go':
    case 'backing-off':
      return { state: 'backing-off', reason: state.reason };
    default:
      return unreachable(state, 'devices/supervisor');
  }
}
