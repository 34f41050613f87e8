import fc from 'fast-check';
import { type CopyAct, copyAct } from './acts-copy-arbitrary.ts';
import { type GuidanceAct, guidanceAct } from './acts-guidance-arbitrary.ts';
import { takeOverAct, type VisitAct, visitAct } from './acts-visit-arbitrary.ts';
import { NEEDS, type Need } from './care.ts';
import type { HallOrder } from './hall-states.ts';
import type { PoolKind } from './rules.ts';
import { RULE_VARIANTS } from './rules-arbitrary.ts';
import { RULES } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';

const COUNTER_COMMANDS = [
  'call-next',
  'recall',
  'start',
  'finish',
  'no-show',
  'undo',
  'pause-counter',
  'close-counter',
] as const;
/** What a printer says. */
export const PRINT_COMMANDS = ['print-started', 'print-ended', 'print-failed', 'print-unknown'] as const;
/** Services of the rules. */
export const SERVICES = RULES.services.map(({ id }) => id);
/** Counters of the rules. */
export const COUNTERS = VISIT_RULES.counters.map(({ id }) => id);

/** Something that happens, before the state says to whom. */
export type Act =
  | {
      readonly kind: 'issue';
      readonly service: number;
      readonly segment: string;
      readonly handover: 'paper' | 'screen';
      readonly insists: boolean;
    }
  | { readonly kind: 'visit'; readonly act: VisitAct }
  | { readonly kind: 'guidance'; readonly act: GuidanceAct }
  | { readonly kind: 'profile'; readonly counter: number; readonly profile: string | null }
  | { readonly kind: 'counter'; readonly type: (typeof COUNTER_COMMANDS)[number]; readonly counter: number }
  | { readonly kind: 'open'; readonly counter: number; readonly profile: string | null; readonly teller: string | null }
  | {
      readonly kind: 'park';
      readonly counter: number;
      readonly pool: PoolKind | null;
      readonly returnAfter: number | null;
    }
  | { readonly kind: 'rate'; readonly counter: number | null; readonly pick: number | null; readonly score: number }
  | { readonly kind: 'unpark' | 'return-late'; readonly counter: number | null; readonly pick: number }
  | { readonly kind: 'transfer'; readonly counter: number; readonly service: number }
  | { readonly kind: 'call-ticket'; readonly counter: number; readonly pick: number }
  | { readonly kind: 'cancel'; readonly counter: number | null; readonly pick: number }
  | { readonly kind: 'print'; readonly type: (typeof PRINT_COMMANDS)[number]; readonly pick: number }
  | { readonly kind: 'copy'; readonly act: CopyAct }
  | { readonly kind: 'hall'; readonly state: HallOrder; readonly until: number | null }
  | { readonly kind: 'panic'; readonly counter: number }
  | { readonly kind: 'acknowledge'; readonly pick: number }
  | { readonly kind: 'book'; readonly reference: number; readonly service: number; readonly ahead: number }
  | { readonly kind: 'check-in' | 'cancel-appointment'; readonly reference: number; readonly needs: readonly Need[] }
  | { readonly kind: 'segment'; readonly pick: number; readonly segment: string }
  | { readonly kind: 'rules'; readonly variant: number }
  | { readonly kind: 'day' | 'plan' | 'clock' }
  | { readonly kind: 'tick' }
  | { readonly kind: 'resend'; readonly back: number };

const pick = fc.nat({ max: 40 });
const reference = fc.nat({ max: 2 });
const counter = fc.nat({ max: COUNTERS.length - 1 });
const service = fc.nat({ max: SERVICES.length - 1 });

/** Anything that happens in a branch, the common more often. */
export const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('issue' as const),
      service,
      segment: fc.constantFrom('ordinary', 'ordinary', 'senior', 'gold'),
      handover: fc.constantFrom('paper', 'screen'),
      insists: fc.constantFrom(true, true, true, false),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({ kind: fc.constant('counter' as const), type: fc.constant('call-next' as const), counter }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('counter' as const),
      type: fc.constantFrom(...COUNTER_COMMANDS),
      counter,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('open' as const),
      counter,
      profile: fc.constantFrom(null, 'fair', 'quick'),
      // Whoever sits at another window already is refused.
      teller: fc.constantFrom(null, null, null, 'wang', 'li'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('profile' as const),
      counter,
      profile: fc.constantFrom(null, 'fair', 'quick'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('transfer' as const), counter, service }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('visit' as const), act: visitAct }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('guidance' as const), act: guidanceAct }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('call-ticket' as const), counter, pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('park' as const),
      counter,
      pool: fc.constantFrom<PoolKind | null>(null, 'counter', 'teller', 'branch'),
      returnAfter: fc.constantFrom(null, 10_000, 60_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('unpark' as const, 'return-late' as const, 'return-late' as const),
      counter: fc.option(counter),
      pick,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('rate' as const),
      counter: fc.option(counter),
      pick: fc.option(pick),
      score: fc.integer({ min: 0, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), counter: fc.option(counter), pick }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('print' as const), type: fc.constantFrom(...PRINT_COMMANDS), pick }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('panic' as const), counter }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('acknowledge' as const), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('book' as const),
      reference,
      service,
      ahead: fc.integer({ min: -60_000, max: 120_000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('check-in' as const, 'check-in' as const, 'cancel-appointment' as const),
      reference,
      needs: fc.subarray([...NEEDS]),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('segment' as const),
      pick,
      segment: fc.constantFrom('ordinary', 'senior', 'gold', 'gold'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rules' as const), variant: fc.nat({ max: RULE_VARIANTS.length - 1 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom<'tick' | 'day' | 'plan' | 'clock'>('tick', 'tick', 'tick', 'day', 'day', 'plan', 'clock'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resend' as const), back: fc.integer({ min: 1, max: 12 }) }) },
);

/** What most of a busy hour is made of. */
const press: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('issue' as const),
      service,
      segment: fc.constantFrom('ordinary', 'ordinary', 'senior', 'gold'),
      handover: fc.constantFrom('screen', 'screen', 'paper'),
      insists: fc.constant(true),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('counter' as const),
      type: fc.constantFrom('call-next' as const, 'call-next' as const, 'call-next' as const, 'start' as const),
      counter,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('open' as const),
      counter,
      profile: fc.constant(null),
      teller: fc.constant(null),
    }),
  },
);

/** The same, in a busy hour: most of it are people who come, windows that open, and *next*. */
export const busyAct: fc.Arbitrary<Act> = fc.oneof({ weight: 1, arbitrary: act }, { weight: 2, arbitrary: press });

/** The same, and somebody who has the hall stand otherwise, mostly it is open again soon; tellers who are gone, and slips that are lost. */
export const badDayAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 20, arbitrary: act },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('visit' as const), act: takeOverAct }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('copy' as const), act: copyAct }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('hall' as const),
      state: fc.constantFrom<HallOrder>(
        'evacuation',
        'out-of-order',
        'break',
        'closing',
        'not-open-yet',
        'open',
        'open',
        'open',
        'open',
      ),
      until: fc.constantFrom(null, null, 20_000),
    }),
  },
);
