import type { AlertBook } from '../alerts.ts';
import { linesIn } from '../lines.ts';
import { passedOver } from '../passes.ts';
import { comesBefore } from '../places.ts';
import type { RuleIndex } from '../rule-index.ts';
import type { CounterId, ServiceId, TicketId } from '../rules.ts';
import type { LineKey, QueueState, Ticket } from '../state.ts';
import { touchName } from '../touched.ts';

/**
 * How often the first of each line was passed over. By the line, not by the queue of the service: where counters are there
 * for some segments alone, others are passed over than who came first. Within a line nobody was passed over more often
 * than its first.
 */

/** How often somebody who waits for a service was passed over at most; 0 where no alert asks for it. */
export function timesPassed({ passed }: Readonly<AlertBook>, service: ServiceId): number {
  const lines = passed.get(service);
  let most = 0;
  if (lines) for (const { times } of lines.values()) most = Math.max(most, times);
  return most;
}

/** Who of a service was passed over as often as an alert is raised for, by arrival; of each line `most` at most. */
export function whoWasPassed(
  state: Readonly<QueueState>,
  index: RuleIndex,
  service: ServiceId,
  most: number,
): readonly Ticket[] {
  const bound = index.rules.alerts?.passedOver ?? Number.POSITIVE_INFINITY;
  const passed: Ticket[] = [];
  for (const line of linesIn(state, index, 'waiting')) {
    if (line[0]?.service !== service) continue;
    const traits = index.traits.traitsOf(line[0]);
    const firsts = line.slice(0, most);
    const end = firsts.findIndex((ticket) => passedOver(state, index, traits, ticket) < bound);
    passed.push(...(end === -1 ? firsts : firsts.slice(0, end)));
  }
  return passed.sort((a, b) => (comesBefore(a, b) ? -1 : 1));
}

/** Counts anew for every line. */
export function recountPasses(state: QueueState, index: RuleIndex): void {
  state.alerts.passed.clear();
  for (const [line, [first]] of linesOf(state)) if (first) recountLine(state, index, line, first.service);
}

/** Counts for a line whose first may be another than before. */
export function recountLine(state: QueueState, index: RuleIndex, line: LineKey, service: ServiceId): void {
  const { passed } = state.alerts;
  const known = passed.get(service);
  const first = linesOf(state).get(line)?.[0];
  if (!first || index.rules.alerts?.passedOver === undefined) {
    known?.delete(line);
    if (known?.size === 0) passed.delete(service);
    return;
  }
  if (known?.get(line)?.ticket === first.id) return;
  const times = passedOver(state, index, index.traits.traitsOf(first), first);
  if (known) known.set(line, { ticket: first.id, times });
  else passed.set(service, new Map([[line, { ticket: first.id, times }]]));
}

/**
 * A call passes over the first of each line that the counter is there for, if they came before; lines whose first is
 * another since are left to {@link recountLine}.
 *
 * @returns the services of whom it has passed over
 */
export function countPass(
  state: QueueState,
  index: RuleIndex,
  id: CounterId | null,
  called: TicketId,
): readonly ServiceId[] {
  const counter = index.counters.get(id ?? '');
  const ticket = state.tickets.get(called);
  // Who is called from a pool was in no queue.
  if (!counter || !ticket || ticket.parked || index.rules.alerts?.passedOver === undefined) return NOBODY;
  let services: ServiceId[] | null = null;
  for (const [line, queue] of linesOf(state)) {
    const first = queue[0];
    if (!first || !comesBefore(first, ticket)) continue;
    const { service } = first;
    const known = state.alerts.passed.get(service)?.get(line);
    if (known?.ticket !== first.id) continue;
    if (!index.claims.of(counter.group, index.traits.traitsOf(first))?.isOwn) continue;
    known.times += 1;
    services ??= [];
    touchName(services, service);
  }
  return services ?? NOBODY;
}

const NOBODY: readonly ServiceId[] = [];

/** The lines as the rules in force part them. */
function linesOf(state: Readonly<QueueState>): ReadonlyMap<LineKey, readonly Ticket[]> {
  return (state.parted ?? state).waiting;
}
