import { type Between, timesOf, turnOf } from './estimate-times.ts';
import { type RuleIndex, serves } from './rule-index.ts';
import type { Duration, Instant, ServiceId } from './rules.ts';
import type { Counter, QueueState } from './state.ts';

/** A counter that will call, as far as time is concerned. All in ms from now. */
export interface Desk {
  readonly counter: Counter;
  /** Place of the counter in the order of the index. */
  readonly place: number;
  /** Until its next call, on the mean. */
  readonly first: Duration;
}

/**
 * The open counters that serve a service, and when each will call next: at once to a standing request; when its teller
 * has had time to press the key; or when its visit has taken what visits of that age still take.
 */
export function desksOf(
  state: Readonly<QueueState>,
  index: RuleIndex,
  service: ServiceId,
  between: Between,
  now: Instant,
): Desk[] {
  const desks: Desk[] = [];
  let place = -1;
  for (const indexed of index.counters.values()) {
    place += 1;
    const counter = state.counters.get(indexed.rules.id);
    if (counter?.state !== 'open' || !serves(index, indexed, service)) continue;
    desks.push({ counter, place, first: untilFree(state, index, counter, place, between, now) });
  }
  return desks;
}

function untilFree(
  state: Readonly<QueueState>,
  index: RuleIndex,
  { ticket: id, request }: Counter,
  place: number,
  between: Between,
  now: Instant,
): Duration {
  if (request) return 0;
  const ticket = id === null ? undefined : state.tickets.get(id);
  if (!ticket || ticket.calledAt === null) return between.gap;
  const times = timesOf(state, index, ticket.service);
  const hasCome = ticket.status === 'serving';
  const turn = turnOf(hasCome ? { ...times, absent: 0 } : times, between);
  const come = hasCome ? 1 : 1 - times.absent;
  // As with turns: counters are added up by their rates, and the rate of an uncertain mean is too high on the mean.
  const own = (times.at[place] ?? times.mean) * (1 + (times.doubtAt[place] ?? 0) * (times.variance / times.mean ** 2));
  return residual(
    turn.mean + come * (own - times.mean),
    turn.variance / (turn.mean * turn.mean),
    now - ticket.calledAt,
  );
}

/** Visits vary less than this: how long they still take is taken for it. */
const MOST_VARIED = 2;

/**
 * What is still to come of something that has lasted a while: all of the mean for what has no memory (exponential, a
 * squared variation of 1), less and less where lengths vary less, down to that share of the mean. Exact for the gamma
 * distribution of shape 2, within a twentieth of the mean for shapes about it.
 *
 * @param variation variance by the square of the mean
 */
function residual(mean: Duration, variation: number, age: Duration): Duration {
  const end = Math.min(variation, MOST_VARIED);
  if (end === 1 || mean === 0) return mean;
  const passed = age / (mean * Math.abs(1 - end));
  const curve = Math.max(0, 3.2 * (0.5 - end));
  return mean * (end + (1 - end) / (1 + passed + curve * passed * passed));
}

/** The calls of several counters as time goes on: the first after `first`, the others `each` apart. */
export interface Calls {
  readonly first: readonly Duration[];
  readonly each: readonly Duration[];
}

/**
 * When so many calls will have been made, ms. Calls grow evenly, so that counters whose next call is as far away as a whole
 * visit are not all taken to call at the same time: where lengths have no memory, that is exact.
 */
export function timeOfCall(calls: Calls, number: number): Duration {
  const { first, each } = calls;
  if (callsUntil(calls, 0) >= number) return 0;
  let rate = 0;
  let ahead = 0;
  let latest = 0;
  for (let n = 0; n < first.length; n += 1) {
    rate += 1 / (each[n] ?? 1);
    ahead += 1 - (first[n] ?? 0) / (each[n] ?? 1);
    latest = Math.max(latest, first[n] ?? 0);
  }
  const even = (number - ahead) / rate;
  return even >= latest ? even : searched(calls, number, latest);
}

/** Between now and the moment from which all counters call evenly. */
function searched(calls: Calls, number: number, latest: Duration): Duration {
  let low = 0;
  let high = latest;
  for (let round = 0; round < 40 && high - low > 1; round += 1) {
    const middle = (low + high) / 2;
    if (callsUntil(calls, middle) < number) low = middle;
    else high = middle;
  }
  return high;
}

/** Calls on the mean until a time. */
function callsUntil({ first, each }: Calls, time: Duration): number {
  let count = 0;
  for (let n = 0; n < first.length; n += 1) {
    const next = first[n] ?? 0;
    count += time < next ? time / next : 1 + (time - next) / (each[n] ?? 1);
  }
  return count;
}
