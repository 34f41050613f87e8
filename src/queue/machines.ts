import type { SegmentId, ServiceId, ServiceRules } from './rules.ts';
import type { MachineId, MachineRules } from './rules-guidance.ts';
import type { QueueState } from './state.ts';
import type { Diversion, MachineState } from './state-guidance.ts';

/** Of a machine that has not said anything. */
const UNUSABLE: MachineState = { isUsable: false, queue: 0 };

/** What is known of a machine. */
export function machineAt({ machines }: Pick<QueueState, 'machines'>, id: MachineId): MachineState {
  return machines.get(id) ?? UNUSABLE;
}

/** The machine with an id; undefined where the rules have none. */
export function machineOf({ rules }: Pick<QueueState, 'rules'>, id: MachineId): MachineRules | undefined {
  return rules?.machines?.find((machine) => machine.id === id);
}

/** Whether a customer could be sent to a machine now. */
export function isOffered({ machines }: Pick<QueueState, 'machines'>, { id, queueBelow }: MachineRules): boolean {
  const { isUsable, queue } = machineAt({ machines }, id);
  return isUsable && queue < queueBelow;
}

/**
 * The machine that a customer is offered in place of a number: of those that do the service, say that they may be used
 * and have a short queue the one with the shortest, of equal ones the first of the rules. Null: none, or the customer's
 * segment is not one that is asked, or fewer wait than the rules say.
 */
export function machineFor(
  state: Readonly<QueueState>,
  { id, diversion }: ServiceRules,
  segment: SegmentId,
): MachineRules | null {
  if (!diversion || (diversion.segments && !diversion.segments.includes(segment))) return null;
  if ((state.waiting.get(id)?.length ?? 0) < diversion.fromWaiting) return null;
  let found: MachineRules | null = null;
  for (const machine of state.rules?.machines ?? []) {
    if (!machine.services.includes(id) || !isOffered(state, machine)) continue;
    if (!found || machineAt(state, machine.id).queue < machineAt(state, found.id).queue) found = machine;
  }
  return found;
}

/** What one service had to do with one machine today, each pair once, sorted. */
export function diversionsOf({ diversions }: Pick<QueueState, 'diversions'>): readonly Diversion[] {
  return [...diversions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, diversion]) => diversion);
}

/** Names what one service had to do with one machine: no id has a blank. */
export function diversionKey(service: ServiceId, machine: MachineId): string {
  return `${service} ${machine}`;
}

/** Counts a customer who was offered a machine, took it, or refused it. */
export function countDiversion(
  state: QueueState,
  service: ServiceId,
  machine: MachineId,
  what: 'offered' | 'taken' | 'refused',
): void {
  const key = diversionKey(service, machine);
  const before = state.diversions.get(key) ?? { service, machine, offered: 0, taken: 0, refused: 0 };
  state.diversions.set(key, { ...before, [what]: before[what] + 1 });
}

/** New rules: what a machine said under another bound, or what is no machine any more, is forgotten. */
export function refitMachines(state: QueueState, before: QueueState['rules']): void {
  for (const id of state.machines.keys()) {
    const [then, now] = [before, state.rules].map((rules) => machineOf({ rules }, id)?.queueBelow);
    if (then !== now) state.machines.delete(id);
  }
}
