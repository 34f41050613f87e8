import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertKey } from './alerts.ts';
import { anyRules } from './any-rules-arbitrary.ts';
import { badDays, busyDays, histories, type Onlooker, type Played, play } from './arbitrary.ts';
import type { Command } from './commands.ts';
import { decide } from './decide.ts';
import type { EventOf, QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { awaiting, configured, eligible, isOwnOf, plainChoice } from './plain-choice.fake.ts';
import type { Instant, Rules, TicketId } from './rules.ts';
import { runs } from './runs-arbitrary.ts';
import { emptyState, snapshot } from './snapshot.ts';
import { decideFrozen } from './spec.ts';
import type { QueueState, Ticket } from './state.ts';

/** Days in branches of any sort; the rules of the histories themselves are left out, since each has its own. */
function days(
  name: string,
  few: number,
  check: (rules: Rules, day: (onlooker: Onlooker) => QueueEvent[]) => void,
  branches: fc.Arbitrary<Rules> = anyRules,
): void {
  test(name, () => {
    fc.assert(
      fc.property(fc.oneof(histories(), badDays(), busyDays()), branches, (steps, rules) => {
        const own = steps.filter(({ act }) => act.kind !== 'rules');
        check(rules, (onlooker) => play(own, onlooker, rules, true).events);
      }),
      { numRuns: runs(few) },
    );
  });
}

days('decide writes nothing, and decides the same again', 25, (_rules, day) => {
  day({ decide: decideFrozen });
});

days(
  'next calls whom the profile says, by the rule that it names; within a class who arrived first',
  50,
  (_rules, day) => {
    let last: QueueEvent | undefined;
    day({
      beforeEvent(state, event) {
        const before = last;
        last = event;
        if (event.type !== 'called' || event.how === 'chosen') return;
        const sentOn = sentOnBy(before, event);
        if (event.how === 'next') expect([event.ticket, event.rule]).toEqual(plainChoice(state, event, sentOn));
        const called = state.tickets.get(event.ticket);
        if (called?.visit?.pool) return;
        // A part of a cycle may be for those whose papers are not ready: they are a class of their own.
        const papersOf = (ticket: Ticket | undefined) => ticket?.visit?.papersReady === true;
        const [first] = eligible(state, event.counter, event.at, sentOn).filter(
          (each) =>
            each.service === event.service &&
            papersOf(each) === papersOf(called) &&
            (!state.parted || each.segment === called?.segment),
        );
        expect(event.ticket).toBe(first?.id);
      },
    });
  },
);

/** Who has just been sent on to others is not called back by help in the same breath. */
function sentOnBy(before: QueueEvent | undefined, { counter, at }: EventOf<'called'>): TicketId | null {
  return before?.type === 'service-finished' && before.counter === counter && before.at === at ? before.ticket : null;
}

days('no counter that asked stands idle beside somebody whom it may call', 50, (_rules, day) => {
  day({
    afterStep(state, { command, now }) {
      for (const { id, request } of state.counters.values()) {
        if (!request) continue;
        expect(eligible(state, id, command.type === 'tick' ? now : 0)).toEqual([]);
        expect(awaiting(state, id)).toEqual([]);
      }
    },
  });
});

days('who was passed over as often as the profile allows is called next by a counter of the own', 50, (rules, day) => {
  day({
    beforeEvent(state, event) {
      if (event.type !== 'called' || event.how !== 'next' || event.rule?.startsWith('pool/')) return;
      const profile = rules.profiles.find(({ id }) => id === state.counters.get(event.counter ?? '')?.profile);
      const called = state.tickets.get(event.ticket);
      if (!profile?.passOver || !called || !isOwnOf(state, configured(state, event.counter), called)) return;
      // Whoever reached it went first, by this rule or by the cap.
      if (event.passedOver >= profile.passOver) expect(event.rule).toMatch(/^(?:pass-over|cap)$/);
    },
  });
});

days('replay gives the same state after every event', 20, (_rules, day) => {
  const again = emptyState();
  day({
    beforeEvent(state, event) {
      expect(snapshot(again)).toEqual(snapshot(state));
      evolve(again, JSON.parse(JSON.stringify(event)) as QueueEvent);
    },
    afterStep: (state) => expect(snapshot(again)).toEqual(snapshot(state)),
  });
});

days('each alert that is raised is cleared or stands at the end', 25, (_rules, day) => {
  const standing = new Map<string, string>();
  let end: QueueState | undefined;
  const events = day({
    afterStep(state) {
      end = state;
    },
  });
  for (const event of events) {
    if (event.type === 'alert-raised') standing.set(event.alert, alertKey(event));
    else if (event.type === 'alert-cleared') expect(standing.delete(event.alert)).toBe(true);
  }
  expect([...standing.values()].sort()).toEqual([...(end?.alerts.standing.keys() ?? [])].sort());
});

/** What ends a ticket; a slip that failed does where nobody has seen the customer. */
const ENDS: ReadonlySet<string> = new Set(['finished', 'no-show', 'cancelled', 'expired', 'print-failed']);

days('each ticket is issued once, and ends by an event that says so or is there', 50, (_rules, day) => {
  const issued = new Set<number>();
  const live = new Set<number>();
  day({
    afterStep(state, { decision }) {
      for (const event of decision.kind === 'decided' ? decision.events : []) {
        if (event.type === 'issued') {
          expect(issued).not.toContain(event.ticket);
          issued.add(event.ticket);
          live.add(event.ticket);
        } else if (event.type === 'undone') for (const { ticket } of event.restored) live.add(ticket);
        else if (event.type === 'returned') live.add(event.ticket);
        else if (event.type === 'print-failed' && state.tickets.has(event.ticket)) continue;
        else if (ENDS.has(event.type) && 'ticket' in event) live.delete(event.ticket);
      }
      expect([...state.tickets.keys()].sort()).toEqual([...live].sort());
    },
  });
});

/** Other names for the services and the counters; numbers, prefixes and all that people see stay. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['cash', 'zinc'],
  ['account', 'yarn'],
  ['wealth', 'apple'],
  ['settlement', 'moss'],
  ['1', '96'],
  ['2', '11'],
  ['3', '95'],
  ['4', '7'],
  ['5', '94'],
  ['6', '05'],
  ['senior', 'x'],
  ['gold', 'aa'],
]);

/** Of everything but the key by which a client names its command. */
function renamed<T>(value: T): T {
  if (typeof value === 'string') return (NAMES.get(value) ?? value) as T;
  if (Array.isArray(value)) return value.map(renamed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === 'key' ? each : renamed(each)]),
  ) as T;
}

// Alerts of one instant are told in the order of names, which nobody in the hall sees.
days(
  'other names for services, counters and segments change nothing',
  25,
  (_rules, day) => {
    const asked: { readonly command: Command; readonly now: Instant; readonly decision: Played['decision'] }[] = [];
    day({
      afterStep(_state, { command, decision, now }) {
        asked.push({ command, decision, now });
      },
    });
    const other = emptyState();
    for (const { command, decision, now } of asked) {
      const again = decide(other, renamed(command), now);
      expect(again.kind).toBe(decision.kind);
      if (again.kind !== 'decided' || decision.kind !== 'decided') continue;
      expect(shapes(again.events)).toEqual(shapes(renamed(decision.events)));
      expect(again.events.at(-1)?.answer).toEqual(renamed(decision.events.at(-1)?.answer));
      for (const event of again.events) evolve(other, event);
    }
  },
  anyRules.map((rules) => ({ ...rules, alerts: { panic: true } })),
);

/** Events of one moment as a set, without the snapshot of a day: counters that close at once do so in the order of names. */
function shapes(events: readonly QueueEvent[]): readonly string[] {
  return events
    .map((event) => ({ ...event, answer: null, ...(event.type === 'day-opened' ? { opening: null } : {}) }))
    .map((event) => JSON.stringify(event))
    .sort();
}
