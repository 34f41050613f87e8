import type { AlertRules, Band } from './alert-rules.ts';
import { type Alert, type AlertPlace, type AlertTicket, TICKETS_TOLD } from './alerts.ts';
import { timesPassed, whoWasPassed } from './evolve/alert-passes.ts';
import { stoppedBy } from './hall-states.ts';
import { isWorkFor, linesFor, linesIn, openTo } from './lines.ts';
import type { IndexedCounter, RuleIndex } from './rule-index.ts';
import type { CounterId, Duration, Instant, ServiceId } from './rules.ts';
import { hereSince, servedSince, standardEnd, ticketAt } from './service-time.ts';
import type { Counter, QueueState, Ticket } from './state.ts';
import { firstInPools, mayWaitFor } from './waiting-pools.ts';
import { countSince } from './waits.ts';

/**
 * What alerts look at. Each is told by the first of an ordered queue, by one counter or by a number that is kept:
 * nothing here looks at everybody who waits.
 */

/**
 * When an alert that does not stand is to be raised, if nothing happens until then: an instant, over or to come; `now`
 * where no time is about; null when nothing is wrong.
 */
export function raiseAt(state: Readonly<QueueState>, index: RuleIndex, place: AlertPlace): Instant | 'now' | null {
  if (isSilent(state, place)) return null;
  const rules = index.rules.alerts ?? {};
  switch (place.kind) {
    case 'wait-over-target': {
      const first = state.alerts.waits.get(place.service ?? '')?.[0];
      if (!first || !rules.waitOver) return null;
      return first.waitingSince + targetShare(index, place.service, rules.waitOver.above) + 1;
    }
    case 'service-over-time': {
      const end = standardEnd(state, index, place.counter);
      // The time may have been used up before: nothing is late before it has begun.
      return end === null ? null : Math.max(end, hereSince(ticketAt(state, place.counter)) ?? end) + 1;
    }
    case 'counter-idle': {
      const since = state.alerts.idleSince.get(place.counter ?? '');
      return since === undefined || rules.counterIdle === undefined ? null : since + rules.counterIdle;
    }
    case 'clock-untrusted': {
      const since = state.alerts.untrustedSince;
      return since === null || rules.clockUntrusted === undefined ? null : since + rules.clockUntrusted;
    }
    case 'queue-long':
    case 'all-queues-long': {
      const band = bandOf(rules, place);
      return band && waitingAt(state, place) > band.above ? 'now' : null;
    }
    case 'passed-over':
      return isPassedOver(state, rules, place.service) ? 'now' : null;
    case 'panic':
      return null;
  }
}

/** Whether nobody is told: while the hall stands still everybody waits, and no counter that is opened would change it. */
function isSilent({ hall }: Readonly<QueueState>, { kind }: AlertPlace): boolean {
  return stoppedBy(hall) !== null && kind !== 'clock-untrusted' && kind !== 'panic';
}

/** Whether what a standing alert was raised for is over; waits and times only fall by events. */
export function isOver(state: Readonly<QueueState>, index: RuleIndex, alert: Alert, at: Instant): boolean {
  if (isSilent(state, alert)) return true;
  const rules = index.rules.alerts ?? {};
  switch (alert.kind) {
    case 'wait-over-target': {
      const [first] = state.alerts.waits.get(alert.service ?? '') ?? [];
      const limit = rules.waitOver ? targetShare(index, alert.service, rules.waitOver.below) : null;
      return !first || limit === null || at - first.waitingSince < limit;
    }
    case 'service-over-time': {
      const end = standardEnd(state, index, alert.counter);
      const isSame = state.counters.get(alert.counter ?? '')?.ticket === alert.tickets[0]?.ticket;
      return end === null || !isSame || at <= end;
    }
    case 'counter-idle': {
      const since = state.alerts.idleSince.get(alert.counter ?? '');
      return since === undefined || rules.counterIdle === undefined || at - since < rules.counterIdle;
    }
    case 'clock-untrusted':
      return state.alerts.untrustedSince === null;
    case 'queue-long':
    case 'all-queues-long': {
      const band = bandOf(rules, alert);
      return !band || waitingAt(state, alert) < band.below;
    }
    case 'passed-over':
      return !isPassedOver(state, rules, alert.service);
    case 'panic':
      return false;
  }
}

/** What an alert is raised for, in ms, people or calls. */
export function measuredAt(state: Readonly<QueueState>, place: AlertPlace, now: Instant): number {
  const { alerts } = state;
  switch (place.kind) {
    case 'wait-over-target':
      return now - (alerts.waits.get(place.service ?? '')?.[0]?.waitingSince ?? now);
    case 'service-over-time':
      return now - (servedSince(ticketAt(state, place.counter)) ?? now);
    case 'counter-idle':
      return now - (alerts.idleSince.get(place.counter ?? '') ?? now);
    case 'clock-untrusted':
      return now - (alerts.untrustedSince ?? now);
    case 'queue-long':
    case 'all-queues-long':
      return waitingAt(state, place);
    case 'passed-over':
      return timesPassed(alerts, place.service ?? '');
    case 'panic':
      return 1;
  }
}

/** The customers whom an alert is about now, the most urgent first, at most {@link TICKETS_TOLD}. */
export function concernedTickets(
  state: Readonly<QueueState>,
  index: RuleIndex,
  place: AlertPlace,
  now: Instant,
): readonly AlertTicket[] {
  return ticketsOf(state, index, place, now).slice(0, TICKETS_TOLD).map(told);
}

/** The counters that an alert is about: one, or those that are there for the people concerned. */
export function concernedCounters(
  state: Readonly<QueueState>,
  index: RuleIndex,
  place: AlertPlace,
  now: Instant,
): readonly CounterId[] {
  const { service, counter } = place;
  if (counter !== null) return [counter];
  if (service === null) return [];
  const worst = place.kind === 'queue-long' ? [] : ticketsOf(state, index, place, now).slice(0, TICKETS_TOLD);
  // A long queue is about everybody in it, not about those alone whom it names; so is what is over for each of them.
  const people = worst.length > 0 ? worst : firstsOf(state, index, service);
  return [...index.counters.values()]
    .filter((each) => people.some((ticket) => isThereFor(state, index, each, ticket)))
    .map(({ rules }) => rules.id);
}

/** Whether a counter could call somebody and neither does nor asks for it. */
export function isIdle(state: Readonly<QueueState>, index: RuleIndex, id: CounterId): boolean {
  const counter = state.counters.get(id);
  if (counter === undefined || stoppedBy(state.hall) !== null) return false;
  return isFree(counter) && hasWork(state, index, counter);
}

/** Whether a counter is open, nobody is there, and *next* does not stand. */
export function isFree({ state, ticket, request }: Counter): boolean {
  return state === 'open' && ticket === null && request === null;
}

function hasWork(state: Readonly<QueueState>, index: RuleIndex, seat: Counter): boolean {
  const counter = index.counters.get(seat.id);
  if (!counter) return false;
  for (const [first] of linesIn(state, index, 'callable')) {
    if (first && isWorkFor(index, counter.group, first)) return true;
  }
  return firstInPools(state, seat, counter) !== null;
}

function ticketsOf(state: Readonly<QueueState>, index: RuleIndex, place: AlertPlace, now: Instant): readonly Ticket[] {
  const { service, counter } = place;
  switch (place.kind) {
    case 'wait-over-target': {
      const queue = state.alerts.waits.get(service ?? '') ?? [];
      const limit = targetShare(index, service, index.rules.alerts?.waitOver?.above ?? 1);
      return queue.slice(0, Math.min(TICKETS_TOLD, countSince(queue, now - limit)));
    }
    case 'queue-long':
      return (state.alerts.waits.get(service ?? '') ?? []).slice(0, TICKETS_TOLD);
    case 'passed-over':
      return whoWasPassed(state, index, service ?? '', TICKETS_TOLD);
    case 'counter-idle': {
      const indexed = index.counters.get(counter ?? '');
      const lines = indexed ? openTo(index, indexed.group, linesFor(state, index, indexed.group), now) : [];
      const seat = state.counters.get(counter ?? '');
      const pooled = indexed && seat ? firstInPools(state, seat, indexed) : null;
      const firsts = [...lines.flatMap(({ queue }) => queue.slice(0, 1)), ...(pooled ? [pooled] : [])];
      return firsts.sort((a, b) => a.waitingSince - b.waitingSince || a.id - b.id);
    }
    case 'service-over-time':
    case 'panic': {
      const ticket = ticketAt(state, counter);
      return ticket ? [ticket] : [];
    }
    case 'all-queues-long':
    case 'clock-untrusted':
      return [];
  }
}

/** Whether somebody waits for a counter itself, or for a service and segment that it is there for. */
function isThereFor(state: Readonly<QueueState>, index: RuleIndex, indexed: IndexedCounter, ticket: Ticket): boolean {
  const { pool = null, home = null } = ticket.visit ?? {};
  const seat = state.counters.get(indexed.rules.id);
  if (pool) return seat !== undefined && seat.state !== 'closed' && mayWaitFor(pool, home, seat, indexed);
  return index.claims.of(indexed.group, index.traits.traitsOf(ticket))?.isOwn ?? false;
}

/** The first of each line and pool of a service. */
function firstsOf(state: Readonly<QueueState>, index: RuleIndex, service: ServiceId): readonly Ticket[] {
  const firsts = [...linesIn(state, index, 'waiting')].flatMap(([first]) => first ?? []);
  const pooled = [...state.pooled.values()].flat();
  return [...firsts, ...pooled].filter((ticket) => ticket.service === service);
}

function isPassedOver({ alerts }: Readonly<QueueState>, rules: AlertRules, service: ServiceId | null): boolean {
  return rules.passedOver !== undefined && timesPassed(alerts, service ?? '') >= rules.passedOver;
}

function waitingAt({ alerts }: Readonly<QueueState>, { service }: AlertPlace): number {
  return service === null ? alerts.waiting : (alerts.waits.get(service)?.length ?? 0);
}

function bandOf({ queueLong, allQueuesLong }: AlertRules, { service }: AlertPlace): Band | undefined {
  if (service === null) return allQueuesLong;
  return queueLong?.services?.find((own) => own.service === service) ?? queueLong;
}

/** Part of the target of a service, also of one that the rules have dropped. */
function targetShare(index: RuleIndex, service: ServiceId | null, share: number): Duration {
  const known = index.services.get(service ?? '')?.targetWait;
  const target = known ?? index.traits.traitsOf({ service: service ?? '', segment: '' }).targetWait;
  return Math.floor(target * share);
}

function told({ id, label }: Ticket): AlertTicket {
  return { ticket: id, label };
}
