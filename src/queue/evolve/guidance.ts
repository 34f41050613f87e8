import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import { countDiversion, machineOf } from '../machines.ts';
import type { QueueState } from '../state.ts';

/** A machine has said something of itself. */
export function machineChanged(state: QueueState, event: EventOf<'machine-changed'>): void {
  const { machine, isUsable, queue } = event;
  const rules = machineOf(state, machine);
  if (!rules) throw contradict(event, `no machine ${machine}`);
  if (queue > rules.queueBelow) contradict(event, `${queue} stand there, where ${rules.queueBelow} are counted`);
  state.machines.set(machine, { isUsable, queue });
}

/** Somebody went to a machine: counted, and nothing else. */
export function diverted(state: QueueState, event: EventOf<'diverted'>): void {
  const { service, machine } = event;
  if (!machineOf(state, machine)?.services.includes(service)) contradict(event, `no ${service} at ${machine}`);
  countDiversion(state, service, machine, 'taken');
}
