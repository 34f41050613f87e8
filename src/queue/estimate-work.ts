import type { Ahead, Asker } from './ahead.ts';
import type { Desk } from './estimate-desks.ts';
import { type Between, type ServiceTimes, type Turn, timesOf, turnOf } from './estimate-times.ts';
import { arrivalWeight } from './pace.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Duration } from './rules.ts';
import type { QueueState } from './state.ts';
import type { LineTraits } from './traits.ts';

/** What the counters have to do before they call a ticket; where nobody goes before it, its own service stands for that. */
export interface Work {
  /** From a call to the next, on the mean. */
  readonly mean: Duration;
  /** Variance of turns by the square of their mean, whosever they are. */
  readonly variation: number;
  /** The same of turns of which it is known whose they are: who waits is known. */
  readonly ownVariation: number;
  /** Variance of a learned rate by its square. */
  readonly doubt: number;
  /** Those whom the counters of a group serve. */
  partsOf(group: number): readonly Part[];
}

/** The calls of one service. */
interface Part {
  readonly traits: LineTraits;
  calls: number;
  readonly times: ServiceTimes;
  readonly turn: Turn;
  /** What those who do not come take of each call, on the mean. */
  readonly absence: Duration;
}

/** The work before a ticket. */
export function workOf(
  state: Readonly<QueueState>,
  index: RuleIndex,
  { service, segment }: Asker,
  ahead: Ahead,
  between: Between,
): Work {
  const calls = ahead.count > 0 ? ahead.calls : [{ traits: index.traits.traitsOf({ service, segment }), calls: 1 }];
  const total = ahead.count > 0 ? ahead.count : 1;
  const parts = partsOf(state, index, calls, between);
  let mean = 0;
  let variance = 0;
  let square = 0;
  for (const { calls: count, turn } of parts) {
    const share = count / total;
    mean += share * turn.mean;
    variance += share * turn.variance;
    square += share * (turn.variance + turn.mean * turn.mean);
  }
  const newest = index.rules.estimates ? arrivalWeight(index.rules.estimates) : 1;
  return {
    mean,
    variation: square / (mean * mean) - 1,
    ownVariation: variance / (mean * mean),
    doubt: newest / (2 - newest),
    partsOf: byGroup(index, parts),
  };
}

/** One part for each service, whatever the segments of those who wait for it, unless counters make a difference. */
function partsOf(state: Readonly<QueueState>, index: RuleIndex, calls: Ahead['calls'], between: Between): Part[] {
  const parts: Part[] = [];
  const isByService = !index.rules.counters.some(({ own }) => own);
  for (const { traits, calls: count } of calls) {
    if (count === 0) continue;
    const { service } = traits;
    const known = isByService ? parts.find((part) => part.traits.service === service) : undefined;
    if (known) {
      known.calls += count;
      continue;
    }
    const times = timesOf(state, index, service);
    parts.push({
      traits,
      calls: count,
      times,
      turn: turnOf(times, between),
      absence: times.absent * between.absence,
    });
  }
  return parts;
}

/** Looked up once for each group: it is asked for every counter. */
function byGroup(index: RuleIndex, parts: readonly Part[]): (group: number) => readonly Part[] {
  const known = new Map<number, readonly Part[]>();
  return (group) => {
    let own = known.get(group);
    if (!own) {
      own = parts.filter(({ traits }) => index.claims.of(group, traits) !== null);
      known.set(group, own);
    }
    return own;
  };
}

/** The turns of one counter while it works off those before the ticket whom it serves. */
export function eachAt(
  index: RuleIndex,
  { counter, place }: Desk,
  { partsOf, mean }: Work,
  { gap }: Between,
): { readonly mean: Duration /** Variance of the mean by its square. */; readonly doubt: number } {
  const group = index.counters.get(counter.id)?.group ?? -1;
  let time = 0;
  let count = 0;
  let doubt = 0;
  for (const { calls, times, absence } of partsOf(group)) {
    const come = calls * (1 - times.absent);
    time += come * (times.at[place] ?? 0) + calls * absence;
    count += calls;
    doubt += come * come * times.variance * (times.doubtAt[place] ?? 0);
  }
  if (count === 0) return { mean, doubt: 0 };
  const each = Math.max(1, time / count + gap);
  const share = doubt / (count * count * each * each);
  // Counters are added up by their rates, and the rate of an uncertain mean is too high on the mean.
  return { mean: each * (1 + share), doubt: share };
}
