import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { EventOf, QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { findTicket } from './find-ticket.ts';
import type { CounterId, Instant, TicketId } from './rules.ts';
import { runs } from './runs-arbitrary.ts';
import { ask, given, opened, type Wish } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';
import type { QueueState, UndoableAct } from './state.ts';

/** A service that ended at a counter, and by which act of it. */
interface Left {
  readonly ticket: TicketId;
  readonly at: Instant;
  readonly act: UndoableAct;
}

/** Who left which counter in which order, told from the events alone. */
class Leavings {
  readonly #left = new Map<CounterId, Left[]>();

  at(counter: CounterId): Left[] {
    const left = this.#left.get(counter) ?? [];
    this.#left.set(counter, left);
    return left;
  }

  note(event: QueueEvent, undone: Instant | null): void {
    const { type, at } = event;
    if (type === 'undone') this.#takeBack(event, undone);
    else if (type === 'finished' || type === 'service-finished') {
      this.at(event.counter ?? '').push({ ticket: event.ticket, at, act: 'finish' });
    } else if (type === 'transferred' && event.to !== event.from) {
      this.at(event.counter ?? '').push({ ticket: event.ticket, at, act: 'transfer' });
    }
  }

  #takeBack({ counter, what, restored }: EventOf<'undone'>, undone: Instant | null): void {
    const left = this.at(counter ?? '');
    for (const { ticket } of restored) {
      const isIt = (each: Left): boolean => each.ticket === ticket && each.at === undone;
      const place = left.findLastIndex((each) => isIt(each) && (what === 'call' || what === each.act));
      if (place >= 0) left.splice(place, 1);
    }
  }
}

/** The end of the service that a counter counts as its last; null: of nobody who is known. */
function lastEnd(state: Readonly<QueueState>, counter: CounterId): Instant | null {
  const last = state.counters.get(counter)?.lastServed;
  return last ? (findTicket(state, last.ticket)?.servings[last.part]?.endedAt ?? null) : null;
}

const window = fc.constantFrom('1', '2');
/** What a window does with customers who leave it and come back. */
const work: fc.Arbitrary<Wish> = fc.oneof(
  fc.constantFrom('cash', 'account').map((service): Wish => {
    return { type: 'issue', service, segment: 'ordinary', language: 'en', handover: 'screen', more: ['wealth'] };
  }),
  fc
    .tuple(fc.constantFrom('call-next', 'call-next', 'finish', 'finish', 'undo', 'start'), window)
    .map(([type, counter]) => {
      return { type, counter } as Wish;
    }),
  fc.tuple(window, fc.constantFrom('cash', 'account')).map(([counter, service]): Wish => {
    return { type: 'transfer', counter, service };
  }),
);

test('whoever left a counter last, after all that was undone, is the one who may be asked there', () => {
  let takenBack = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(work, fc.integer({ min: 0, max: 9_000 })), { minLength: 40, maxLength: 80 }),
      (acts) => {
        const { state, now: began } = given(...opened(['1', '2'], VISIT_RULES));
        const leavings = new Leavings();
        let now = began;
        for (const [wish, wait] of acts) {
          now += wait;
          for (const each of [ask({ type: 'tick' }), ask(wish)]) {
            const decision = decide(state, each, now);
            for (const event of decision.kind === 'decided' ? decision.events : []) {
              const left = leavings.at(event.counter ?? '');
              const before = left.length;
              leavings.note(event, state.counters.get(event.counter ?? '')?.undo?.at ?? null);
              if (left.length < before && before > 1) takenBack += 1;
              evolve(state, event);
            }
          }
          for (const { id } of state.counters.values()) {
            const known = leavings.at(id).filter(({ ticket }) => findTicket(state, ticket) !== undefined);
            expect(lastEnd(state, id)).toBe(known.at(-1)?.at ?? null);
          }
        }
      },
    ),
    { numRuns: runs(60) },
  );
  expect(takenBack).toBeGreaterThan(0);
});
