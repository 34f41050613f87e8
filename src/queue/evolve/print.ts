import { contradict } from '../contradiction.ts';
import { dueName } from '../due.ts';
import type { EventOf } from '../events.ts';
import { makeCallable } from '../places.ts';
import type { PrintState, QueueState, Ticket } from '../state.ts';
import { isUnderWay } from '../visit.ts';
import { end, liveTicket } from './parts.ts';
import { countWithdrawn } from './tally.ts';

/** Bytes are on their way to the printer. */
export function printStarted(state: QueueState, event: EventOf<'print-started'>): void {
  printing(state, event).print = 'started';
}

/** The slip is out: the ticket may be called. */
export function printEnded(state: QueueState, event: EventOf<'print-ended'>): void {
  const ticket = printing(state, event);
  ticket.print = 'printed';
  if (!ticket.isCallable) release(state, ticket);
}

/** No slip: the ticket is withdrawn, unless somebody has seen its customer. */
export function printFailed(state: QueueState, event: EventOf<'print-failed'>): void {
  const ticket = printing(state, event);
  ticket.print = 'failed';
  if (ticket.status !== 'waiting' || wasSeen(ticket)) return;
  end(state, ticket, 'withdrawn', event.at);
  countWithdrawn(state, ticket);
}

/** Nobody knows whether the slip is out. */
export function printUnknown(state: QueueState, event: EventOf<'print-unknown'>): void {
  printing(state, event).print = 'unknown';
}

/** Time has passed: the ticket may be called without a word from the printer. */
export function released(state: QueueState, event: EventOf<'released'>): void {
  const ticket = liveTicket(state, event);
  if (ticket.isCallable) contradict(event, `${ticket.label} may be called already`);
  release(state, ticket);
}

type PrintEvent = EventOf<'print-started' | 'print-ended' | 'print-failed' | 'print-unknown'>;

/** States in which no word of a printer is possible. */
const SETTLED: readonly PrintState[] = ['none', 'printed', 'failed'];

function printing(state: QueueState, event: PrintEvent): Ticket {
  const ticket = liveTicket(state, event);
  if (SETTLED.includes(ticket.print)) contradict(event, `the print of ${ticket.label} is ${ticket.print}`);
  return ticket;
}

/** Whether anybody has met its customer: a slip that fails then does not take the number back any more. */
export function wasSeen(ticket: Pick<Ticket, 'services' | 'returns' | 'visit' | 'parkings'>): boolean {
  return ticket.services.length > 1 || ticket.returns > 0 || isUnderWay(ticket);
}

function release(state: QueueState, ticket: Ticket): void {
  state.due.set(dueName({ kind: 'ticket', id: ticket.id }), null);
  makeCallable(state, ticket);
}
