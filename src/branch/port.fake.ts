import type { StoredRecord } from '../journal/store.ts';
import type { Command } from '../queue/commands.ts';
import type { EventBody, EventHead, QueueEvent } from '../queue/events.ts';
import { newCounter } from '../queue/evolve/branch.ts';
import type { CounterRules, Rules, ServiceRules } from '../queue/rules.ts';
import { emptyState } from '../queue/snapshot.ts';
import type { QueueState, Ticket } from '../queue/state.ts';
import type { Branch, Committed, Reply } from './port.ts';

/** A branch whose answers and state are written by the test. */
export interface FakeBranch extends Branch {
  readonly committed: QueueState;
  /** Every command that was submitted, in order. */
  readonly commands: Command[];
  /** What the next commands are answered; `done` when nothing is set. */
  reply: (command: Command) => Reply | Promise<Reply>;
  /** Branch time, ms. */
  time: number;
  /** Tells all listeners that these were committed; the test changes `committed` itself. */
  commit(...events: readonly (EventBody & Partial<EventHead>)[]): void;
}

const HEAD: EventHead = {
  at: 0,
  actor: { kind: 'daemon' },
  counter: null,
  teller: null,
  rule: null,
  command: null,
  answer: null,
};

const TWO_WINDOWS = smallRules('fake', { account: 'A', cash: 'B', wealth: 'C' }, [
  { id: 'c1', number: 1, services: ['account', 'cash'] },
  { id: 'c2', number: 2, services: ['wealth'] },
]);

/** A branch with two counters: `c1` (window 1: accounts and cash) and `c2` (window 2: wealth), both open, nobody waiting. */
export function fakeBranch(): FakeBranch {
  const listeners = new Set<(batch: readonly Committed[]) => void>();
  const branch: FakeBranch = {
    committed: openState(TWO_WINDOWS),
    committedSeq: 0,
    commands: [],
    time: 1_000_000,
    reply: () => ({ kind: 'done', label: null }),
    async submit(command) {
      branch.commands.push(command);
      return branch.reply(command);
    },
    now: () => branch.time,
    wallOf: () => null,
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    moveCursor() {},
    commit(...events) {
      const batch = events.map((body, index): Committed => {
        const event: QueueEvent = { ...HEAD, at: branch.time, ...body };
        return { event, record: recordOf(event, index + 1) };
      });
      for (const listener of listeners) listener(batch);
    },
  };
  return branch;
}

function recordOf(event: QueueEvent, seq: number): StoredRecord {
  const { type, at } = event;
  return { seq, hash: '', stream: 'queue', type, version: 1, at, offset: 0, isTrusted: true, body: event };
}

/** Rules of a small branch: services by id with their prefix letter, one profile that calls the longest wait. */
export function smallRules(
  version: string,
  prefixes: Readonly<Record<string, string>>,
  counters: readonly Omit<CounterRules, 'profile'>[],
): Rules {
  const services = Object.entries(prefixes).map(([id, prefix]) => serviceOf(id, prefix));
  return {
    version,
    services,
    segments: [{ id: 'ordinary' }],
    counters: counters.map((counter) => ({ ...counter, profile: 'longest' })),
    profiles: [{ id: 'longest', kind: 'longest-wait', cap: 1_800_000 }],
    undoWindow: 30_000,
    callableAfter: 3_000,
    requestLasts: 600_000,
    recallLimit: 3,
    isArrivalKeptOnTransfer: true,
    endedKept: 10,
  };
}

function serviceOf(id: string, prefix: string): ServiceRules {
  return {
    id,
    numbers: { prefix, first: 1, last: 999, digits: 3, skip: [] },
    category: id,
    complexity: 'simple',
    targetWait: 600_000,
    standardTime: 180_000,
    steps: [],
    isIssuing: true,
  };
}

/** The state of a branch under rules: a day is open, all counters are open, nobody has come. */
export function openState(rules: Rules, openedAt = 0): QueueState {
  return {
    ...emptyState(),
    rules,
    day: { date: '2026-01-05', openedAt, instants: [] },
    clock: { offset: 0, isTrusted: true },
    counters: new Map(rules.counters.map((counter) => [counter.id, { ...newCounter(counter), state: 'open' }])),
  };
}

/** A ticket that waits and may be called. */
export function waitingTicket(
  issued: Pick<Ticket, 'id' | 'label' | 'number' | 'segment' | 'language' | 'handover' | 'service'>,
  at: number,
): Ticket {
  return {
    ...issued,
    issuedAs: issued.segment,
    issuedAt: at,
    status: 'waiting',
    queuedAt: at,
    waitingSince: at,
    isCallable: true,
    print: issued.handover === 'paper' ? 'printed' : 'none',
    counter: null,
    calledAt: null,
    startedAt: null,
    endedAt: null,
    recalls: 0,
    isFromRequest: false,
    services: [issued.service],
    parked: null,
    parkings: 0,
    missedAfter: null,
    returns: 0,
    servings: [],
    visit: null,
    bulk: null,
    needs: null,
  };
}

/** Puts a waiting ticket into the state. */
export function addTicket(state: QueueState, label: string, service: string): Ticket {
  const id = state.lastTicket + 1;
  state.lastTicket = id;
  const number = Number(label.slice(1));
  const issued = { id, label, number, segment: 'ordinary', language: 'en', handover: 'paper', service } as const;
  const ticket = waitingTicket(issued, 0);
  state.tickets.set(id, ticket);
  state.labels.set(label, id);
  state.waiting.set(service, [...(state.waiting.get(service) ?? []), ticket]);
  return ticket;
}

/** Calls a waiting ticket to a counter, in the state alone. */
export function callTicket(state: QueueState, ticket: Ticket, counter: string, at: number): void {
  ticket.status = 'called';
  ticket.counter = counter;
  ticket.calledAt = at;
  const queue = state.waiting.get(ticket.service) ?? [];
  state.waiting.set(
    ticket.service,
    queue.filter(({ id }) => id !== ticket.id),
  );
  const record = state.counters.get(counter);
  if (record) record.ticket = ticket.id;
}
