/** What the state keeps as a sum is counted again from the events of whole days, in branches of any sort. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRules } from './any-rules-arbitrary.ts';
import { isStranded } from './appointments.ts';
import { badDays, busyDays, histories, type Onlooker, play } from './arbitrary.ts';
import { decide } from './decide.ts';
import type { EventOf, QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { toldUntil } from './hall.ts';
import type { Rules, ServiceId, TicketId } from './rules.ts';
import { GUIDED_RULES, OWN_RULES, RICH_RULES } from './rules-arbitrary.ts';
import { runs } from './runs-arbitrary.ts';
import { ask, given, opened, type Wish } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';
import type { QueueState } from './state.ts';
import { promisedToday } from './tallies.ts';

const branches = fc.oneof(anyRules, fc.constantFrom<Rules>(VISIT_RULES, RICH_RULES, OWN_RULES, GUIDED_RULES));

function recounted(name: string, few: number, onlooker: () => Onlooker): void {
  test(name, () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(histories(), badDays(), busyDays()), { minLength: 3, maxLength: 4 }),
        branches,
        (parts, rules) => {
          play(parts.flat(), onlooker(), rules, true);
        },
      ),
      { numRuns: runs(few) },
    );
  });
}

/** Time that counters have spent on the present service of each ticket before it came where it is. */
class Served {
  readonly by = new Map<TicketId, number>();
  /** Of who is set aside: counts when nobody can take it back any more. */
  readonly #parked = new Map<TicketId, number>();
  /** What a counter's last act has changed. */
  readonly #undo = new Map<string, readonly (readonly [TicketId, number])[]>();

  take(event: QueueEvent): void {
    switch (event.type) {
      case 'parked':
        this.#parked.set(event.ticket, event.served);
        return;
      case 'unparked':
      case 'called':
        this.#add(event.ticket, this.#parked.get(event.ticket) ?? 0);
        this.#parked.delete(event.ticket);
        return;
      case 'transferred':
      case 'referred':
        this.#sent(event, event.from === event.to ? event.served : null);
        return;
      case 'handed-off':
        this.#sent(event, event.served);
        return;
      case 'service-finished':
        this.#sent(event, null);
        return;
      case 'finished':
      case 'no-show':
        // What the counter did before can no longer be taken back there.
        this.#undo.delete(event.counter ?? '');
        return;
      case 'undone':
        this.#undone(event);
        return;
      default:
    }
  }

  #add(ticket: TicketId, more: number): void {
    this.by.set(ticket, (this.by.get(ticket) ?? 0) + more);
  }

  /** @param more null: another service begins */
  #sent(
    { ticket, counter }: EventOf<'transferred' | 'referred' | 'handed-off' | 'service-finished'>,
    more: number | null,
  ) {
    this.#undo.set(counter ?? '', [[ticket, this.by.get(ticket) ?? 0]]);
    this.by.set(ticket, more === null ? 0 : (this.by.get(ticket) ?? 0) + more);
  }

  #undone({ counter, what, restored }: EventOf<'undone'>): void {
    if (what === 'park') for (const { ticket } of restored) this.#parked.delete(ticket);
    for (const [ticket, served] of this.#undo.get(counter ?? '') ?? []) {
      const isBack = restored.some(
        (each) => each.ticket === ticket && each.status !== 'waiting' && each.status !== 'parked',
      );
      if (isBack && what !== 'park' && what !== 'take-over') this.by.set(ticket, served);
    }
  }
}

const WINDOWS = ['1', '3', '5'] as const;
const LABELS = ['C001', 'C002', 'S001', 'S002', 'S003'] as const;
const window = fc.constantFrom(...WINDOWS);
/** What windows do with customers: little else, so that much of it happens to the same few. */
const work: fc.Arbitrary<Wish> = fc.oneof(
  fc.constantFrom('cash', 'settlement', 'settlement').map((service): Wish => {
    return { type: 'issue', service, segment: 'ordinary', language: 'en', handover: 'screen', more: ['account'] };
  }),
  fc
    .tuple(fc.constantFrom('call-next', 'handoff', 'handoff', 'finish', 'undo', 'undo', 'start'), window)
    .map(([type, counter]) => {
      return { type, counter } as Wish;
    }),
  fc
    .constantFrom('1', '3', '3')
    .map((counter): Wish => ({ type: 'park', counter, pool: 'branch', returnAfter: 20_000 })),
  fc.tuple(window, fc.constantFrom(...LABELS)).map(([counter, label]): Wish => {
    return { type: 'call-ticket', counter, ticket: { label } };
  }),
  fc
    .tuple(window, fc.constantFrom({ toCounter: '3' }, { toCounter: '1' }, { service: 'cash' }))
    .map(([counter, to]): Wish => {
      return { type: 'transfer', counter, ...to };
    }),
  fc.constantFrom(...LABELS).map((label): Wish => ({ type: 'unpark', counter: null, ticket: { label } })),
  fc.tuple(window, fc.constantFrom('1', '3')).map(([counter, from]): Wish => ({ type: 'take-over', counter, from })),
);

test('the time of a service is all that counters have spent on it', () => {
  const seen = new Map<string, number>();
  const days = fc.array(fc.tuple(work, fc.integer({ min: 0, max: 9_000 })), { minLength: 60, maxLength: 120 });
  const recounts = fc.property(days, (acts) => {
    const { state, now: began } = given(...opened(WINDOWS, VISIT_RULES));
    const served = new Served();
    let now = began;
    for (const [wish, wait] of acts) {
      now += wait;
      for (const each of [ask({ type: 'tick' }), ask(wish)]) {
        const decision = decide(state, each, now);
        for (const event of decision.kind === 'decided' ? decision.events : []) {
          const kind = event.type === 'undone' ? `undone ${event.what}` : event.type;
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          served.take(event);
          evolve(state, event);
        }
      }
      for (const { id, visit, label } of state.tickets.values()) {
        expect([label, visit?.served ?? 0]).toEqual([label, served.by.get(id) ?? 0]);
      }
    }
  });
  fc.assert(recounts, { numRuns: runs(20) });
  // Chance does not bring each kind every time: those of this seed do.
  fc.assert(recounts, { numRuns: 60, seed: 20_261_124 });
  for (const kind of [
    'handed-off',
    'transferred',
    'unparked',
    'service-finished',
    'undone park',
    'undone handoff',
    'undone transfer',
  ]) {
    expect([kind, (seen.get(kind) ?? 0) > 0]).toEqual([kind, true]);
  }
});

/** Numbers of the day by service, and numbers of others that are for it besides. */
class Promised {
  readonly #tickets = new Map<
    TicketId,
    { readonly at: number; readonly first: ServiceId; readonly further: ServiceId[] }
  >();
  #counts = new Map<ServiceId, number>();

  of(service: ServiceId): number {
    return this.#counts.get(service) ?? 0;
  }

  take(state: Readonly<QueueState>, event: QueueEvent): void {
    switch (event.type) {
      case 'day-opened':
        if (state.day === null || state.day.date !== null) this.#counts = new Map();
        return;
      case 'issued': {
        const { ticket, at, service: first, more = [] } = event;
        this.#tickets.set(ticket, { at, first, further: [...more] });
        for (const each of [first, ...more]) this.#add(each, 1);
        return;
      }
      case 'service-added':
      case 'service-dropped': {
        const ticket = this.#tickets.get(event.ticket);
        if (ticket && ticket.at >= (state.day?.openedAt ?? 0))
          this.#add(event.service, event.type === 'service-added' ? 1 : -1);
        return;
      }
      case 'print-failed': {
        const live = state.tickets.get(event.ticket);
        const ticket = this.#tickets.get(event.ticket);
        const isUnseen =
          live?.status === 'waiting' && live.parkings === 0 && live.returns === 0 && live.services.length === 1;
        if (!ticket || !isUnseen || (live.visit?.seenBy.length ?? 0) > 0 || ticket.at < (state.day?.openedAt ?? 0))
          return;
        for (const each of [ticket.first, ...(live.visit?.pending ?? [])]) this.#add(each, -1);
        return;
      }
      default:
    }
  }

  #add(service: ServiceId, by: number): void {
    this.#counts.set(service, this.of(service) + by);
  }
}

recounted('what a service is promised today is told by its numbers and those of others', 25, () => {
  const promised = new Promised();
  return {
    beforeEvent: (state, event) => promised.take(state, event),
    afterStep(state) {
      for (const { id } of state.rules?.services ?? []) {
        expect([id, promisedToday(state, id)]).toEqual([id, promised.of(id)]);
        expect(state.tallies.get(id)?.further ?? 0).toBeGreaterThanOrEqual(0);
      }
    },
  };
});

recounted(
  'a time that customers were told lies ahead after a tick, and who has booked what is gone was named',
  60,
  () => {
    const named = new Set<string>();
    return {
      beforeEvent(state, event) {
        if (event.type === 'bookings-stranded') for (const reference of event.references) named.add(reference);
        if (event.type === 'booked') {
          expect(state.rules && isStranded(state.rules, event.service)).toBe(false);
          named.delete(event.reference);
        }
      },
      afterStep(state, { command, now }) {
        if (command.type === 'tick') expect(toldUntil(state) ?? now + 1).toBeGreaterThan(now);
        for (const { reference, service } of state.appointments.values()) {
          if (state.rules && isStranded(state.rules, service)) expect(named).toContain(reference);
        }
      },
    };
  },
);
