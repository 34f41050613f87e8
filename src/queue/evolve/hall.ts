import { contradict } from '../contradiction.ts';
import { dueName } from '../due.ts';
import type { EventOf, EventType, QueueEvent } from '../events.ts';
import { settleHall, settleLeaving } from '../hall.ts';
import { isShutByHand, orderOf } from '../hall-states.ts';
import { hasHours, isMorning } from '../instants.ts';
import { dequeue } from '../places.ts';
import { intoPool } from '../pools.ts';
import type { CounterId } from '../rules.ts';
import type { QueueState } from '../state.ts';
import { seatsOf } from '../waiting-pools.ts';
import { liveTicket } from './parts.ts';

/** The hall stands otherwise; once it has closed its counters close, each when nobody is there any more. */
export function hallPhase(state: QueueState, event: EventOf<'hall-phase-changed'>): void {
  const { from, phase, at } = event;
  if (state.hall.phase !== from) contradict(event, `the hall is ${state.hall.phase}`);
  const attended = seatsOf(state).map(({ id }) => id);
  const leaving = phase === 'closed' ? attended.sort() : isMorning(from, phase) ? [] : state.hall.leaving;
  state.hall = { ...state.hall, phase, since: at, seen: at, leaving };
}

/** A person has the hall stand otherwise, or lets the clock rule again. */
export function hallSet(state: QueueState, event: EventOf<'hall-set'>): void {
  const { byHand, ...hall } = state.hall;
  const order = orderOf(state.hall);
  if (order !== event.from) contradict(event, `the hall is ${order} by hand`);
  const before = byHand?.before ?? hall.phase;
  const { until } = event;
  // Another time is told of what stands already.
  const since = byHand && byHand.state === event.state ? byHand.since : event.at;
  // All that the clock would have brought meanwhile is brought at once, by the events that follow.
  state.hall =
    event.state === 'open'
      ? { ...hall, seen: event.at }
      : { ...hall, byHand: { state: event.state, since, before, ...(until === undefined ? {} : { until }) } };
}

/** The own hours of a service begin or are over. */
export function serviceHours(state: QueueState, event: EventOf<'service-hours-changed'>): void {
  const { service, isOpen, at } = event;
  const shut = state.hall.shut.filter((each) => each !== service);
  if (!isOpen) shut.push(service);
  state.hall = { ...state.hall, seen: at, shut: shut.sort() };
}

/** The hours of a counter begin or are over; one that the clock opened closes once nobody is there. */
export function counterHours(state: QueueState, event: EventOf<'counter-hours-changed'>): void {
  const { of, isOpen, by, at } = event;
  const manned = state.hall.manned.filter((each) => each !== of);
  if (isOpen) manned.push(of);
  state.hall = { ...state.hall, seen: at, manned: manned.sort() };
  const isAttended = (state.counters.get(of)?.state ?? 'closed') !== 'closed';
  if (isOpen) {
    if (!isShutByHand(state.hall)) stays(state, of);
  } else if (by === 'schedule' && isAttended) leaves(state, of);
}

/** It waits in no queue until the branch opens again; its number stays its own. */
export function heldOver(state: QueueState, event: EventOf<'held-over'>): void {
  const ticket = liveTicket(state, event);
  if (ticket.status !== 'waiting') contradict(event, `${ticket.label} is ${ticket.status}`);
  dequeue(state, ticket);
  // Until the branch opens its slip has long come, or its customer asks for it.
  ticket.isCallable = true;
  state.due.set(dueName({ kind: 'ticket', id: ticket.id }), null);
  ticket.parked = { pool: { kind: 'branch' }, since: event.at, until: null, isHeldOver: true };
  intoPool(state, ticket);
}

/** The rest of the day is another one. */
export function dayPlanned(state: QueueState, event: EventOf<'day-planned'>): void {
  const day = state.day ?? contradict(event, 'no day is open');
  state.day = { ...day, instants: event.instants };
  state.scheduledTo = 0;
  for (const counter of state.counters.values()) counter.scheduled = null;
  beginHours(state, event);
}

/** Hours begin anew with the instants of a day: how things stood before stays until the clock says otherwise. */
export function beginHours(state: QueueState, { at, instants }: EventOf<'day-planned' | 'day-opened'>): void {
  const { phase, since, leaving } = state.hall;
  if (hasHours(instants)) state.hall = { ...state.hall, seen: at };
  else if (state.hall.byHand) {
    state.hall = { ...state.hall, seen: at, shut: [], manned: [], byHand: { ...state.hall.byHand, before: 'open' } };
  } else {
    state.hall = { phase: 'open', since: phase === 'open' ? since : at, seen: at, shut: [], manned: [], leaving };
  }
}

/** The counter closes once nobody is there. */
export function leaves(state: QueueState, id: CounterId): void {
  if (state.hall.leaving.includes(id)) return;
  state.hall = { ...state.hall, leaving: [...state.hall.leaving, id].sort() };
}

/** The counter does not close by itself: it has closed, or somebody has sat down there. */
export function stays(state: QueueState, id: CounterId): void {
  if (!state.hall.leaving.includes(id)) return;
  state.hall = { ...state.hall, leaving: state.hall.leaving.filter((each) => each !== id) };
}

/** Events after which the clock may bring something else. */
const ABOUT_HOURS: ReadonlySet<EventType> = new Set([
  'day-opened',
  'day-planned',
  'clock-set',
  'rules-applied',
  'hall-set',
  'hall-phase-changed',
  'service-hours-changed',
  'counter-hours-changed',
  'counter-opened',
  'counter-closed',
]);

/** Notes when the hall, or a counter that leaves, changes next, where an event may have moved that. */
export function followHall(state: QueueState, { type }: QueueEvent): void {
  const { phase, leaving } = state.hall;
  if (ABOUT_HOURS.has(type)) settleHall(state);
  else if (phase === 'closing' || leaving.length > 0) settleLeaving(state);
}
