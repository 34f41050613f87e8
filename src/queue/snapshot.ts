import { emptyAlerts } from './alerts.ts';
import { alertsIn, restoreAlerts } from './alerts-snapshot.ts';
import { armAppointments } from './appointments.ts';
import { noteBulk } from './bulks.ts';
import { dueName, newDueHeap } from './due.ts';
import { armSeats } from './evolve/left-alone.ts';
import { settleDue } from './evolve/switch-profile.ts';
import { EMPTY_HALL, settleHall } from './hall.ts';
import { settleHelps } from './helps.ts';
import { diversionKey, diversionsOf } from './machines.ts';
import { newPace } from './pace.ts';
import { paceSnapshot, restorePace } from './pace-snapshot.ts';
import { placeCounters } from './placed.ts';
import { enqueue, partLines } from './places.ts';
import { intoPool } from './pools.ts';
import { indexOf } from './rule-index.ts';
import type { Serving } from './serving.ts';
import type { Counter, QueueState, Snapshot, SnapshotCounter, SnapshotTicket, Ticket } from './state.ts';

/** The state before the first event ever. */
export function emptyState(): QueueState {
  return {
    rules: null,
    day: null,
    clock: null,
    lastTicket: 0,
    tickets: new Map(),
    labels: new Map(),
    waiting: new Map(),
    callable: new Map(),
    parted: null,
    pooled: new Map(),
    passes: new Map(),
    switchesOn: new Set(),
    scheduledTo: 0,
    lastAt: 0,
    hall: EMPTY_HALL,
    hallTurnsAt: null,
    tallies: new Map(),
    machines: new Map(),
    diversions: new Map(),
    counters: new Map(),
    placed: null,
    parked: new Map(),
    bulks: new Map(),
    ended: [],
    lastNumbers: new Map(),
    calls: new Map(),
    appointments: new Map(),
    answers: new Map(),
    pace: newPace(),
    alerts: emptyAlerts(),
    due: newDueHeap(),
  };
}

/**
 * The state as plain JSON in canonical order: equal states give equal snapshots, whatever events led to them.
 * Shares no mutable record with the state.
 */
export function snapshot(state: Readonly<QueueState>): Snapshot {
  const pace = paceSnapshot(state.pace);
  return {
    version: 1,
    rules: state.rules,
    day: state.day,
    clock: state.clock,
    lastTicket: state.lastTicket,
    tickets: [...state.tickets.values()].sort((a, b) => a.id - b.id).map(ticketIn),
    ended: state.ended.map(ticketIn),
    counters: [...state.counters.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map(copyCounter),
    lastNumbers: [...state.lastNumbers].sort(([a], [b]) => (a < b ? -1 : 1)),
    calls: [...state.calls].sort(([a], [b]) => (a < b ? -1 : 1)),
    appointments: [...state.appointments.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1)),
    answers: [...state.answers].map(([source, answers]) => [source, [...answers]] as const),
    switchesOn: [...state.switchesOn].sort(),
    scheduledTo: state.scheduledTo,
    lastAt: state.lastAt,
    hall: state.hall,
    tallies: [...state.tallies].sort(([a], [b]) => (a < b ? -1 : 1)),
    ...guidanceIn(state),
    passes: [...state.passes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, places]) => [group, [...places]]),
    ...(pace ? { pace } : {}),
    alerts: alertsIn(state),
  };
}

/** Nothing in a branch without machines. */
function guidanceIn(state: Readonly<QueueState>): Pick<Snapshot, 'machines' | 'diversions'> {
  const machines = [...state.machines].sort(([a], [b]) => (a < b ? -1 : 1));
  const diversions = diversionsOf(state);
  return { ...(machines.length > 0 ? { machines } : {}), ...(diversions.length > 0 ? { diversions } : {}) };
}

/** The state of a snapshot, its indexes made anew. Shares no mutable record with it. */
export function restore(from: Snapshot): QueueState {
  const state = emptyState();
  state.rules = from.rules;
  state.day = from.day;
  state.clock = from.clock;
  state.lastTicket = from.lastTicket;
  partLines(state);
  for (const ticket of from.tickets) restoreTicket(state, copyTicket(ticket));
  for (const ticket of from.ended) state.ended.push(copyTicket(ticket));
  for (const counter of from.counters) {
    state.counters.set(counter.id, { ...copyCounter(counter), isHeld: counter.isHeld ?? isChosen(from, counter) });
    state.due.set(dueName({ kind: 'counter', id: counter.id }), counter.request?.until ?? null);
  }
  if (state.rules) placeCounters(state, indexOf(state.rules));
  for (const [service, number] of from.lastNumbers) state.lastNumbers.set(service, number);
  for (const [service, calls] of from.calls ?? []) state.calls.set(service, calls);
  for (const appointment of from.appointments ?? []) state.appointments.set(appointment.reference, appointment);
  armAppointments(state);
  for (const [source, answers] of from.answers) state.answers.set(source, [...answers]);
  for (const id of from.switchesOn ?? []) state.switchesOn.add(id);
  state.scheduledTo = from.scheduledTo ?? 0;
  state.lastAt = from.lastAt ?? 0;
  for (const [group, places] of from.passes ?? []) state.passes.set(group, [...places]);
  restorePace(state.pace, from.pace);
  state.hall = from.hall ?? { ...EMPTY_HALL, phase: from.day ? 'open' : 'not-open-yet' };
  for (const [service, tally] of from.tallies ?? []) state.tallies.set(service, tally);
  for (const [id, machine] of from.machines ?? []) state.machines.set(id, machine);
  for (const each of from.diversions ?? []) state.diversions.set(diversionKey(each.service, each.machine), each);
  settleHall(state);
  settleDue(state);
  settleHelps(state);
  armSeats(state);
  restoreAlerts(state, from.alerts);
  return state;
}

/** The first release did not write down that a teller chose a profile: then it is another than the configured one. */
function isChosen({ rules }: Snapshot, { id, profile }: SnapshotCounter): boolean {
  return rules?.counters.some((configured) => configured.id === id && configured.profile !== profile) ?? false;
}

function restoreTicket(state: QueueState, ticket: Ticket): void {
  state.tickets.set(ticket.id, ticket);
  noteBulk(state, ticket);
  state.labels.set(ticket.label, ticket.id);
  if (ticket.status === 'waiting') enqueue(state, ticket);
  if (ticket.status === 'parked') intoPool(state, ticket);
  if (!ticket.isCallable && state.rules) {
    state.due.set(dueName({ kind: 'ticket', id: ticket.id }), ticket.issuedAt + state.rules.callableAfter);
  }
}

/** Field by field: the order of the keys must not depend on how the record came to be. */
function copyTicket(ticket: SnapshotTicket): Ticket {
  return {
    id: ticket.id,
    label: ticket.label,
    number: ticket.number,
    segment: ticket.segment,
    issuedAs: ticket.issuedAs ?? ticket.segment,
    language: ticket.language,
    handover: ticket.handover,
    issuedAt: ticket.issuedAt,
    service: ticket.service,
    status: ticket.status,
    queuedAt: ticket.queuedAt,
    waitingSince: ticket.waitingSince,
    isCallable: ticket.isCallable,
    print: ticket.print,
    counter: ticket.counter,
    calledAt: ticket.calledAt,
    startedAt: ticket.startedAt,
    endedAt: ticket.endedAt,
    recalls: ticket.recalls,
    isFromRequest: ticket.isFromRequest,
    services: [...ticket.services],
    // Balances from before there was parking, late return and upgrades do not speak of them.
    parked: ticket.parked ?? null,
    parkings: ticket.parkings ?? 0,
    missedAfter: ticket.missedAfter ?? null,
    returns: ticket.returns ?? 0,
    servings: (ticket.servings ?? []).map(copyServing),
    visit: ticket.visit ?? null,
    ...(ticket.copies ? { copies: ticket.copies } : {}),
    bulk: ticket.bulk ?? null,
    needs: ticket.needs ?? null,
  };
}

/** A ticket as it stands in a snapshot: without what most have not. */
function ticketIn(ticket: Ticket): SnapshotTicket {
  const { bulk, needs, ...copy } = copyTicket(ticket);
  return { ...copy, ...(bulk === null ? {} : { bulk }), ...(needs === null ? {} : { needs }) };
}

function copyServing({ service, counter, teller, endedAt, rating }: Serving): Serving {
  return { service, counter, teller, endedAt, rating };
}

function copyCounter(counter: SnapshotCounter): Counter {
  return {
    id: counter.id,
    state: counter.state,
    teller: counter.teller,
    profile: counter.profile,
    ticket: counter.ticket,
    request: counter.request,
    noShows: counter.noShows,
    undo: counter.undo && { ...counter.undo, turns: counter.undo.turns ?? null },
    turns: counter.turns ?? null,
    isHeld: counter.isHeld ?? false,
    scheduled: counter.scheduled ?? null,
    lastServed: counter.lastServed ?? null,
    leftSince: counter.leftSince ?? null,
  };
}
