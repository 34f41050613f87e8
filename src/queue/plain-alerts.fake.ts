import type { Band } from './alert-rules.ts';
import { type AlertKey, alertKey, TICKETS_TOLD } from './alerts.ts';
import type { EventOf } from './events.ts';
import { awaiting, configured, isHelped, isOwnOf, mayAwait } from './plain-choice.fake.ts';
import { indexOf } from './rule-index.ts';
import type { CounterId, CounterRules, Instant, ServiceId, TicketId } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';

/** Nobody is told of waits while nobody can be called. */
function isStopped({ hall }: QueueState): boolean {
  return hall.byHand?.state === 'evacuation' || hall.byHand?.state === 'out-of-order';
}

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
    const eligible = waiting(state).filter(({ isCallable, visit }) => isCallable && !visit?.pool);
    const idle = [...state.counters.values()].filter((counter) => {
      const isFree = counter.state === 'open' && counter.ticket === null && counter.request === null;
      if (!isFree || isStopped(state)) return false;
      return awaiting(state, counter.id).length > 0 || eligible.some((ticket) => isWork(state, counter.id, ticket));
    });
    const ids = new Set(state.rules?.alerts?.counterIdle === undefined ? [] : idle.map(({ id }) => id));
    for (const id of this.#idleSince.keys()) if (!ids.has(id)) this.#idleSince.delete(id);
    for (const id of ids) if (!this.#idleSince.has(id)) this.#idleSince.set(id, now);
  }

  /** The keys that are to stand now, but for calls for help. */
  wanted(state: QueueState, now: Instant): readonly AlertKey[] {
    const causes = this.#causes(state, now).map((cause) =>
      isStopped(state) && !cause.key.startsWith('clock-') ? { ...cause, isWrong: false, isOver: true } : cause,
    );
    for (const { key, isWrong, isOver } of causes) {
      if (this.#standing.has(key) && isOver) this.#standing.delete(key);
      if (!this.#standing.has(key) && isWrong) this.#standing.set(key, { since: now, ticket: servedBy(state, key) });
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
    const target = index?.traits.traitsOf({ service, segment: 'ordinary' }).targetWait ?? 0;
    const key = alertKey({ kind: 'wait-over-target', service, counter: null });
    // What time has not brought about yet counts as of the last event: a wait only grows by time.
    const at = Math.max(this.#touchedAt, this.#standing.get(key)?.since ?? 0);
    const most = rules.passedOver ?? Number.POSITIVE_INFINITY;
    const isPassed = queue.some((ticket) => !ticket.visit?.pool && timesPassed(state, ticket) >= most);
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
    const here = ticket?.startedAt ?? ticket?.calledAt ?? null;
    const began = here === null ? null : here - (ticket?.visit?.served ?? 0);
    const isKnown =
      ticket?.bulk === null && standard !== undefined && began !== null && rules.serviceOver !== undefined;
    const end = isKnown ? began + standard * (rules.serviceOver ?? 0) : Number.POSITIVE_INFINITY;
    const stands = this.#standing.get(key);
    const at = Math.max(this.#touchedAt, stands?.since ?? 0);
    return [
      { key: idle, isWrong: isIdle, isOver: !isIdle },
      { key, isWrong: here !== null && now > Math.max(end, here), isOver: at <= end || stands?.ticket !== ticket?.id },
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

/** Whether a counter without anybody to call but this one would call. */
function isWork(state: QueueState, id: CounterId, ticket: Ticket): boolean {
  const counter = configured(state, id);
  if (!counter) return false;
  // Help for who has waited long is no reason: by then somebody else may have called.
  return isOwnOf(state, counter, ticket) || isHelped(state, counter, ticket, true, Number.NEGATIVE_INFINITY);
}

/** Calls past a ticket at counters that are there for it; those of a group are written down once. */
function timesPassed(state: QueueState, ticket: Ticket): number {
  const index = state.rules && indexOf(state.rules);
  let times = 0;
  for (const [name, places] of state.passes) {
    const counter = [...(index?.counters.values() ?? [])].find(({ group }) => index?.groupNames[group] === name);
    if (!isOwnOf(state, counter?.rules, ticket)) continue;
    times += places.filter(
      ({ queuedAt, id }) => queuedAt > ticket.queuedAt || (queuedAt === ticket.queuedAt && id > ticket.id),
    ).length;
  }
  return times;
}

/** Whom an alert of a queue is to name where somebody was passed over; null for the other kinds. */
export function plainPassed(state: QueueState, { kind, service }: EventOf<'alert-raised'>): readonly TicketId[] | null {
  if (kind !== 'passed-over') return null;
  const most = state.rules?.alerts?.passedOver ?? Number.POSITIVE_INFINITY;
  return waiting(state)
    .filter((ticket) => ticket.service === service && !ticket.visit?.pool && timesPassed(state, ticket) >= most)
    .sort((a, b) => a.queuedAt - b.queuedAt || a.id - b.id)
    .map(({ id }) => id)
    .slice(0, TICKETS_TOLD);
}

/** The counters that an alert of a queue is to name: those that are there for whom it names, or for all who wait there. */
export function plainCounters(state: QueueState, event: EventOf<'alert-raised'>): readonly CounterId[] {
  const named = new Set(event.tickets.map(({ ticket }) => ticket));
  const people = waiting(state).filter(({ id, service }) =>
    named.size > 0 ? named.has(id) : service === event.service,
  );
  return [...(state.rules?.counters ?? [])]
    .filter((counter) => people.some((ticket) => isThereFor(state, counter, ticket)))
    .map(({ id }) => id)
    .sort();
}

function isThereFor(state: QueueState, counter: CounterRules, ticket: Ticket): boolean {
  const seat = state.counters.get(counter.id);
  if (ticket.visit?.pool) return seat !== undefined && mayAwait(state, seat, ticket);
  return isOwnOf(state, counter, ticket);
}

function servedBy(state: QueueState, key: AlertKey): number | null {
  return state.counters.get(key.slice(key.indexOf('/') + 1))?.ticket ?? null;
}
