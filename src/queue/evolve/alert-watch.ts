import { isFree, isIdle, isOver, raiseAt } from '../alert-measures.ts';
import { type AlertKey, type AlertKind, alertKey, alertPlace } from '../alerts.ts';
import { dueName } from '../due.ts';
import type { QueueEvent } from '../events.ts';
import { isWorkFor } from '../lines.ts';
import { indexOf, type RuleIndex } from '../rule-index.ts';
import type { CounterId, Instant, ServiceId } from '../rules.ts';
import type { QueueState } from '../state.ts';
import { poolsOf } from '../waiting-pools.ts';
import { countPass, recountLine, recountPasses } from './alert-passes.ts';

/**
 * Notes after each event when an alert is to be raised or cleared; the tick that follows does it. Looks only at the queues
 * and counters that the event has touched. What events have brought about is due a millisecond later, so that a customer who
 * comes and is called within one command raises nothing.
 */
export function watchAlerts(state: QueueState, event: QueueEvent): void {
  const { alerts, rules } = state;
  if (rules && (rules.alerts || alerts.standing.size > 0)) watch(state, indexOf(rules), event);
  forgetTouched(state);
  armPending(state);
}

/** Notes of a state that was made anew when alerts are to be raised; what is pending stands in the snapshot. */
export function armAll(state: QueueState): void {
  const { rules } = state;
  const index = rules && indexOf(rules);
  forgetTouched(state);
  armPending(state);
  if (!index) return;
  recountPasses(state, index);
  for (const key of allKeys(state, index)) armTime(state, key, raiseTime(state, index, key));
}

function forgetTouched({ alerts }: QueueState): void {
  const { services, counters, lines, work, pools } = alerts.touched;
  services.clear();
  counters.clear();
  lines.clear();
  work.clear();
  pools.clear();
}

function watch(state: QueueState, index: RuleIndex, event: QueueEvent): void {
  const { touched } = state.alerts;
  if (event.counter !== null) touched.counters.add(event.counter);
  switch (event.type) {
    case 'rules-applied':
    case 'hall-set':
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
      for (const service of countPass(state, index, event.counter, event.ticket)) {
        settle(state, index, keyOf('passed-over', service), event.at);
      }
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
  const { services, counters, lines, work, pools } = state.alerts.touched;
  for (const [line, service] of lines) recountLine(state, index, line, service);
  for (const service of services) {
    for (const kind of ['wait-over-target', 'queue-long', 'passed-over'] as const) {
      settle(state, index, keyOf(kind, service), at);
    }
  }
  if (services.size > 0) settle(state, index, BRANCH.all, at);
  if (work.size + pools.size > 0)
    for (const { id } of state.counters.values()) if (mayTurn(state, index, id)) counters.add(id);
  for (const counter of counters) watchCounter(state, index, counter, at);
}

/** Whether a counter may have become idle, or be idle no more, by who may be called now. */
function mayTurn({ alerts, counters }: QueueState, index: RuleIndex, id: CounterId): boolean {
  const counter = counters.get(id);
  const indexed = index.counters.get(id);
  if (!counter || !indexed || !isFree(counter)) return false;
  for (const people of alerts.touched.work.values()) if (isWorkFor(index, indexed.group, people)) return true;
  return alerts.touched.pools.size > 0 && poolsOf(counter, indexed).some((pool) => alerts.touched.pools.has(pool));
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

/** Under other rules, and when the hall stands still or goes on, everything is looked at anew: that is as much as there are queues and counters. */
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
  const when = raiseTime(state, index, key);
  if (alert ? isOver(state, index, alert, at) : when === 'now') pending.add(key);
  else pending.delete(key);
  armTime(state, key, when);
}

/** When the alert of a key that does not stand is to be raised. */
function raiseTime(state: QueueState, index: RuleIndex, key: AlertKey): ReturnType<typeof raiseAt> {
  return state.alerts.standing.has(key) ? null : raiseAt(state, index, alertPlace(key));
}

function armTime(state: QueueState, key: AlertKey, when: ReturnType<typeof raiseAt>): void {
  state.due.set(dueName({ kind: 'alert', id: key }), when === 'now' ? null : when);
}

function armPending(state: QueueState): void {
  state.due.set(dueName({ kind: 'alerts' }), state.alerts.pending.size > 0 ? state.lastAt + 1 : null);
}
