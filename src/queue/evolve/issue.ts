import { noteBulk } from '../bulks.ts';
import { contradict } from '../contradiction.ts';
import { dueName } from '../due.ts';
import type { EventOf } from '../events.ts';
import { enqueue } from '../places.ts';
import type { QueueState, Ticket } from '../state.ts';
import { visitOf } from '../visit.ts';
import { rulesOf } from './parts.ts';
import { countIssued } from './tally.ts';

/** A new ticket waits; on paper it may be called when its slip is out, or after a while. */
export function issued(state: QueueState, event: EventOf<'issued'>): void {
  const rules = rulesOf(state, event);
  if (event.ticket !== state.lastTicket + 1) contradict(event, `ticket ${event.ticket} after ${state.lastTicket}`);
  if (state.labels.has(event.label)) contradict(event, `${event.label} is live`);
  const isCallable = event.handover === 'screen';
  const ticket: Ticket = {
    id: event.ticket,
    label: event.label,
    number: event.number,
    segment: event.segment,
    issuedAs: event.segment,
    language: event.language,
    handover: event.handover,
    issuedAt: event.at,
    service: event.service,
    status: 'waiting',
    queuedAt: event.booked ?? event.at,
    // Who comes before the booked time waits from then on; who comes after it, from now on.
    waitingSince: Math.max(event.at, event.booked ?? event.at),
    isCallable,
    print: isCallable ? 'none' : 'pending',
    counter: null,
    calledAt: null,
    startedAt: null,
    endedAt: null,
    recalls: 0,
    isFromRequest: false,
    services: [event.service],
    parked: null,
    parkings: 0,
    missedAfter: null,
    returns: 0,
    servings: [],
    visit: null,
    bulk: event.bulk ?? null,
    needs: event.needs ?? null,
  };
  if (event.more) ticket.visit = { ...visitOf(ticket), pending: event.more };
  state.lastTicket = ticket.id;
  state.lastNumbers.set(ticket.service, ticket.number);
  state.tickets.set(ticket.id, ticket);
  noteBulk(state, ticket);
  state.labels.set(ticket.label, ticket.id);
  enqueue(state, ticket);
  countIssued(state, event);
  if (!isCallable) state.due.set(dueName({ kind: 'ticket', id: ticket.id }), event.at + rules.callableAfter);
}
