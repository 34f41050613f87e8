import { type Ahead, type Asker, aheadOf } from './ahead.ts';
import { gammaQuantiles } from './gamma.ts';
import { type IndexedCounter, indexOf, type RuleIndex } from './rule-index.ts';
import type { Duration, Instant, SegmentId, ServiceId } from './rules.ts';
import type { QueueState } from './state.ts';

/** How long somebody will wait from now until the call, ms: one of ten is called before `p10`, one of ten after `p90`. */
export interface Estimate {
  readonly p10: Duration;
  readonly p50: Duration;
  readonly p90: Duration;
}

/**
 * How long somebody who came now would wait for a service.
 *
 * @param now branch time, ms
 * @returns null when nobody will call: no open counter serves it
 */
export function estimateOf(
  state: Readonly<QueueState>,
  service: ServiceId,
  segment: SegmentId,
  now: Instant,
): Estimate | null {
  if (!state.rules) return null;
  const index = indexOf(state.rules);
  const ticket: Asker = { id: state.lastTicket + 1, queuedAt: now, service, segment };
  return estimateFor(state, index, ticket, aheadOf(state, index, ticket, now));
}

/**
 * How long a ticket will wait.
 *
 * @param ahead those who will be called before it, as {@link aheadOf} says
 */
export function estimateFor(
  state: Readonly<QueueState>,
  index: RuleIndex,
  ticket: Asker,
  ahead: Ahead,
): Estimate | null {
  let busy = 0;
  let idle = 0;
  let rate = 0;
  for (const counter of state.counters.values()) {
    const indexed = index.counters.get(counter.id);
    if (counter.state !== 'open' || !indexed || !serves(index, indexed, ticket.service)) continue;
    if (counter.ticket === null) idle += 1;
    else busy += 1;
    rate += 1 / meanOf(index, indexed, ahead, ticket.service);
  }
  if (busy + idle === 0) return null;
  const calls = ahead.count + 1 - idle;
  if (calls <= 0) return { p10: 0, p50: 0, p90: 0 };
  const mean = calls / rate;
  const { p10, p50, p90 } = gammaQuantiles(calls);
  return { p10: Math.round(mean * p10), p50: Math.round(mean * p50), p90: Math.round(mean * p90) };
}

/** Mean time that a counter takes for one of those whom it will call before the ticket. */
function meanOf(index: RuleIndex, counter: IndexedCounter, { calls }: Ahead, own: ServiceId): Duration {
  let time = standardOf(index, own);
  let count = 1;
  for (const each of calls) {
    if (!serves(index, counter, each.service)) continue;
    time += each.calls * standardOf(index, each.service);
    count += each.calls;
  }
  return time / count;
}

function standardOf({ services, rules }: RuleIndex, service: ServiceId): Duration {
  const known = services.get(service)?.standardTime;
  return known ?? Math.min(...rules.services.map(({ standardTime }) => standardTime));
}

function serves({ served }: RuleIndex, { services }: IndexedCounter, service: ServiceId): boolean {
  return services.has(service) || !served.has(service);
}
