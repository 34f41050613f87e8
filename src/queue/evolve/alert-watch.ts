import { isFree, isIdle, isOver, raiseAt } from '../alert-measures.ts';
import { type AlertKey, type AlertKind, alertKey, alertPlace } from '../alerts.ts';
import { dueName } from '../due.ts';
import type { QueueEvent } from '../events.ts';
import { passedOver } from '../passes.ts';
import { comesBefore } from '../places.ts';
import { type IndexedCounter, indexOf, type RuleIndex, serves } from '../rule-index.ts';
import type { CounterId, Instant, ServiceId } from '../rules.ts';
import type { QueueState } from '../state.ts';

/**
 * Notes after each event when an alert is to be raised or cleared; the tick that follows does it. Looks only at the queues
 * and counters that the event has touched. What events have brought about is due a millisecond later, so that a customer who
 * comes and is called within one command raises nothing.
 */
export function watchAlerts(state: QueueState, event: QueueEvent): void {
  const { alerts, rules } = state;
  if (rules && (rules.alerts || alerts.standing.size > 0)) watch(state, indexOf(rules), event);
  const { services, counters, work } = alerts.touched;
  services.clear();
  counters.clear();
  work.clear();
  armPending(state);
}

/** Notes of a state that was made anew when alerts are to be raised; what is pending stands in the snapshot. */
export function armAll(state: QueueState): void {
  const { alerts, rules } = state;
  const index = rules && indexOf(rules);
  alerts.touched.services.clear();
  alerts.touched.work.clear();
  armPending(state);
  if (!index) return;
  recountPasses(state, index);
  for (const key of allKeys(state, index)) armTime(state, index, key);
}

function watch(state: QueueState, index: RuleIndex, event: QueueEvent): void {
  const { touched } = state.alerts;
  if (event.counter !== null) touched.counters.add(event.counter);
  switch (event.type) {
    case 'rules-applied':
      watchAll(state, index, event.at);
      return;
    case 'clock-set':
      watchClock(state, event.at);
      settle(state, index, BRANCH.clock, event.at);
      return;
    case 'undone':
      // Whom the call had passed over it has not.
      recountPasses(state, index);
      for (const service of state.waiting.keys()) settle(state, index, keyOf('passed-over', service), event.at);
      break;
    case 'called':
      countPass(state, index, event.counter, event.ticket, event.at);
      break;
    case 'alert-raised':
    case 'alert-cleared':
      settle(state, index, alertKey(event), event.at);
      break;
    default:
  }
  watchTouched(state, index, event.at);
}

/** The alerts of the branch as a whole. */
const BRANCH: { readonly all: AlertKey; readonly clock: AlertKey } = {
  all: 'all-queues-long/',
  clock: 'clock-untrusted/',
};

function keyOf(kind: AlertKind, subject: ServiceId | CounterId): AlertKey {
  return `${kind}/${subject}`;
}

function watchTouched(state: QueueState, index: RuleIndex, at: Instant): void {
  const { services, counters, work } = state.alerts.touched;
  for (const service of services) {
    if (isFirstOther(state, service)) recountService(state, index, service);
    for (const kind of ['wait-over-target', 'queue-long', 'passed-over'] as const) {
      settle(state, index, keyOf(kind, service), at);
    }
  }
  if (services.size > 0) settle(state, index, BRANCH.all, at);
  if (work.size > 0) for (const { id } of state.counters.values()) if (mayTurn(state, index, id)) counters.add(id);
  for (const counter of counters) watchCounter(state, index, counter, at);
}

/** Whether a counter may have become idle, or be idle no more, by who may be called now. */
function mayTurn({ alerts, counters }: QueueState, index: RuleIndex, id: CounterId): boolean {
  if (alerts.idleSince.has(id)) return true;
  const counter = counters.get(id);
  const indexed = index.counters.get(id);
  if (!counter || !indexed || !isFree(counter)) return false;
  for (const service of alerts.touched.work) if (serves(index, indexed, service)) return true;
  return false;
}

function watchCounter(state: QueueState, index: RuleIndex, id: CounterId, at: Instant): void {
  const { idleSince } = state.alerts;
  if (index.rules.alerts?.counterIdle === undefined || !isIdle(state, index, id)) idleSince.delete(id);
  else if (!idleSince.has(id)) idleSince.set(id, at);
  settle(state, index, keyOf('service-over-time', id), at);
  settle(state, index, keyOf('counter-idle', id), at);
}

function watchClock(state: QueueState, at: Instant): void {
  const isWatched = state.rules?.alerts?.clockUntrusted !== undefined;
  if (!isWatched || !state.clock || state.clock.isTrusted) state.alerts.untrustedSince = null;
  else state.alerts.untrustedSince ??= at;
}

/** Under other rules everything is looked at anew: that is as much as there are queues and counters. */
function watchAll(state: QueueState, index: RuleIndex, at: Instant): void {
  watchClock(state, at);
  recountPasses(state, index);
  for (const id of [...state.alerts.idleSince.keys(), ...state.counters.keys()]) watchCounter(state, index, id, at);
  for (const key of allKeys(state, index)) settle(state, index, key, at);
}

function allKeys(state: QueueState, index: RuleIndex): ReadonlySet<AlertKey> {
  const keys = new Set<AlertKey>([...state.alerts.standing.keys(), ...state.alerts.pending, BRANCH.all, BRANCH.clock]);
  for (const service of [...index.services.keys(), ...state.waiting.keys()]) {
    for (const kind of ['wait-over-target', 'queue-long', 'passed-over'] as const) keys.add(keyOf(kind, service));
  }
  for (const counter of state.counters.keys()) {
    for (const kind of ['service-over-time', 'counter-idle'] as const) keys.add(keyOf(kind, counter));
  }
  return keys;
}

/** Notes whether the alert of a key is to be raised or cleared by how things stand, and when by time alone. */
function settle(state: QueueState, index: RuleIndex, key: AlertKey, at: Instant): void {
  const { standing, pending } = state.alerts;
  const alert = standing.get(key);
  const isPending = alert ? isOver(state, index, alert, at) : raiseAt(state, index, alertPlace(key)) === 'now';
  if (isPending) pending.add(key);
  else pending.delete(key);
  armTime(state, index, key);
}

function armTime(state: QueueState, index: RuleIndex, key: AlertKey): void {
  const when = state.alerts.standing.has(key) ? null : raiseAt(state, index, alertPlace(key));
  state.due.set(dueName({ kind: 'alert', id: key }), when === 'now' ? null : when);
}

function armPending(state: QueueState): void {
  state.due.set(dueName({ kind: 'alerts' }), state.alerts.pending.size > 0 ? state.lastAt + 1 : null);
}

function isFirstOther(state: QueueState, service: ServiceId): boolean {
  return state.alerts.passed.get(service)?.ticket !== state.waiting.get(service)?.[0]?.id;
}

function recountPasses(state: QueueState, index: RuleIndex): void {
  state.alerts.passed.clear();
  for (const service of state.waiting.keys()) recountService(state, index, service);
}

function recountService(state: QueueState, index: RuleIndex, service: ServiceId): void {
  const { passed } = state.alerts;
  const first = state.waiting.get(service)?.[0];
  if (!first || index.rules.alerts?.passedOver === undefined) passed.delete(service);
  else passed.set(service, { ticket: first.id, times: passedOver(state, index, service, first) });
}

/** A call passes over the first of each queue of the counter who came before. */
function countPass(state: QueueState, index: RuleIndex, id: CounterId | null, called: number, at: Instant): void {
  const counter: IndexedCounter | undefined = index.counters.get(id ?? '');
  const ticket = state.tickets.get(called);
  // Who is called from a pool was in no queue.
  if (!counter || !ticket || ticket.parked || index.rules.alerts?.passedOver === undefined) return;
  for (const [service, [first]] of state.waiting) {
    const known = state.alerts.passed.get(service);
    if (!first || known?.ticket !== first.id || !comesBefore(first, ticket)) continue;
    if (!serves(index, counter, service)) continue;
    state.alerts.passed.set(service, { ticket: first.id, times: known.times + 1 });
    settle(state, index, keyOf('passed-over', service), at);
  }
}
