import type { Duration, Instant, SegmentId, ServiceId } from '../queue/rules.ts';
import { type Chance, chanceOf, draw, type Spread } from './chance.ts';
import type { Scenario, Stream } from './scenario.ts';

/** Somebody who comes; the same whatever the rules are. */
export interface Customer {
  readonly at: Instant;
  readonly service: ServiceId;
  readonly segment: SegmentId;
  /** How long each step takes, in order; of a service without steps one time. */
  readonly works: readonly Duration[];
  /** When the customer leaves who has not been called; Infinity: never. */
  readonly leaves: Instant;
  readonly cancels: boolean;
  /** What the customer comes for besides, with the times of each. */
  readonly more: readonly { readonly service: ServiceId; readonly works: readonly Duration[] }[];
  /** The time of the appointment; null: there is none. */
  readonly booked: Instant | null;
  /** Comes back so long after a call in vain; null: does not. */
  readonly returnsAfter: Duration | null;
  /** Goes to a machine that is offered. */
  readonly takesMachine: boolean;
}

/**
 * The customers of one day, in the order in which they come. When they come, how long they are served and how long they
 * wait is drawn from streams of their own.
 *
 * @param replication which day, from 0
 */
export function customersOf(scenario: Scenario, replication: number): readonly Customer[] {
  const all = scenario.arrivals.flatMap((stream, index) => customersIn(scenario, stream, [replication, index]));
  // Of several who come in one moment the first stream goes first: the sort is stable.
  return all.sort((a, b) => a.at - b.at);
}

function customersIn(scenario: Scenario, stream: Stream, names: readonly number[]): Customer[] {
  const chanceFor = (purpose: string): Chance => chanceOf(scenario.seed, purpose, ...names);
  const times = momentsOf(scenario, stream, chanceFor('arrivals'));
  const kinds = chanceFor('kinds');
  const service = chanceFor('service');
  const patience = chanceFor('patience');
  const machines = chanceFor('machines');
  const returns = returning(scenario, chanceFor('returns'));
  const keeps = punctual(stream, chanceFor('appointments'));
  const known = stream.of.map((kind) => knownOf(scenario, kind));
  const customers: Customer[] = [];
  for (const time of times) {
    const at = keeps(time);
    const { kind, spreads, waits, more } = known[placeOf(stream, kinds)] ?? NOBODY;
    const customer = {
      at: at ?? time,
      service: kind.service,
      segment: kind.segment,
      works: spreads.map((spread) => draw(spread, service)),
      leaves: waits ? (at ?? time) + draw(waits.spread, patience) : Number.POSITIVE_INFINITY,
      cancels: waits?.cancels ?? false,
      takesMachine: machines() < scenario.acceptsMachine,
      more: more.length === 0 ? NO_MORE : more.map((also) => furtherOf(also, service)),
      booked: stream.appointment ? time : null,
      returnsAfter: returns(),
    };
    // Who misses the appointment has been drawn as well: the others stay who they are.
    if (at !== null) customers.push(customer);
  }
  return customers;
}

const NO_MORE: Customer['more'] = [];

function furtherOf({ service, spreads }: Known['more'][number], chance: Chance): Customer['more'][number] {
  return { service, works: spreads.map((spread) => draw(spread, chance)) };
}

interface Known {
  readonly kind: Pick<Stream['of'][number], 'service' | 'segment'>;
  readonly spreads: readonly Spread[];
  readonly waits: ReturnType<Scenario['patienceOf']>;
  readonly more: readonly { readonly service: ServiceId; readonly spreads: readonly Spread[] }[];
}

const NOBODY: Known = { kind: { service: '', segment: '' }, spreads: [], waits: null, more: [] };

/** What is the same for all customers of a kind. */
function knownOf(scenario: Scenario, kind: Stream['of'][number]): Known {
  const more = kind.more.map((service) => ({ service, spreads: scenario.timesOf({ ...kind, service }) }));
  return { kind, spreads: scenario.timesOf(kind), waits: scenario.patienceOf(kind), more };
}

/** When somebody comes who has booked a time; null: not at all. */
function punctual({ appointment }: Stream, chance: Chance): (booked: Instant) => Instant | null {
  if (!appointment) return (booked) => booked;
  const { early, late, missed } = appointment;
  return (booked) => {
    const [comes, when] = [chance() >= missed, chance()];
    return comes ? Math.max(0, booked - early + Math.floor(when * (early + late))) : null;
  };
}

/** How long after a call in vain each comes back; null: does not. */
function returning({ returns }: Scenario, chance: Chance): () => Duration | null {
  if (!returns) return () => null;
  return () => {
    const [comes, after] = [chance() < returns.share, draw(returns.spread, chance)];
    return comes ? after : null;
  };
}

/** Which kind of a stream comes next. */
function placeOf({ of }: Stream, chance: Chance): number {
  if (of.length < 2) return 0;
  let left = chance() * of.reduce((sum, { share }) => sum + share, 0);
  for (let place = 0; place < of.length; place += 1) {
    left -= of[place]?.share ?? 0;
    if (left < 0) return place;
  }
  return 0;
}

/** From when on the wait counts: nobody waits before the time that is booked. */
export function waitsFrom({ at, booked }: Pick<Customer, 'at' | 'booked'>): Instant {
  return booked === null ? at : Math.max(at, booked);
}

function momentsOf({ begins, steady }: Scenario, { when }: Stream, chance: Chance): Instant[] {
  switch (when.kind) {
    case 'people':
      return when.people.flatMap(({ at, count }) => Array.from({ length: count }, () => at));
    case 'slots':
      return when.means.flatMap((mean, slot) => poisson(when.from + slot * when.every, when.every, mean, chance));
    case 'steady':
      return poisson(begins, steady?.lasts ?? 0, when.rate * (steady?.lasts ?? 0), chance);
  }
}

/** Times of a Poisson process within a length of time in which so many come on average. */
function poisson(from: Instant, length: Duration, mean: number, chance: Chance): Instant[] {
  const times: Instant[] = [];
  if (mean <= 0) return times;
  const every = length / mean;
  const gap = (): number => -every * Math.log(1 - chance());
  for (let at = gap(); at < length; at += gap()) times.push(from + Math.floor(at));
  return times;
}

/** How long each step of one of the services takes that a customer comes for. */
export function worksOf({ service, works, more }: Customer, of: ServiceId): readonly Duration[] {
  if (of === service) return works;
  return more.find((each) => each.service === of)?.works ?? works;
}
