import { noteBulk } from '../bulks.ts';
import { contradict } from '../contradiction.ts';
import { dueName } from '../due.ts';
import type { QueueEvent } from '../events.ts';
import { giveBack } from '../numbering.ts';
import { dequeue, enqueue } from '../places.ts';
import { outOfPool } from '../pools.ts';
import type { Instant, Rules, TicketId, TicketLabel } from '../rules.ts';
import type { Counter, EndStatus, OpenStatus, QueueState, Ticket, Undoable, UndoableAct } from '../state.ts';
import { touchName } from '../touched.ts';
import { servedMore, visitOf } from '../visit.ts';

/** The counter of an event; one that the state does not know contradicts it. */
export function counterOf(state: QueueState, event: QueueEvent): Counter {
  const counter = event.counter === null ? undefined : state.counters.get(event.counter);
  return counter ?? contradict(event, 'no such counter');
}

/** The live ticket of an event, under the label that it has. */
export function liveTicket(
  state: QueueState,
  event: QueueEvent & { readonly ticket: TicketId; readonly label: TicketLabel },
): Ticket {
  const ticket = state.tickets.get(event.ticket);
  if (!ticket) return contradict(event, `ticket ${event.ticket} is not live`);
  if (ticket.label !== event.label) return contradict(event, `ticket ${event.ticket} is ${ticket.label}`);
  return ticket;
}

/** The ticket of an event, which is called or served at the event's counter. */
export function ticketHere(
  state: QueueState,
  event: QueueEvent & { readonly ticket: TicketId; readonly label: TicketLabel },
): { readonly counter: Counter; readonly ticket: Ticket } {
  const counter = counterOf(state, event);
  const ticket = liveTicket(state, event);
  if (counter.ticket !== ticket.id) return contradict(event, `${ticket.label} is not at this counter`);
  return { counter, ticket };
}

/** The rules in force; an event that needs them contradicts a state without. */
export function rulesOf(state: QueueState, event: QueueEvent): Rules {
  return state.rules ?? contradict(event, 'there are no rules');
}

/** Ends a visit: the number is free again, the counter too, the record goes to the ended ones. */
export function end(state: QueueState, ticket: Ticket, status: EndStatus, at: Instant): void {
  if (ticket.status === 'waiting') dequeue(state, ticket);
  if (ticket.status === 'parked') outOfPool(state, ticket);
  if (!ticket.isCallable) state.due.set(dueName({ kind: 'ticket', id: ticket.id }), null);
  const counter = ticket.counter === null ? undefined : state.counters.get(ticket.counter);
  if (counter) {
    counter.ticket = null;
    touchName(state.alerts.touched.counters, counter.id);
  }
  ticket.status = status;
  ticket.endedAt = at;
  state.tickets.delete(ticket.id);
  noteBulk(state, ticket);
  giveBack(state, ticket.label);
  state.ended.push(ticket);
  forgetEnded(state, at);
}

/** The visit goes on in the queue of its service, or waits for somebody; at which place `queuedAt` says. What it waits is measured anew. */
export function waitAgain(state: QueueState, ticket: Ticket, since: Instant): void {
  forgetCall(ticket);
  ticket.status = 'waiting';
  ticket.waitingSince = since;
  ticket.parked = null;
  enqueue(state, ticket);
}

/**
 * What counters did for a parked ticket belongs to the service and the step in hand, whoever goes on with it. Kept when it leaves its pool:
 * until then the parking may be undone, and its call stands as it was.
 */
export function keepTime(ticket: Ticket): void {
  const since = ticket.startedAt ?? ticket.calledAt;
  const took = ticket.parked === null || since === null ? 0 : ticket.parked.since - since;
  if (took === 0) return;
  const visit = visitOf(ticket);
  ticket.visit = servedMore({ ...visit, stepTook: visit.stepTook + took }, took);
}

/** Nothing of its call is left on a ticket. */
export function forgetCall(ticket: Ticket): void {
  ticket.counter = null;
  ticket.calledAt = null;
  ticket.startedAt = null;
  ticket.recalls = 0;
  ticket.isFromRequest = false;
}

/** Forgets the oldest ended visits beyond those that the rules keep, once their end can no longer be undone. */
export function forgetEnded(state: QueueState, at: Instant): void {
  const kept = state.rules?.endedKept ?? 0;
  const window = state.rules?.undoWindow ?? 0;
  while (state.ended.length > kept) {
    const endedAt = state.ended[0]?.endedAt ?? at;
    if (endedAt + window >= at) return;
    state.ended.shift();
  }
}

/** What an undo puts back of a visit that leaves the counter. */
export function undoOf(
  what: UndoableAct,
  counter: Counter,
  ticket: Ticket,
  event: Pick<QueueEvent, 'at' | 'command'>,
): Undoable {
  const status: OpenStatus = ticket.startedAt === null ? 'called' : 'serving';
  return {
    what,
    at: event.at,
    restores: [{ ticket: ticket.id, status, counter: counter.id }],
    command: event.command,
    noShows: counter.noShows,
    hasPaused: false,
    turns: counter.turns,
  };
}

/** Counts a call of the ticket's service, or with -1 takes one back. Work on papers elsewhere calls no number. */
export function countCall(state: QueueState, { service, visit }: Ticket, by: 1 | -1): void {
  if (visit?.pool?.kind === 'step') return;
  const calls = (state.calls.get(service) ?? 0) + by;
  if (calls === 0) state.calls.delete(service);
  else state.calls.set(service, calls);
}

/** The counter follows other rules from now on: a cycle begins anew, also after an undo. */
export function forgetTurns(counter: Counter): void {
  counter.turns = null;
  if (counter.undo) counter.undo = { ...counter.undo, turns: null };
}

/** Ends a counter's request. */
export function endRequest(state: QueueState, counter: Counter): void {
  counter.request = null;
  state.due.set(dueName({ kind: 'counter', id: counter.id }), null);
}
