import type { CommandId } from '../commands.ts';
import { contradict } from '../contradiction.ts';
import { dueName } from '../due.ts';
import type { EventOf } from '../events.ts';
import { stoppedBy } from '../hall-states.ts';
import { recordPass } from '../passes.ts';
import { dequeue } from '../places.ts';
import { outOfPool } from '../pools.ts';
import { indexOf } from '../rule-index.ts';
import type { Counter, QueueState, Ticket, Undoable } from '../state.ts';
import { countCall, counterOf, endRequest, keepTime, liveTicket, ticketHere } from './parts.ts';

/** A ticket is called to a counter from its queue or its pool; a request of the counter is fulfilled by it. */
export function called(state: QueueState, event: EventOf<'called'>): void {
  const counter = counterOf(state, event);
  const ticket = liveTicket(state, event);
  if (stoppedBy(state.hall)) contradict(event, 'the hall stands still');
  if (counter.state !== 'open') contradict(event, `the counter is ${counter.state}`);
  if (counter.ticket !== null) contradict(event, `ticket ${counter.ticket} is at this counter`);
  const { status } = ticket;
  if (status !== 'waiting' && status !== 'parked') throw contradict(event, `${ticket.label} is ${status}`);
  if (!ticket.isCallable) contradict(event, `${ticket.label} may not be called yet`);
  if (ticket.service !== event.service) contradict(event, `${ticket.label} waits for ${ticket.service}`);
  if (event.how === 'request' && !counter.request) contradict(event, 'no request stands');
  if (counter.request) endRequest(state, counter);
  if (status === 'parked') {
    outOfPool(state, ticket);
    keepTime(ticket);
  } else {
    dequeue(state, ticket);
    pass(state, counter, ticket);
  }
  // Nobody comes to a window of the back office: the work begins with the call.
  ticket.status = event.isBack ? 'serving' : 'called';
  ticket.counter = counter.id;
  ticket.calledAt = event.at;
  ticket.startedAt = event.isBack ? event.at : null;
  ticket.recalls = 0;
  ticket.isFromRequest = event.how === 'request';
  counter.ticket = ticket.id;
  countCall(state, ticket, 1);
  const merged = undoOfSameCommand(counter, event);
  const restored = { ticket: ticket.id, status, counter: null };
  const undo: Undoable = {
    what: 'call',
    at: event.at,
    restores: merged ? [restored, ...merged.restores] : [restored],
    command: event.command,
    noShows: merged?.noShows ?? counter.noShows,
    hasPaused: false,
    turns: counter.turns,
  };
  counter.undo = merged?.before ? { ...undo, before: merged.before } : undo;
  if (event.turns) counter.turns = event.turns;
}

function pass(state: QueueState, counter: Counter, ticket: Ticket): void {
  const index = state.rules && indexOf(state.rules);
  const indexed = index?.counters.get(counter.id);
  if (index && indexed) recordPass(state, index, indexed, ticket);
}

/** *Next* ends the visit at the counter and calls: one undo takes both back. */
function undoOfSameCommand({ undo }: Counter, event: EventOf<'called'>): Undoable | null {
  if (event.how === 'request' || !undo || undo.what === 'call' || undo.what === 'park' || undo.at !== event.at)
    return null;
  return isSameCommand(undo.command, event.command) ? undo : null;
}

function isSameCommand(a: CommandId | null, b: CommandId | null): boolean {
  return a?.source === b?.source && a?.key === b?.key;
}

/** The counter waits for the next eligible ticket; asked again, it keeps the time since when it stands. */
export function requestStands(state: QueueState, event: EventOf<'request-stands'>): void {
  const counter = counterOf(state, event);
  if (counter.state !== 'open') contradict(event, `the counter is ${counter.state}`);
  if (counter.ticket !== null) contradict(event, `ticket ${counter.ticket} is at this counter`);
  counter.request = { since: counter.request?.since ?? event.at, until: event.until };
  state.due.set(dueName({ kind: 'counter', id: counter.id }), event.until);
}

/** The counter no longer waits. */
export function requestEnded(state: QueueState, event: EventOf<'request-ended'>): void {
  const counter = counterOf(state, event);
  if (!counter.request) contradict(event, 'no request stands');
  endRequest(state, counter);
}

/** Called once more. */
export function recalled(state: QueueState, event: EventOf<'recalled'>): void {
  const { ticket } = ticketHere(state, event);
  if (ticket.status !== 'called') contradict(event, `${ticket.label} is ${ticket.status}`);
  if (event.times !== ticket.recalls + 1) contradict(event, `recall ${event.times} after ${ticket.recalls}`);
  ticket.recalls = event.times;
}

/** The customer is at the window: the call was right, nothing is left to undo. */
export function started(state: QueueState, event: EventOf<'started'>): void {
  const { counter, ticket } = ticketHere(state, event);
  if (ticket.status !== 'called') contradict(event, `${ticket.label} is ${ticket.status}`);
  ticket.status = 'serving';
  ticket.startedAt = event.at;
  counter.noShows = 0;
  counter.undo = null;
}
