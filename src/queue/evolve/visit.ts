import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import { dequeue, enqueue, reline } from '../places.ts';
import { intoPool } from '../pools.ts';
import type { CounterId, ServiceId, TellerId } from '../rules.ts';
import type { Counter, QueueState, Ticket, UndoableAct } from '../state.ts';
import { notServed, type Seen, servedMore, ticketBefore, type Visit, visitOf } from '../visit.ts';
import { forgetCall, liveTicket, ticketHere, undoOf, waitAgain } from './parts.ts';
import { ended } from './rate.ts';
import { countFurther } from './tally.ts';

type SendingEvent = EventOf<'transferred' | 'referred' | 'service-finished' | 'handed-off'>;

/** The visit goes on elsewhere: in another queue, for a window, for a teller; or in its own queue when its counter is gone. */
export function transferred(state: QueueState, event: EventOf<'transferred'>): void {
  send(state, event, 'transfer', (visit) => visit);
}

/** The visit goes on with the client manager, who reads why. */
export function referred(state: QueueState, event: EventOf<'referred'>): void {
  const { reason, counter, teller } = event;
  send(state, event, 'referral', (visit) => ({ ...visit, referral: { reason, counter: counter ?? '', teller } }));
}

function send(
  state: QueueState,
  event: EventOf<'transferred' | 'referred'>,
  what: UndoableAct,
  change: (visit: Visit) => Visit,
): void {
  const { from, to, until, served, at } = event;
  const { counter, ticket, visit } = leave(state, event, what, from);
  const isOther = to !== from;
  if (isOther) ended(counter, ticket, from, event);
  ticket.service = to;
  if (isOther) ticket.services.push(to);
  const inStep = isOther ? { step: null, stepTook: 0, home: null } : { stepTook: visit.stepTook + served };
  const pending = visit.pending.filter((service) => service !== to);
  const sent = { ...visit, ...inStep, pending, pool: event.pool ?? null };
  ticket.visit = change(isOther ? notServed(sent) : servedMore(sent, served));
  ticket.queuedAt = event.queuedAt;
  if (until === undefined) {
    waitAgain(state, ticket, at);
    return;
  }
  forgetCall(ticket);
  ticket.parked = { pool: { kind: 'branch' }, since: at, until };
  intoPool(state, ticket);
}

/** The next service of the visit begins, or is waited for. */
export function serviceFinished(state: QueueState, event: EventOf<'service-finished'>): void {
  const { from, to, step } = event;
  if (ticketHere(state, event).ticket.visit?.pending.includes(to) !== true) contradict(event, `${to} is not to come`);
  const { counter, ticket, visit } = leave(state, event, 'finish', from);
  ended(counter, ticket, from, event);
  ticket.service = to;
  ticket.services.push(to);
  ticket.visit = {
    ...notServed(visit),
    pending: visit.pending.filter((service) => service !== to),
    done: [...visit.done, from],
    steps: step ? [...visit.steps, step] : visit.steps,
    pool: null,
    step: null,
    stepTook: 0,
    home: null,
  };
  goOn(state, event, counter, ticket);
}

/** The next step of the service begins, or is waited for. */
export function handedOff(state: QueueState, event: EventOf<'handed-off'>): void {
  const { step, to, pool, home } = event;
  const { counter, ticket, visit } = leave(state, event, 'handoff', event.service);
  ticket.visit = {
    ...servedMore(visit, event.served),
    step: to,
    stepTook: step ? 0 : visit.stepTook,
    steps: step ? [...visit.steps, step] : visit.steps,
    // Who goes on at a counter that does a step for another still returns to that one.
    pool: event.where === 'here' ? visit.pool : pool,
    home,
  };
  goOn(state, event, counter, ticket);
}

function goOn(
  state: QueueState,
  { where, queuedAt, at }: EventOf<'service-finished' | 'handed-off'>,
  counter: Counter,
  ticket: Ticket,
): void {
  if (where === 'here') {
    counter.ticket = ticket.id;
    ticket.status = 'serving';
    ticket.startedAt = at;
    return;
  }
  ticket.queuedAt = queuedAt;
  waitAgain(state, ticket, at);
}

/** Takes the customer from the counter, which may take that back. */
function leave(
  state: QueueState,
  event: SendingEvent,
  what: UndoableAct,
  service: string,
): { readonly counter: Counter; readonly ticket: Ticket; readonly visit: Visit } {
  const { counter, ticket } = ticketHere(state, event);
  if (ticket.service !== service) contradict(event, `${ticket.label} is here for ${ticket.service}`);
  counter.undo = { ...undoOf(what, counter, ticket, event), before: [ticketBefore(ticket)] };
  counter.ticket = null;
  counter.noShows = 0;
  const visit = visitOf(ticket);
  return { counter, ticket, visit: { ...visit, seenBy: seenBy(visit.seenBy, counter.id, counter.teller) } };
}

function seenBy(before: readonly Seen[], counter: CounterId, teller: TellerId | null): readonly Seen[] {
  const last = before.at(-1);
  return last?.counter === counter && last.teller === teller ? before : [...before, { counter, teller }];
}

/** Waits for somebody else, or in the queue of its service; as long as before. */
export function requeued(state: QueueState, event: EventOf<'requeued'>): void {
  const ticket = liveTicket(state, event);
  if (ticket.status !== 'waiting') contradict(event, `${ticket.label} is ${ticket.status}`);
  if (!ticket.visit?.pool) throw contradict(event, `${ticket.label} waits for nobody`);
  dequeue(state, ticket);
  ticket.visit = { ...ticket.visit, pool: event.pool };
  ticket.queuedAt = event.queuedAt;
  enqueue(state, ticket);
}

/** The customer comes for more, or for less. */
export function pendingChanged(state: QueueState, event: EventOf<'service-added' | 'service-dropped'>): void {
  const ticket = liveTicket(state, event);
  const { type, service, pending } = event;
  ticket.visit = { ...visitOf(ticket), pending };
  countFurther(state, ticket, service, type === 'service-added' ? 1 : -1);
  saidSince(state, ticket, (visit, inHand) => {
    const others = visit.pending.filter((each) => each !== service);
    return { ...visit, pending: type === 'service-added' && service !== inHand ? [...others, service] : others };
  });
}

/** Somebody has looked at the papers: perhaps in another line at the same place. */
export function papersMarked(state: QueueState, event: EventOf<'papers-marked'>): void {
  const ticket = liveTicket(state, event);
  reline(state, ticket, () => {
    ticket.visit = { ...visitOf(ticket), papersReady: event.isReady };
  });
  saidSince(state, ticket, (visit) => ({ ...visit, papersReady: event.isReady }));
}

/** A counter that takes back that it has sent somebody on does not take back what others have said of that one since. */
function saidSince(state: QueueState, { id }: Ticket, said: (visit: Visit, inHand: ServiceId) => Visit): void {
  for (const counter of state.counters.values()) {
    const { undo } = counter;
    if (!undo?.before?.some(({ ticket }) => ticket === id)) continue;
    const before = undo.before.map((each) =>
      each.ticket === id ? { ...each, visit: said(visitOf(each), each.service) } : each,
    );
    counter.undo = { ...undo, before };
  }
}
