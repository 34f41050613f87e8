import type { Duration, Instant, SegmentId, ServiceId } from '../queue/rules.ts';
import { type Chance, chanceOf, draw } from './chance.ts';
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
  const known = stream.of.map((kind) => ({ kind, spreads: scenario.timesOf(kind), waits: scenario.patienceOf(kind) }));
  return times.map((at) => {
    const { kind, spreads, waits } = known[placeOf(stream, kinds)] ?? NOBODY;
    return {
      at,
      service: kind.service,
      segment: kind.segment,
      works: spreads.map((spread) => draw(spread, service)),
      leaves: waits ? at + draw(waits.spread, patience) : Number.POSITIVE_INFINITY,
      cancels: waits?.cancels ?? false,
      takesMachine: machines() < scenario.acceptsMachine,
    };
  });
}

const NOBODY = { kind: { service: '', segment: '' }, spreads: [], waits: null };

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
