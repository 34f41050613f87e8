import type { Band } from './alert-rules.ts';
import { type AlertKey, alertKey } from './alerts.ts';
import { passedOver } from './passes.ts';
import { mayServe } from './plain-choice.fake.ts';
import { indexOf } from './rule-index.ts';
import type { Instant, ServiceId } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';

/** Something that may be wrong: since it is, until it is not. */
interface Cause {
  readonly key: AlertKey;
  /** It is to be raised when it does not stand. */
  readonly isWrong: boolean;
  /** It is over when it stands. */
  readonly isOver: boolean;
}

/**
 * Which alerts are to stand, said again in the plainest way: every ticket and every counter is looked at, each time anew.
 * Only since when something lasts, and what stands already, is kept.
 */
export class PlainAlerts {
  readonly #standing = new Map<AlertKey, { readonly since: Instant; readonly ticket: number | null }>();
  readonly #idleSince = new Map<string, Instant>();
  #untrustedSince: Instant | null = null;
  #touchedAt: Instant = 0;

  /** What is so since the events of this instant; called whenever something has happened. */
  happened(state: QueueState, now: Instant): void {
    this.#touchedAt = now;
    const isClockWatched = state.rules?.alerts?.clockUntrusted !== undefined;
    if (!isClockWatched || state.clock === null || state.clock.isTrusted) this.#untrustedSince = null;
    else this.#untrustedSince ??= now;
    const idle = [...state.counters.values()].filter((counter) => {
      const isFree = counter.state === 'open' && counter.ticket === null && counter.request === null;
      return isFree && waiting(state).some((ticket) => ticket.isCallable && serves(state, counter.id, ticket.service));
    });
    const ids = new Set(state.rules?.alerts?.counterIdle === undefined ? [] : idle.map(({ id }) => id));
    for (const id of this.#idleSince.keys()) if (!ids.has(id)) this.#idleSince.delete(id);
    for (const id of ids) if (!this.#idleSince.has(id)) this.#idleSince.set(id, now);
  }

  /** The keys that are to stand now, but for calls for help. */
  wanted(state: QueueState, now: Instant): readonly AlertKey[] {
    const causes = this.#causes(state, now);
    for (const { key, isWrong, isOver } of causes) {
      if (this.#standing.has(key) && isOver) this.#standing.delete(key);
      else if (!this.#standing.has(key) && isWrong)
        this.#standing.set(key, { since: now, ticket: servedBy(state, key) });
    }
    for (const key of this.#standing.keys()) if (!causes.some((cause) => cause.key === key)) this.#standing.delete(key);
    return [...this.#standing.keys()].sort();
  }

  #causes(state: QueueState, now: Instant): readonly Cause[] {
    const services = new Set([
      ...(state.rules?.services ?? []).map(({ id }) => id),
      ...waiting(state).map(({ service }) => service),
    ]);
    return [
      ...[...services].flatMap((service) => this.#ofService(state, service, now)),
      ...[...state.counters.keys()].flatMap((id) => this.#ofCounter(state, id, now)),
      ...this.#ofBranch(state, now),
    ];
  }

  #ofService(state: QueueState, service: ServiceId, now: Instant): readonly Cause[] {
    const rules = state.rules?.alerts ?? {};
    const queue = waiting(state).filter((ticket) => ticket.service === service);
    const index = state.rules && indexOf(state.rules);
    const target = index?.traits.traitsOf(service, 'ordinary').targetWait ?? 0;
    const key = alertKey({ kind: 'wait-over-target', service, counter: null });
    // What time has not brought about yet counts as of the last event: a wait only grows by time.
    const at = Math.max(this.#touchedAt, this.#standing.get(key)?.since ?? 0);
    const most = rules.passedOver ?? Number.POSITIVE_INFINITY;
    const isPassed = index !== null && queue.some((ticket) => passedOver(state, index, service, ticket) >= most);
    const own = rules.queueLong?.services?.find((each) => each.service === service) ?? rules.queueLong;
    const { waitOver } = rules;
    return [
      {
        key,
        isWrong:
          waitOver !== undefined && queue.some(({ waitingSince }) => now - waitingSince > target * waitOver.above),
        isOver: !waitOver || !queue.some(({ waitingSince }) => at - waitingSince >= target * waitOver.below),
      },
      { key: alertKey({ kind: 'passed-over', service, counter: null }), isWrong: isPassed, isOver: !isPassed },
      banded(alertKey({ kind: 'queue-long', service, counter: null }), queue.length, own),
    ];
  }

  #ofCounter(state: QueueState, counter: string, now: Instant): readonly Cause[] {
    const rules = state.rules?.alerts ?? {};
    const idle = alertKey({ kind: 'counter-idle', service: null, counter });
    const since = this.#idleSince.get(counter);
    const isIdle = since !== undefined && rules.counterIdle !== undefined && now - since >= rules.counterIdle;
    const key = alertKey({ kind: 'service-over-time', service: null, counter });
    const ticket = state.tickets.get(servedBy(state, key) ?? -1);
    const standard = state.rules?.services.find(({ id }) => id === ticket?.service)?.standardTime;
    const began = ticket?.startedAt ?? ticket?.calledAt ?? null;
    const isKnown = standard !== undefined && began !== null && rules.serviceOver !== undefined;
    const end = isKnown ? began + standard * (rules.serviceOver ?? 0) : Number.POSITIVE_INFINITY;
    const stands = this.#standing.get(key);
    const at = Math.max(this.#touchedAt, stands?.since ?? 0);
    return [
      { key: idle, isWrong: isIdle, isOver: !isIdle },
      { key, isWrong: now > end, isOver: at <= end || stands?.ticket !== ticket?.id },
    ];
  }

  #ofBranch(state: QueueState, now: Instant): readonly Cause[] {
    const { clockUntrusted, allQueuesLong } = state.rules?.alerts ?? {};
    const since = this.#untrustedSince;
    const key = alertKey({ kind: 'clock-untrusted', service: null, counter: null });
    const isLong = since !== null && clockUntrusted !== undefined && now - since >= clockUntrusted;
    const all = alertKey({ kind: 'all-queues-long', service: null, counter: null });
    return [{ key, isWrong: isLong, isOver: since === null }, banded(all, waiting(state).length, allQueuesLong)];
  }
}

function banded(key: AlertKey, count: number, band: Band | undefined): Cause {
  return { key, isWrong: band !== undefined && count > band.above, isOver: band === undefined || count < band.below };
}

function waiting(state: QueueState): readonly Ticket[] {
  return [...state.tickets.values()].filter(({ status }) => status === 'waiting');
}

function serves(state: QueueState, counter: string, service: ServiceId): boolean {
  const configured = state.rules?.counters.find(({ id }) => id === counter);
  return configured !== undefined && mayServe(state, configured, service);
}

function servedBy(state: QueueState, key: AlertKey): number | null {
  return state.counters.get(key.slice(key.indexOf('/') + 1))?.ticket ?? null;
}
