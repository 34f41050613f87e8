import type { CommandOf } from '../commands.ts';
import { stoppedBy } from '../hall-states.ts';
import { machineAt, machineOf } from '../machines.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import type { Situation } from './situation.ts';

/** A customer goes to the machine that was offered, and takes no number. One that has become unusable meanwhile is no help. */
export function takeMachine({ state, index }: Situation, command: CommandOf<'take-machine'>): Outcome {
  const { service, machine: id, how } = command;
  if (!index.services.has(service)) return refuse({ code: 'unknown-service', service });
  if (!state.day) return refuse({ code: 'no-day' });
  // A machine works where the hall is out of order; but nobody is sent to one in a house that is to be left.
  if (stoppedBy(state.hall) === 'evacuation') return refuse({ code: 'hall-evacuated' });
  const machine = machineOf(state, id);
  if (!machine) return refuse({ code: 'unknown-machine', machine: id });
  if (!machine.services.includes(service)) return refuse({ code: 'not-at-machine', machine: id, service });
  // That others have come there meanwhile is no reason: the customer sees who stands there.
  if (state.machines.get(id)?.isUsable !== true) return refuse({ code: 'machine-not-usable', machine: id });
  return accept([draft({ type: 'diverted', service, machine: id, how })], done(null));
}

/** What a machine says of itself. Written only when it may decide otherwise who is sent there; with an identity always. */
export function machineState({ state }: Situation, command: CommandOf<'machine-state'>): Outcome {
  const { machine: id, isUsable } = command;
  const machine = machineOf(state, id);
  if (!machine) return refuse({ code: 'unknown-machine', machine: id });
  const queue = isUsable ? Math.max(0, Math.min(command.queue, machine.queueBelow)) : 0;
  const known = machineAt(state, id);
  const isSame = known.isUsable === isUsable && known.queue === queue;
  if (isSame && command.id === null) return accept([], done(null));
  return accept([draft({ type: 'machine-changed', machine: id, isUsable, queue })], done(null));
}
