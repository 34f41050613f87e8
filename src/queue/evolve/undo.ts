import { noteBulk } from '../bulks.ts';
import { withoutPager } from '../care.ts';
import { contradict } from '../contradiction.ts';
import type { EventOf, Restored } from '../events.ts';
import { forgetPass } from '../passes.ts';
import { dequeue, enqueue } from '../places.ts';
import { intoPool, outOfPool } from '../pools.ts';
import { indexOf } from '../rule-index.ts';
import type { TicketId } from '../rules.ts';
import type { Counter, OpenStatus, QueueState, Ticket } from '../state.ts';
import type { TicketBefore } from '../visit.ts';
import { countCall, counterOf, forgetCall } from './parts.ts';
import { resumed } from './rate.ts';
import { givenBack } from './take-over.ts';

/** Puts back what the counter's last act changed. */
export function undone(state: QueueState, event: EventOf<'undone'>): void {
  const counter = counterOf(state, event);
  const last = counter.undo;
  if (!last || last.what !== event.what) contradict(event, 'the counter has nothing like it to undo');
  if (!isSame(last.restores, event.restored)) contradict(event, 'it restores something else');
  const steps = event.restored.map((restored) => stepOf(state, event, counter, restored));
  for (const step of steps) step();
  for (const id of event.withoutPager ?? []) takePager(state, event, id);
  counter.noShows = last.noShows;
  counter.turns = last.turns;
  counter.undo = null;
}

/** Who is back finds the pager in another hand. */
function takePager(state: QueueState, event: EventOf<'undone'>, id: TicketId): void {
  const ticket = state.tickets.get(id);
  if (!ticket) throw contradict(event, `ticket ${id} is not live`);
  ticket.needs = withoutPager(ticket.needs);
}

function isSame(a: readonly Restored[], b: readonly Restored[]): boolean {
  return a.length === b.length && a.every((restored, index) => isSameRestored(restored, b[index]));
}

function isSameRestored(a: Restored, b: Restored | undefined): boolean {
  return a.ticket === b?.ticket && a.status === b.status && a.counter === b.counter;
}

/** Checks before anything is written. */
function stepOf(state: QueueState, event: EventOf<'undone'>, counter: Counter, restored: Restored): () => void {
  if (restored.status === 'waiting' || restored.status === 'parked') {
    const ticket = state.tickets.get(restored.ticket);
    if (!ticket || counter.ticket !== ticket.id) return contradict(event, `ticket ${restored.ticket} is not here`);
    return () => backFromCall(state, counter, ticket, restored.status);
  }
  if (event.what === 'take-over') return givenBack(state, event, counter, restored);
  const { status } = restored;
  const before = counter.undo?.before?.find(({ ticket }) => ticket === restored.ticket);
  if (before) {
    const sent = state.tickets.get(before.ticket);
    if (!sent || (sent.counter !== null && sent.counter !== counter.id)) {
      throw contradict(event, `ticket ${restored.ticket} is not where it was sent`);
    }
    return () => backFromSending(state, counter, sent, before, status);
  }
  const parked = event.what === 'park' ? state.parked.get(restored.ticket) : undefined;
  if (parked) return () => backFromPool(state, counter, parked, status);
  const place = state.ended.findLastIndex(({ id }) => id === restored.ticket);
  const ticket = state.ended[place];
  if (!ticket) return contradict(event, `ticket ${restored.ticket} is not among the ended`);
  if (state.labels.has(ticket.label)) contradict(event, `${ticket.label} is live`);
  return () => backToCounter(state, counter, ticket, status);
}

function backFromCall(state: QueueState, counter: Counter, ticket: Ticket, status: OpenStatus): void {
  counter.ticket = null;
  countCall(state, ticket, -1);
  forgetCall(ticket);
  if (status === 'parked') {
    intoPool(state, ticket);
    return;
  }
  ticket.status = 'waiting';
  if (state.rules) forgetPass(state, indexOf(state.rules), counter, ticket);
  enqueue(state, ticket);
}

/** Whoever was sent on is at the counter again, as if nothing had been. */
function backFromSending(
  state: QueueState,
  counter: Counter,
  ticket: Ticket,
  { ticket: _, services, ...before }: TicketBefore,
  status: 'called' | 'serving',
): void {
  if (ticket.status === 'waiting') dequeue(state, ticket);
  if (ticket.status === 'parked') outOfPool(state, ticket);
  if (services.length < ticket.services.length) resumed(state, counter, ticket);
  Object.assign(ticket, before);
  ticket.services = [...services];
  ticket.status = status;
  ticket.counter = counter.id;
  counter.ticket = ticket.id;
}

function backFromPool(state: QueueState, counter: Counter, ticket: Ticket, status: 'called' | 'serving'): void {
  outOfPool(state, ticket);
  ticket.parked = null;
  ticket.parkings -= 1;
  ticket.status = status;
  ticket.counter = counter.id;
  counter.ticket = ticket.id;
}

function backToCounter(state: QueueState, counter: Counter, ticket: Ticket, status: 'called' | 'serving'): void {
  state.ended.splice(state.ended.indexOf(ticket), 1);
  if (ticket.status === 'finished') resumed(state, counter, ticket);
  ticket.status = status;
  ticket.endedAt = null;
  ticket.missedAfter = null;
  state.tickets.set(ticket.id, ticket);
  noteBulk(state, ticket);
  state.labels.set(ticket.label, ticket.id);
  counter.ticket = ticket.id;
}
