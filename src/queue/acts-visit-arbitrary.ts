import fc from 'fast-check';
import { type CareAct, careAct, careWish } from './acts-care-arbitrary.ts';
import type { PlaceKind } from './rules-visit.ts';
import type { Wish } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';
import type { QueueState } from './state.ts';

const COUNTERS = VISIT_RULES.counters.map(({ id }) => id);
const SERVICES = VISIT_RULES.services.map(({ id }) => id);

/** Something that happens to a visit of several services, counters or tellers, before the state says to whom. */
export type VisitAct =
  | { readonly kind: 'issue-several'; readonly services: readonly string[] }
  | {
      readonly kind: 'send' | 'refer';
      readonly counter: number;
      readonly service?: string;
      readonly toCounter?: string;
      readonly toTeller?: string;
      readonly place?: PlaceKind;
      readonly after?: number;
    }
  | { readonly kind: 'handoff' | 'finish-whole'; readonly counter: number }
  | { readonly kind: 'take-over'; readonly counter: number; readonly from: number }
  | { readonly kind: 'add' | 'drop' | 'papers'; readonly pick: number; readonly service: string }
  | CareAct;

const counter = fc.nat({ max: 40 });
const window = fc.constantFrom(...COUNTERS);
const service = fc.constantFrom(...SERVICES);
const destination = fc.oneof(
  fc.record({ service }),
  fc.record({ toCounter: window }),
  fc.record({ toTeller: fc.constantFrom('wang', 'li') }),
  fc.record({ service, toCounter: window }),
);

/** A teller is gone, and another one goes on: rarer than all the rest. */
export const takeOverAct: fc.Arbitrary<VisitAct> = fc.record({
  kind: fc.constant('take-over' as const),
  counter,
  from: counter,
});

/** Anything else of the kind; handing on more often. */
export const visitAct: fc.Arbitrary<VisitAct> = fc.oneof(
  fc.record({
    kind: fc.constant('issue-several' as const),
    services: fc.array(service, { minLength: 1, maxLength: 4 }),
  }),
  fc
    .tuple(
      fc.record({ kind: fc.constantFrom('send' as const, 'send' as const, 'refer' as const), counter }),
      destination,
      fc.record(
        { place: fc.constantFrom<PlaceKind>('first', 'original', 'last'), after: fc.constantFrom(5_000, 60_000) },
        { requiredKeys: [] },
      ),
    )
    .map(([act, to, how]): VisitAct => ({ ...act, ...to, ...how })),
  fc.record({ kind: fc.constantFrom('handoff' as const, 'handoff' as const, 'finish-whole' as const), counter }),
  fc.record({
    kind: fc.constantFrom('add' as const, 'add' as const, 'drop' as const, 'papers' as const),
    pick: fc.nat({ max: 40 }),
    service,
  }),
  careAct,
);

/**
 * The command of an act.
 *
 * @param ticketAt the ticket that a number picks
 */
export function visitWish(act: VisitAct, state: QueueState, ticketAt: (pick: number) => number): Wish {
  switch (act.kind) {
    case 'issue-several': {
      const [service = '', ...more] = act.services;
      const handover = service === 'cash' ? 'paper' : 'screen';
      return { type: 'issue', service, segment: 'ordinary', language: 'en', handover, more };
    }
    case 'send': {
      const { kind: _, ...to } = act;
      return { type: 'transfer', ...to, counter: busyAt(state, act.counter) };
    }
    case 'refer': {
      const { kind: _, place: __, after: ___, ...to } = act;
      return { type: 'refer', ...to, counter: busyAt(state, act.counter), reason: 'large-deposit' };
    }
    case 'handoff':
      return { type: 'handoff', counter: busyAt(state, act.counter) };
    case 'take-over':
      return { type: 'take-over', counter: freeAt(state, act.counter), from: busyAt(state, act.from) };
    case 'finish-whole':
      return { type: 'finish', counter: busyAt(state, act.counter), isWhole: true };
    case 'add':
      return { type: 'add-service', ticket: { id: ticketAt(act.pick) }, service: act.service, counter: null };
    case 'drop':
      return { type: 'drop-service', ticket: { id: ticketAt(act.pick) }, service: act.service, counter: null };
    case 'papers':
      return { type: 'mark-papers', ticket: { id: ticketAt(act.pick) }, isReady: act.pick % 2 === 0, counter: null };
    default:
      return careWish(act, ticketAt);
  }
}

/** Mostly a counter with a customer. */
function busyAt({ counters }: QueueState, pick: number): string {
  const busy = [...counters.values()].filter(({ ticket }) => ticket !== null).map(({ id }) => id);
  const ids = pick % 9 === 0 || busy.length === 0 ? COUNTERS : busy.sort();
  return ids[pick % ids.length] ?? '';
}

/** Mostly a counter that is open and has nobody. */
function freeAt({ counters }: QueueState, pick: number): string {
  const free = [...counters.values()].filter(({ state, ticket }) => state === 'open' && ticket === null);
  const ids = pick % 9 === 0 || free.length === 0 ? COUNTERS : free.map(({ id }) => id).sort();
  return ids[pick % ids.length] ?? '';
}
