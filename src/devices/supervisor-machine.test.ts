import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CLOSED,
  healthOf,
  type SupervisorInput,
  type SupervisorState,
  type SupervisorTiming,
  supervisorNext,
} from './supervisor-machine.ts';

const timing: SupervisorTiming = {
  openLimit: 10_000,
  identifyLimit: 1_500,
  steadyAfter: 10_000,
  delayOf: (attempt) => (attempt + 1) * 100,
};

const STATES: { readonly [A in SupervisorState['at']]: SupervisorState & { readonly at: A } } = {
  closed: { at: 'closed' },
  opening: { at: 'opening', attempt: 2, reason: 'no such port' },
  identifying: { at: 'identifying', attempt: 2, reason: null },
  running: { at: 'running', attempt: 2, isSteady: false },
  'letting-go': { at: 'letting-go', attempt: 2, reason: 'no answer' },
  'backing-off': { at: 'backing-off', attempt: 2, reason: 'no answer' },
  stopping: { at: 'stopping' },
};

const INPUTS: { readonly [K in SupervisorInput['kind']]: SupervisorInput & { readonly kind: K } } = {
  start: { kind: 'start' },
  opened: { kind: 'opened' },
  refused: { kind: 'refused', reason: 'no such port' },
  identified: { kind: 'identified' },
  lost: { kind: 'lost', reason: 'mute' },
  'wire-closed': { kind: 'wire-closed', reason: 'hung up' },
  timeout: { kind: 'timeout' },
  stop: { kind: 'stop' },
};

/** What each pair does: next state, attempt, effects. What is not here does nothing at all. */
const TABLE: Readonly<Record<string, string>> = {
  'closed start': 'opening 0: set-timer 10000, open-wire',
  'opening opened': 'identifying 2: set-timer 1500, begin-device',
  'opening refused': 'backing-off 2: set-timer 300',
  'opening timeout': 'opening 2:',
  'opening stop': 'stopping: cancel-timer',
  'identifying identified': 'running 2: set-timer 10000',
  'identifying lost': 'letting-go 2: cancel-timer, close-wire',
  'identifying timeout': 'letting-go 2: cancel-timer, close-wire',
  'identifying wire-closed': 'backing-off 2: set-timer 300',
  'identifying stop': 'stopping: cancel-timer, close-wire',
  'running lost': 'letting-go 2: cancel-timer, close-wire',
  'running wire-closed': 'backing-off 2: set-timer 300',
  'running timeout': 'running 0:',
  'running stop': 'stopping: cancel-timer, close-wire',
  'letting-go wire-closed': 'backing-off 2: set-timer 300',
  'letting-go stop': 'stopping:',
  'backing-off timeout': 'opening 3: set-timer 10000, open-wire',
  'backing-off stop': 'closed: cancel-timer',
  'stopping opened': 'stopping: close-wire',
  'stopping refused': 'closed:',
  'stopping wire-closed': 'closed:',
};

function told(state: SupervisorState, input: SupervisorInput): string | undefined {
  const step = supervisorNext(state, input, timing);
  if (JSON.stringify(step) === JSON.stringify({ state, effects: [] })) return undefined;
  const attempt = 'attempt' in step.state ? ` ${step.state.attempt}` : '';
  const effects = step.effects.map((effect) => ('delay' in effect ? `${effect.kind} ${effect.delay}` : effect.kind));
  return `${step.state.at}${attempt}:${effects.length > 0 ? ` ${effects.join(', ')}` : ''}`;
}

test('every state knows what every input means, most often nothing', () => {
  const seen: Record<string, string> = {};
  for (const state of Object.values(STATES)) {
    for (const input of Object.values(INPUTS)) {
      const what = told(state, input);
      if (what !== undefined) seen[`${state.at} ${input.kind}`] = what;
    }
  }
  expect(seen).toEqual(TABLE);
});

test('another refusal than before is news: the port is looked at again soon', () => {
  const step = supervisorNext(STATES.opening, { kind: 'refused', reason: 'no permission' }, timing);
  expect(step.state).toEqual({ at: 'backing-off', attempt: 0, reason: 'no permission' });
});

test('a device that held for a while starts the back-off anew when it is lost', () => {
  const steady = supervisorNext(STATES.running, INPUTS.timeout, timing).state;
  expect(supervisorNext(steady, INPUTS['wire-closed'], timing).state).toMatchObject({ at: 'backing-off', attempt: 0 });
});

test('a device that is tried again keeps the reason of its loss, and is well without one', () => {
  expect(healthOf(STATES.opening)).toEqual({ state: 'opening', reason: 'no such port' });
  expect(healthOf(STATES.running)).toEqual({ state: 'running', reason: null });
  expect(healthOf(STATES['letting-go'])).toEqual({ state: 'backing-off', reason: 'no answer' });
  expect(healthOf(STATES.stopping)).toEqual({ state: 'closed', reason: null });
});

const anyInput = fc.oneof(
  fc.constantFrom(...Object.values(INPUTS)),
  fc.string().map((reason): SupervisorInput => ({ kind: 'refused', reason })),
);

test('the whole state is in its value: the same step twice gives the same answer', () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 60 }), (inputs) => {
      let state = CLOSED;
      for (const input of inputs) {
        const step = supervisorNext(Object.freeze(state), input, timing);
        expect(supervisorNext(state, input, timing)).toEqual(step);
        state = step.state;
      }
    }),
  );
});

test('a wire is opened only when none is open or opening, and stop always ends', () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 60 }), (inputs) => {
      let state = CLOSED;
      const line: { wire: 'none' | 'opening' | 'open' } = { wire: 'none' };
      const give = (input: SupervisorInput): void => {
        const step = supervisorNext(state, input, timing);
        state = step.state;
        if (input.kind === 'opened') line.wire = 'open';
        if (input.kind === 'refused' || input.kind === 'wire-closed') line.wire = 'none';
        for (const effect of step.effects) {
          if (effect.kind !== 'open-wire') continue;
          expect(line.wire).toBe('none');
          line.wire = 'opening';
        }
      };
      for (const input of inputs) {
        // Only what the wire can really say in its state.
        if (input.kind === 'opened' && line.wire !== 'opening') continue;
        if (input.kind === 'refused' && line.wire !== 'opening') continue;
        if (input.kind === 'wire-closed' && line.wire !== 'open') continue;
        give(input);
      }
      give(INPUTS.stop);
      if (line.wire === 'opening') give(INPUTS.opened);
      if (line.wire === 'open') give(INPUTS['wire-closed']);
      expect(state).toEqual(CLOSED);
    }),
  );
});
