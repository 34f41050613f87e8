import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badDays, type HistoryStep, histories, type Onlooker, play } from './arbitrary.ts';
import { nextDue } from './due.ts';
import { LOST_SERVICE } from './found.fake.ts';
import { awaiting, configured, eligible, isOwnOf, mayAwait, plainChoice } from './plain-choice.fake.ts';
import type { Rules } from './rules.ts';
import { GUIDED_RULES, OWN_RULES, RICH_RULES } from './rules-arbitrary.ts';
import { runs } from './runs-arbitrary.ts';
import { restore, snapshot } from './snapshot.ts';
import { decideFrozen, RULES } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';
import type { QueueState, Ticket } from './state.ts';

const days = fc.oneof(histories(), badDays());

/** What is promised of every history; each is said again here in the plainest way, by looking at every ticket. */
function promise(name: string, onlooker: () => Onlooker, examples: [HistoryStep[], Rules][] = []): void {
  test(name, () => {
    fc.assert(
      fc.property(days, fc.constantFrom(RULES, RICH_RULES, OWN_RULES, VISIT_RULES, GUIDED_RULES), (steps, rules) => {
        play(steps, onlooker(), rules);
      }),
      { numRuns: runs(60), examples },
    );
  });
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
  afterStep(state, { command, now }) {
    for (const counter of state.counters.values()) {
      if (!counter.request) continue;
      expect(counter.ticket).toBeNull();
      expect(counter.state).toBe('open');
      // Whom a counter helps by the wait is called by a tick.
      expect(eligible(state, counter.id, command.type === 'tick' ? now : 0)).toEqual([]);
      expect(awaiting(state, counter.id)).toEqual([]);
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

promise(
  'who waits for a window, a teller or a step stands in no queue, and somebody who would call it is there',
  () => ({
    afterStep(state) {
      const pooled = [...state.tickets.values()].filter(({ status, visit }) => status === 'waiting' && visit?.pool);
      expect([...state.pooled.values()].flat().sort(byId)).toEqual(pooled.sort(byId));
      for (const ticket of pooled) {
        expect(state.waiting.get(ticket.service) ?? []).not.toContain(ticket);
        expect([...state.counters.values()].filter((counter) => mayAwait(state, counter, ticket))).not.toEqual([]);
      }
    },
  }),
);

function byId(a: Ticket, b: Ticket): number {
  return a.id - b.id;
}

promise('nothing of a call or a pool is left on a ticket that waits again', () => ({
  afterStep(state) {
    const nothing = { counter: null, calledAt: null, startedAt: null, recalls: 0, isFromRequest: false, parked: null };
    for (const ticket of state.tickets.values()) if (ticket.status === 'waiting') expect(ticket).toMatchObject(nothing);
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

promise(
  'within a service and segment, of those with the same papers, who arrived first is called first, unless a teller chooses',
  () => ({
    beforeEvent(state, event) {
      if (event.type !== 'called' || event.how === 'chosen') return;
      const called = state.tickets.get(event.ticket);
      if (called?.visit?.pool) return;
      const [first] = eligible(state, event.counter, event.at).filter(
        ({ service, segment, visit }) =>
          service === event.service &&
          (!state.parted || segment === called?.segment) &&
          (visit?.papersReady ?? false) === (called?.visit?.papersReady ?? false),
      );
      expect(event.ticket).toBe(first?.id);
    },
  }),
);

promise('next calls whom the profile of the counter says, by the rule that it names', () => ({
  beforeEvent(state, event) {
    if (event.type !== 'called' || event.how !== 'next') return;
    expect([event.ticket, event.rule]).toEqual(plainChoice(state, event));
  },
}));

promise('a counter that is there for some calls others only where its rule says so, unless a teller chooses', () => ({
  beforeEvent(state, event) {
    if (event.type !== 'called' || event.how === 'chosen') return;
    const ticket = state.tickets.get(event.ticket);
    const counter = configured(state, event.counter);
    if (ticket?.status !== 'waiting' || ticket.visit?.pool || isOwnOf(state, counter, ticket)) return;
    expect(event.rule).toMatch(/^helps\/|^request$/);
    expect(counter?.own?.helps.length).toBeGreaterThan(0);
    expect(eligible(state, event.counter, event.at)).toContain(ticket);
  },
}));

promise('who is raised keeps number and place, and stands behind nobody who came later to the same line', () => {
  const places = new Map<number, readonly [string, number]>();
  return {
    beforeEvent(state, event) {
      if (event.type !== 'segment-changed') return;
      const { label, queuedAt } = state.tickets.get(event.ticket) ?? expect.fail('no ticket');
      places.set(event.ticket, [label, queuedAt]);
    },
    afterStep(state, { decision }) {
      for (const event of decision.kind === 'decided' ? decision.events : []) {
        const ticket = event.type === 'segment-changed' ? state.tickets.get(event.ticket) : undefined;
        if (!ticket) continue;
        expect([ticket.label, ticket.queuedAt]).toEqual(places.get(ticket.id));
      }
    },
  };
});

promise('a request is fulfilled to the counter that has stood longest', () => ({
  beforeEvent(state, event) {
    if (event.type !== 'called' || event.how !== 'request') return;
    const turn = (id: string | null): number => state.counters.get(id ?? '')?.request?.since ?? Number.NaN;
    const ticket = state.tickets.get(event.ticket);
    if (!ticket) return;
    const isOwn = (id: string | null): boolean => {
      const counter = state.counters.get(id ?? '');
      if (ticket.visit?.pool) return counter !== undefined && mayAwait(state, counter, ticket);
      return isOwnOf(state, configured(state, id), ticket);
    };
    // Who helps calls whom it chooses.
    if (!isOwn(event.counter)) return;
    const rivals = [...state.counters.values()].filter(({ id, request }) => request && isOwn(id));
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

promise(
  'queues, labels and what is due are those of a state made anew from its snapshot',
  () => ({
    afterStep(state) {
      const copy = restore(JSON.parse(JSON.stringify(snapshot(state))));
      expect(indexesOf(copy)).toEqual(indexesOf(state));
      expect(snapshot(copy)).toEqual(snapshot(state));
    },
  }),
  [[[...LOST_SERVICE], RULES]],
);

function indexesOf(state: QueueState) {
  const idsOf = (queues: Map<string, Ticket[]>) =>
    [...queues].map(([service, queue]) => `${service} ${queue.map(({ id }) => id)}`).sort();
  return {
    waiting: idsOf(state.waiting),
    callable: idsOf(state.callable),
    parted: state.parted && [idsOf(state.parted.waiting), idsOf(state.parted.callable)],
    passed: [...state.alerts.passed].map(([service, lines]) => [service, [...lines].sort()]).sort(),
    labels: [...state.labels].sort(),
    pooled: idsOf(state.pooled),
    parked: [...state.parked.keys()].sort(),
    placed: state.placed?.map(({ indexed, counter }) => [indexed.rules.id, counter]),
    arePlaced: state.placed?.every(({ indexed, counter }) => counter === state.counters.get(indexed.rules.id)),
    due: state.due.until(Number.POSITIVE_INFINITY),
    sources: [...state.answers.keys()],
  };
}
