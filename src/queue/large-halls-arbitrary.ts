import fc from 'fast-check';
import { expect } from 'vitest';
import { type PlayedLine, passFirst, playLine } from './lines.ts';
import { countAfter } from './passes.ts';
import { countBefore } from './places.ts';
import { chooseLine, type Turns } from './profile.ts';
import { indexOf, type RuleIndex } from './rule-index.ts';
import type { Complexity, Instant, Place, ProfileRules, Rules, Selection } from './rules.ts';
import { emptyState } from './snapshot.ts';
import { MINUTE, RULES } from './spec.ts';
import type { QueueState, Ticket } from './state.ts';

/** When a hall is looked at; the oldest of its people came at 0. */
export const NOW: Instant = 600 * MINUTE;
/** A cap that nobody reaches. */
export const NEVER: Instant = 2 * NOW;

/** People of one service who came between two shares of the time: evenly, but for unrest of so many gaps. */
export interface Crowd {
  readonly complexity: Complexity;
  readonly people: number;
  readonly from: number;
  readonly until: number;
  readonly unrest: number;
}

/** So many counters alike. */
export interface Staff {
  readonly counters: number;
  readonly services: readonly number[];
  readonly profile: number;
}

/** A profile without its name. */
export type Order = ProfileRules extends infer P ? (P extends ProfileRules ? Omit<P, 'id'> : never) : never;

/** A hall that may be too large to be filled ticket by ticket. */
export interface Hall {
  readonly crowds: readonly Crowd[];
  readonly staffs: readonly Staff[];
  readonly profiles: readonly Order[];
}

/** A hall as the queue sees it. */
export interface Built {
  readonly state: QueueState;
  readonly index: RuleIndex;
}

/** The hall's queues and rules; its counters are closed, so that all of them count. A ticket is no more than its place. */
export function build({ crowds, staffs, profiles }: Hall): Built {
  const [example] = RULES.services;
  const staffed = staffs.flatMap((staff) => Array.from({ length: staff.counters }, () => staff));
  const rules: Rules = {
    ...RULES,
    services: crowds.flatMap(({ complexity }, n) => (example ? [{ ...example, id: `${n}`, complexity }] : [])),
    counters: staffed.map(({ services, profile }, n) => ({
      id: `${n}`,
      // Teams sit among each other.
      number: (n * 7) % staffed.length,
      services: services.map((one) => `${one % crowds.length}`),
      profile: `${profile % profiles.length}`,
    })),
    profiles: profiles.map((profile, n) => ({ ...profile, id: `${n}` }) as ProfileRules),
  };
  const state = { ...emptyState(), rules };
  const arrivals = crowds.flatMap(arrivalsOf).sort((a, b) => a.queuedAt - b.queuedAt);
  for (const [id, arrival] of arrivals.entries()) {
    const queue = state.waiting.get(arrival.service) ?? [];
    queue.push({ ...arrival, id: id + 1, segment: 'ordinary' } as Ticket);
    state.waiting.set(arrival.service, queue);
  }
  return { state, index: indexOf(rules) };
}

function arrivalsOf({ people, from, until, unrest }: Crowd, n: number): { service: string; queuedAt: Instant }[] {
  return Array.from({ length: people }, (_, i) => {
    const gap = (until - from) / people;
    const shift = (((i * 7919 + n * 104_729) % 997) / 997) * unrest * gap;
    return { service: `${n}`, queuedAt: Math.floor(NOW * Math.min(1, from + i * gap + shift)) };
  });
}

/**
 * What people ahead are by their definition: every call played, one by one. `calls` are those of all counters before the ticket's.
 */
export function playPlainly({ state, index }: Built, ticket: Ticket): { ahead: number; calls: number } {
  const lines = [...state.waiting.values()].map((queue) => playLine(index, queue));
  const players = [...index.counters.values()].map((counter) => ({
    group: counter.group,
    isOurs: index.claims.of(counter.group, index.traits.traitsOf(ticket))?.isOwn === true,
    own: lines.filter(({ traits }) => index.claims.of(counter.group, traits)?.isOwn),
    profile: index.profiles.get(counter.rules.profile),
    turns: null as Turns | null,
  }));
  const called = index.groupNames.map((): Place[] => []);
  const isCounted = players.some(({ profile }) => profile && profile.passOver < Number.POSITIVE_INFINITY);
  let ahead = 0;
  let calls = 0;
  for (let before = -1; before < calls; ) {
    before = calls;
    for (const player of players) {
      const { isOurs, own, profile, group } = player;
      if (profile && profile.passOver < Number.POSITIVE_INFINITY) for (const line of own) lookBack(index, line, called);
      const choice = profile && chooseLine<PlayedLine<Ticket>>(profile, own, NOW, player.turns);
      if (!choice?.line.first) continue;
      if (choice.line.first === ticket) return { ahead, calls };
      player.turns = choice.turns ?? player.turns;
      const places = called[group] ?? [];
      if (isCounted) places.splice(countBefore(places, choice.line.first), 0, choice.line.first);
      passFirst(choice.line);
      calls += 1;
      if (isOurs) ahead += 1;
    }
  }
  return expect.fail(`ticket ${ticket.id} was never called`);
}

/** How many were called past the first of a line, by groups of counters that serve it. */
function lookBack(index: RuleIndex, line: PlayedLine<Ticket>, called: readonly (readonly Place[])[]): void {
  const { first, traits } = line;
  if (!first) return;
  const passes = called.filter((_, group) => index.claims.of(group, traits)?.isOwn);
  line.passedOver = passes.reduce((sum, places) => sum + countAfter(places, first), 0);
}

/** Orders that do not look at who was called meanwhile. */
export function fixedOrders(): fc.Arbitrary<Order> {
  const exponent = fc.constantFrom(0, 1, 2.5);
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('longest-wait' as const, 'simple-first' as const, 'complex-first' as const) }),
    fc.record({ kind: fc.constantFrom('score' as const, 'simple-first' as const), exponent }),
  ) as fc.Arbitrary<Order>;
}

/** Orders that change with every call: cycles, conditions, bounds on passing over. */
export function movingOrders(): fc.Arbitrary<Order> {
  const of = fc.constantFrom<Selection>({ complexity: 'simple' }, { complexity: 'complex' }, { segments: ['senior'] });
  const times = fc.integer({ min: 1, max: 3 });
  const parts = fc.tuple(times, times).map(([simple, complex]) => [
    { id: 'simple', times: simple, of: { complexity: 'simple' as const } },
    { id: 'complex', times: complex, of: { complexity: 'complex' as const } },
  ]);
  const conditions = fc.oneof(
    fc.record({ measure: fc.constant('waiting' as const), above: fc.integer({ min: 0, max: 40 }), of }),
    fc.record({ measure: fc.constant('longest-wait' as const), above: fc.integer({ min: 0, max: 5_000 }), of }),
    fc.record({ measure: fc.constant('target-used' as const), above: fc.constantFrom(0.001, 0.005), of }),
  );
  return fc.oneof(
    fc.record({ kind: fc.constant('cycle' as const), parts }),
    fc
      .tuple(fixedOrders(), conditions)
      .map(([order, condition]) => ({ ...order, conditions: [{ id: 'condition', ...condition }] })),
    fc.tuple(fixedOrders(), fc.integer({ min: 1, max: 30 })).map(([order, passOver]) => ({ ...order, passOver })),
  ) as fc.Arbitrary<Order>;
}

/** Halls of up to some 20,000 people whose services, staff and profiles differ in everything. */
export function halls(): fc.Arbitrary<Hall> {
  const percent = fc.integer({ min: 0, max: 100 }).map((one) => one / 100);
  const crowd = fc.record({
    complexity: fc.constantFrom<Complexity>('simple', 'complex'),
    people: fc.oneof(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 60, max: 400 }),
      fc.integer({ min: 400, max: 4_000 }),
    ),
    from: fc.oneof(
      fc.constant(0),
      percent.map((one) => one * 0.8),
    ),
    stays: fc.oneof(fc.constant(1), percent),
    unrest: fc.constantFrom(0, 1, 20),
  });
  const staff = fc.record({
    counters: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 24 })),
    services: fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 6 }),
    profile: fc.nat({ max: 2 }),
  });
  const cap = fc.oneof(
    fc.constant(NEVER),
    percent.map((one) => Math.floor(one * NOW)),
  );
  return fc.record({
    crowds: fc
      .array(crowd, { minLength: 2, maxLength: 8, size: 'max' })
      .map((all) => all.map(({ stays, ...rest }) => ({ ...rest, until: rest.from + (1 - rest.from) * stays }))),
    staffs: fc.array(staff, { minLength: 1, maxLength: 6, size: 'max' }),
    profiles: fc.array(fc.record({ kind: fc.constantFrom('longest-wait', 'simple-first'), cap }), {
      minLength: 1,
      maxLength: 3,
      size: 'max',
    }),
  });
}
