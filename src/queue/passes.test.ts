import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histories, play } from './arbitrary.ts';
import type { EventOf } from './events.ts';
import { passedOver } from './passes.ts';
import { traitsIn } from './plain-choice.fake.ts';
import { indexOf } from './rule-index.ts';
import type { ProfileRules, Rules, TicketId } from './rules.ts';
import { RICH_RULES } from './rules-arbitrary.ts';
import { runs } from './runs-arbitrary.ts';
import { and, ask, given, issued, later, MINUTE, opened, RULES, type Step } from './spec.ts';
import type { QueueState } from './state.ts';

const SERVICES = RULES.services.map(({ id }) => id);

/** Three counters that serve everything by profiles of a sort that leaves somebody behind, with a bound. */
function bounded(passOver: number, kinds: readonly ProfileRules['kind'][]): Rules {
  const profiles = kinds.map((kind, n): ProfileRules => {
    const base = { id: `${n}`, cap: 1_000 * MINUTE, passOver };
    if (kind === 'cycle') return { ...base, kind, parts: [{ id: 'cash', times: 3, of: { services: ['cash'] } }] };
    return kind === 'score' ? { ...base, kind, exponent: 0 } : { ...base, kind };
  });
  return {
    ...RULES,
    segments: [{ id: 'ordinary' }, { id: 'senior', headStart: 5 * MINUTE }],
    counters: kinds.map((_, n) => ({ id: `${n + 1}`, number: n + 1, services: SERVICES, profile: `${n}` })),
    profiles,
  };
}

const KINDS: readonly ProfileRules['kind'][] = ['longest-wait', 'score', 'simple-first', 'complex-first', 'cycle'];
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ service: fc.constantFrom(...SERVICES), segment: fc.constantFrom('ordinary', 'senior') }),
  },
  { weight: 2, arbitrary: fc.record({ counter: fc.constantFrom('1', '2', '3') }) },
);

test('nobody is passed over more often than the bound of the profiles, whatever their kind', () => {
  let most = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.constantFrom(...KINDS), { minLength: 3, maxLength: 3 }),
      fc.array(step, { maxLength: 40, size: 'max' }),
      (bound, kinds, steps) => {
        const { events } = given(
          ...opened(['1', '2', '3'], bounded(bound, kinds)),
          ...steps.flatMap((each): Step[] => [
            later(1_000),
            'counter' in each
              ? ask({ type: 'call-next', counter: each.counter })
              : ask({ type: 'issue', ...each, language: 'en', handover: 'screen' }),
          ]),
        );
        const counts = new Map<TicketId, number>();
        for (const event of events) {
          if (event.type === 'issued') counts.set(event.ticket, 0);
          if (event.type !== 'called') continue;
          expect(event.passedOver).toBe(counts.get(event.ticket));
          counts.delete(event.ticket);
          for (const [id, count] of counts) if (id < event.ticket) counts.set(id, count + 1);
          most = Math.max(most, ...counts.values());
          expect(Math.max(0, ...counts.values())).toBeLessThanOrEqual(bound);
        }
      },
    ),
    { numRuns: 60, seed: 7 },
  );
  expect(most).toBe(4);
});

/** Acts that put somebody into a queue before others who are there: place alone then says whom calls have passed. */
const BACK_IN_PLACE: ReadonlySet<string> = new Set(['transfer', 'visit', 'park', 'unpark', 'return-late', 'check-in']);

/** Events that do the same by the clock, with new hours. */
const MOVED_BY: ReadonlySet<string> = new Set(['requeued', 'unparked', 'held-over', 'transferred']);

/** What a call passes over, counted ticket by ticket while a history is played without such acts. */
class PlainCount {
  readonly #passes = new Map<TicketId, { readonly ticket: TicketId; readonly at: string }[]>();

  call(state: QueueState, event: EventOf<'called'>): void {
    const called = state.tickets.get(event.ticket);
    const counter = state.rules?.counters.find(({ id }) => id === event.counter);
    // Who is called from a pool was in no queue.
    if (!called || !counter || called.status === 'parked') return;
    for (const ticket of state.tickets.values()) {
      const isEarlier =
        ticket.queuedAt < called.queuedAt || (ticket.queuedAt === called.queuedAt && ticket.id < called.id);
      if (ticket.status !== 'waiting' || !isEarlier || !counter.services.includes(ticket.service)) continue;
      this.#passes.set(ticket.id, [...this.of(ticket.id), { ticket: called.id, at: counter.id }]);
    }
  }

  undo(ticket: TicketId): void {
    for (const [id, passes] of this.#passes)
      this.#passes.set(
        id,
        passes.filter((pass) => pass.ticket !== ticket),
      );
  }

  of(id: TicketId) {
    return this.#passes.get(id) ?? [];
  }
}

/** The cap alone bounds it. */
const UNBOUNDED: Rules = { ...RICH_RULES, profiles: RICH_RULES.profiles.map(({ passOver: _, ...rest }) => rest) };

/** Three counters that call by profiles which leave somebody behind. */
const ALL_KINDS = bounded(50, ['score', 'simple-first', 'complex-first']);

test('who was passed over how often is what was really called past them, also after undo', () => {
  let seen = 0;
  fc.assert(
    fc.property(histories(140), fc.constantFrom(RICH_RULES, UNBOUNDED, ALL_KINDS), (steps, rules) => {
      const plain = new PlainCount();
      /** Back by undo: what passed them while they were called may count, as they were not served before it. */
      const back = new Set<TicketId>();
      const moved = new Set<TicketId>();
      play(
        steps.filter(({ act }) => !BACK_IN_PLACE.has(act.kind) && act.kind !== 'rules'),
        {
          beforeEvent(state, event) {
            if (event.type === 'called') plain.call(state, event);
            if ('ticket' in event && MOVED_BY.has(event.type)) moved.add(event.ticket);
            if (event.type !== 'undone' || event.what !== 'call') return;
            for (const { ticket, status } of event.restored) {
              if (status !== 'waiting') continue;
              plain.undo(ticket);
              back.add(ticket);
            }
          },
          afterStep(state) {
            if (!state.rules) return;
            for (const ticket of state.tickets.values()) {
              if (ticket.status !== 'waiting' || moved.has(ticket.id)) continue;
              const count = passedOver(state, indexOf(state.rules), traitsIn(state.rules, ticket), ticket);
              const least = plain.of(ticket.id).length;
              if (back.has(ticket.id)) expect(count).toBeGreaterThanOrEqual(least);
              else expect(count).toBe(least);
              seen = Math.max(seen, count);
            }
          },
        },
        rules,
      );
    }),
    { numRuns: runs(80) },
  );
  // A campaign sees more than the bound of one of the profiles allows; a few histories need not.
  expect(seen).toBeGreaterThan(runs(1) > 1 ? 2 : 0);
});

test('what is remembered of calls ends with those whom they passed', () => {
  const next = ask({ type: 'call-next', counter: '3' });
  const past = given(...opened(['3']), issued('wealth'), later(5), issued('cash'), issued('cash'), next, next);
  expect([...past.state.passes.values()].flat()).toHaveLength(2);
  const freed = and(past, next, issued('cash'), next);
  expect([...freed.state.passes.values()].flat()).toEqual([]);
});

test('a cycle keeps its proportion while everybody is there, and an empty part keeps its turn until the round is over', () => {
  const rules: Rules = {
    ...RULES,
    counters: [{ id: '1', number: 1, services: SERVICES, profile: 'turns' }],
    profiles: [
      {
        id: 'turns',
        kind: 'cycle',
        cap: 1_000 * MINUTE,
        parts: ['cash', 'account', 'wealth'].map((id, n) => ({ id, times: n === 0 ? 2 : 1, of: { services: [id] } })),
      },
    ],
  };
  const next = ask({ type: 'call-next', counter: '1' });
  const calledBy = (past: ReturnType<typeof given>): readonly (string | null)[] =>
    past.events.filter(({ type }) => type === 'called').map(({ rule }) => rule);
  const crowd = ['cash', 'account', 'wealth', 'settlement'].flatMap((service) =>
    Array.from({ length: 6 }, () => issued(service)),
  );
  const full = given(...opened(['1'], rules), ...crowd, ...Array.from({ length: 12 }, () => next));
  const round = ['cycle/cash', 'cycle/cash', 'cycle/account', 'cycle/wealth'];
  expect(calledBy(full)).toEqual([...round, ...round, ...round]);

  const lacking = given(
    ...opened(['1'], rules),
    ...[1, 2, 3, 4].map(() => issued('wealth')),
    issued('cash'),
    next,
    next,
  );
  expect(calledBy(lacking)).toEqual(['cycle/cash', 'cycle/wealth']);
  const back = and(lacking, issued('cash'), issued('account'), next, next, next);
  expect(calledBy(back).slice(2)).toEqual(['cycle/cash', 'cycle/account', 'cycle/wealth']);
});

test('a call that is taken back gives the cycle its turn back', () => {
  const next = ask({ type: 'call-next', counter: '1' });
  const waits = given(...opened(['1'], RICH_RULES), issued('cash'), issued('account'), issued('cash'), next);
  const [first] = [waits.state.counters.get('1')?.turns];
  expect(first).toEqual([1, 0]);
  const undone = and(waits, next, ask({ type: 'undo', counter: '1' }));
  expect(undone.state.counters.get('1')?.turns).toEqual([1, 0]);
});
