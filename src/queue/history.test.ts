import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histories, type Onlooker, play } from './arbitrary.ts';
import { nextDue } from './due.ts';
import { EVENT_VERSIONS, type EventOf, type QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { CounterRules, ProfileRules } from './rules.ts';
import { emptyState, restore, snapshot } from './snapshot.ts';
import { decideFrozen } from './spec.ts';
import type { QueueState, Ticket } from './state.ts';

/** What is promised of every history; each is said again here in the plainest way, by looking at every ticket. */
function promise(name: string, onlooker: () => Onlooker): void {
  test(name, () => {
    fc.assert(
      fc.property(histories(), (steps) => {
        play(steps, onlooker());
      }),
      { numRuns: 150 },
    );
  });
}

function configured(state: QueueState, id: string | null): CounterRules | undefined {
  return state.rules?.counters.find((counter) => counter.id === id);
}

function mayServe(state: QueueState, counter: CounterRules | undefined, service: string): boolean {
  if (!counter) return false;
  const isServedByAny = state.rules?.counters.some(({ services }) => services.includes(service));
  return counter.services.includes(service) || !isServedByAny;
}

/** Tickets that a counter may call now, in the order of their arrival. */
function eligible(state: QueueState, id: string | null): Ticket[] {
  const counter = configured(state, id);
  return [...state.tickets.values()]
    .filter((ticket) => ticket.status === 'waiting' && ticket.isCallable && mayServe(state, counter, ticket.service))
    .sort((a, b) => a.queuedAt - b.queuedAt || a.id - b.id);
}

function profileOf(state: QueueState, id: string | null): ProfileRules | undefined {
  return state.rules?.profiles.find((profile) => profile.id === state.counters.get(id ?? '')?.profile);
}

function ruled(state: QueueState, event: EventOf<'called'>): [number | undefined, string] {
  const queue = eligible(state, event.counter);
  const profile = profileOf(state, event.counter);
  const [oldest] = queue;
  if (oldest && profile && event.at - oldest.queuedAt >= profile.cap) return [oldest.id, 'cap'];
  if (profile?.kind === 'longest-wait') return [oldest?.id, 'longest-wait'];
  const isSimple = ({ service }: Ticket): boolean =>
    state.rules?.services.find(({ id }) => id === service)?.complexity === 'simple';
  const simple = queue.find(isSimple);
  return simple ? [simple.id, 'simple-first/simple'] : [oldest?.id, 'simple-first/freed'];
}

promise('decide writes nothing, and decides the same again, also on a state made anew', () => ({
  decide: decideFrozen,
}));

promise('no number is live twice', () => ({
  afterStep(state) {
    const labels = [...state.tickets.values()].map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect([...state.labels.keys()].sort()).toEqual(labels.sort());
  },
}));

promise('no ticket is called at two counters, and each counter knows its own', () => ({
  afterStep(state) {
    for (const ticket of state.tickets.values()) {
      const holders = [...state.counters.values()].filter((counter) => counter.ticket === ticket.id);
      const expected = ticket.status === 'waiting' || ticket.status === 'parked' ? [] : [ticket.counter];
      expect(holders.map(({ id }) => id)).toEqual(expected);
    }
    for (const { ticket } of state.counters.values()) if (ticket !== null) expect(state.tickets.has(ticket)).toBe(true);
  },
}));

promise('no eligible ticket waits while a counter that asked stands idle', () => ({
  afterStep(state) {
    for (const counter of state.counters.values()) {
      if (!counter.request) continue;
      expect(counter.ticket).toBeNull();
      expect(counter.state).toBe('open');
      expect(eligible(state, counter.id)).toEqual([]);
    }
  },
}));

promise('a parked ticket is in no queue, and somebody may call it while its window is open', () => ({
  afterStep(state) {
    const parked = [...state.tickets.values()].filter(({ status }) => status === 'parked');
    expect([...state.parked.keys()].sort()).toEqual(parked.map(({ id }) => id).sort());
    for (const ticket of parked) {
      expect(state.waiting.get(ticket.service) ?? []).not.toContain(ticket);
      const pool = ticket.parked?.pool;
      const attended = [...state.counters.values()].filter((counter) => counter.state !== 'closed');
      if (pool?.kind === 'counter') expect(attended.map(({ id }) => id)).toContain(pool.counter);
      if (pool?.kind === 'teller') expect(attended.map(({ teller }) => teller)).toContain(pool.teller);
    }
  },
}));

promise('no appointment stands beyond its time, and nobody has waited for less than nothing', () => ({
  beforeEvent(_state, event) {
    if (event.type === 'called') expect(event.waited).toBeGreaterThanOrEqual(0);
  },
  afterStep(state, { command, now }) {
    if (command.type !== 'tick' || !state.clock?.isTrusted || !state.rules?.appointments) return;
    const { expiresAfter } = state.rules.appointments;
    for (const { time } of state.appointments.values()) {
      expect(time + expiresAfter).toBeGreaterThan(now + state.clock.offset);
    }
  },
}));

promise('within a service who arrived first is called first, unless a teller chooses', () => ({
  beforeEvent(state, event) {
    if (event.type !== 'called' || event.how === 'chosen') return;
    const [first] = eligible(state, event.counter).filter(({ service }) => service === event.service);
    expect(event.ticket).toBe(first?.id);
  },
}));

promise('next calls whom the profile of the counter says, by the rule that it names', () => ({
  beforeEvent(state, event) {
    if (event.type !== 'called' || event.how !== 'next') return;
    expect([event.ticket, event.rule]).toEqual(ruled(state, event));
  },
}));

promise('a request is fulfilled to the counter that has stood longest', () => ({
  beforeEvent(state, event) {
    if (event.type !== 'called' || event.how !== 'request') return;
    const turn = (id: string | null): number => state.counters.get(id ?? '')?.request?.since ?? Number.NaN;
    const rivals = [...state.counters.values()].filter(
      ({ id, request }) => request && mayServe(state, configured(state, id), event.service),
    );
    for (const rival of rivals) expect(turn(event.counter)).toBeLessThanOrEqual(turn(rival.id));
  },
}));

promise('after a tick nothing is due', () => ({
  afterStep(state, { command, now }) {
    if (command.type === 'tick') expect(nextDue(state) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
  },
}));

promise('a command that is sent again gets its first answer, and nothing happens', () => {
  const answers = new Map<string, unknown>();
  return {
    afterStep(_state, { command, decision, isResent }) {
      const key = JSON.stringify(command.id);
      expect(decision.kind).toBe(isResent ? 'repeated' : 'decided');
      if (isResent) expect(decision.answer).toEqual(answers.get(key));
      else answers.set(key, decision.answer);
    },
  };
});

promise('the last event of a command has its answer, and no other has one', () => ({
  afterStep(_state, { command, decision, now }) {
    if (decision.kind === 'repeated') return;
    const { events, answer } = decision;
    expect(events.map((event) => event.answer)).toEqual(
      events.map((_, at) => (at === events.length - 1 ? answer : null)),
    );
    for (const event of events)
      expect([event.at, event.command, event.actor]).toEqual([now, command.id, command.actor]);
    if (command.id !== null) expect(events.length).toBeGreaterThan(0);
  },
}));

promise('queues, labels and what is due are those of a state made anew from its snapshot', () => ({
  afterStep(state) {
    const copy = restore(JSON.parse(JSON.stringify(snapshot(state))));
    expect(indexesOf(copy)).toEqual(indexesOf(state));
    expect(snapshot(copy)).toEqual(snapshot(state));
  },
}));

function indexesOf(state: QueueState) {
  const idsOf = (queues: Map<string, Ticket[]>) =>
    [...queues].map(([service, queue]) => `${service} ${queue.map(({ id }) => id)}`).sort();
  return {
    waiting: idsOf(state.waiting),
    callable: idsOf(state.callable),
    labels: [...state.labels].sort(),
    parked: [...state.parked.keys()].sort(),
    due: state.due.until(Number.POSITIVE_INFINITY),
    sources: [...state.answers.keys()],
  };
}

function replay(from: QueueState, events: readonly QueueEvent[]): QueueState {
  for (const event of JSON.parse(JSON.stringify(events)) as QueueEvent[]) evolve(from, event);
  return from;
}

test('replay gives the same state, from the first event ever and from every day that was opened', () => {
  fc.assert(
    fc.property(histories(), (steps) => {
      const { state, events } = play(steps, {});
      const expected = snapshot(state);
      expect(snapshot(replay(emptyState(), events))).toEqual(expected);
      for (const [index, event] of events.entries()) {
        if (event.type !== 'day-opened') continue;
        const opening = restore(JSON.parse(JSON.stringify(event.opening)));
        expect(snapshot(replay(opening, events.slice(index)))).toEqual(expected);
      }
    }),
    { numRuns: 150 },
  );
});

test('histories reach every kind of event', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(histories(), (steps) => {
      for (const { type } of play(steps, {}).events) seen.add(type);
    }),
    { numRuns: 300, seed: 7 },
  );
  expect([...seen].sort()).toEqual(Object.keys(EVENT_VERSIONS).sort());
});
