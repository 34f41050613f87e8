import { isFree, isIdle, isOver, raiseAt } from '../alert-measures.ts';
import { type AlertKey, alertKey } from '../alerts.ts';
import { DUE } from '../due.ts';
import type { QueueEvent } from '../events.ts';
import { isWorkFor } from '../lines.ts';
import { indexOf, type RuleIndex } from '../rule-index.ts';
import type { CounterId, Instant } from '../rules.ts';
import type { QueueState } from '../state.ts';
import { forgetTouched, touchName } from '../touched.ts';
import { poolsOf } from '../waiting-pools.ts';
import { WATCHED_BRANCH, type Watched, watchedBy } from '../watched.ts';
import { countPass, recountLine, recountPasses } from './alert-passes.ts';

/**
 * Notes after each event when an alert is to be raised or cleared; the tick that follows does it. Looks only at the queues
 * and counters that the event has touched. What events have brought about is due a millisecond later, so that a customer who
 * comes and is called within one command raises nothing.
 */
export function watchAlerts(state: QueueState, event: QueueEvent): void {
  const { alerts, rules } = state;
  if (rules && (rules.alerts || alerts.standing.size > 0)) watch(state, indexOf(rules), event);
  forgetTouched(alerts.touched);
  armPending(state);
}

/** Notes of a state that was made anew when alerts are to be raised; what is pending stands in the snapshot. */
export function armAll(state: QueueState): void {
  const { rules } = state;
  const index = rules && indexOf(rules);
  forgetTouched(state.alerts.touched);
  armPending(state);
  if (!index) return;
  recountPasses(state, index);
  for (const key of allKeys(state, index)) {
    const watched = watchedBy(key);
    armTime(state, watched, raiseTime(state, index, watched));
  }
}

function watch(state: QueueState, index: RuleIndex, event: QueueEvent): void {
  const { touched } = state.alerts;
  if (event.counter !== null) touchName(touched.counters, event.counter);
  switch (event.type) {
    case 'rules-applied':
    case 'hall-set':
      watchAll(state, index, event.at);
      return;
    case 'clock-set':
      watchClock(state, event.at);
      settle(state, index, WATCHED_BRANCH.clock, event.at);
      return;
    case 'undone':
      // Whom the call had passed over it has not.
      recountPasses(state, index);
      for (const service of state.waiting.keys()) {
        settle(state, index, index.watched.queue(service).passedOver, event.at);
      }
      break;
    case 'called':
      for (const service of countPass(state, index, event.counter, event.ticket)) {
        settle(state, index, index.watched.queue(service).passedOver, event.at);
      }
      break;
    case 'alert-raised':
    case 'alert-cleared':
      settle(state, index, watchedBy(alertKey(event)), event.at);
      break;
    default:
  }
  watchTouched(state, index, event.at);
}

function watchTouched(state: QueueState, index: RuleIndex, at: Instant): void {
  const { services, counters, lines, work, pools } = state.alerts.touched;
  for (const { line, service } of lines) recountLine(state, index, line, service);
  for (const service of services) {
    const { waitOver, long, passedOver } = index.watched.queue(service);
    settle(state, index, waitOver, at);
    settle(state, index, long, at);
    settle(state, index, passedOver, at);
  }
  if (services.length > 0) settle(state, index, WATCHED_BRANCH.all, at);
  if (work.length > 0) touchTurned(state, index);
  if (pools.length > 0) touchAwaited(state, index);
  for (const counter of counters) watchCounter(state, index, counter, at);
}

/**
 * Touches the counters that may have become idle, or be idle no more, by the lines of which somebody may be called now, or
 * nobody any more: those that have no other work, and those of which an alert stands.
 */
function touchTurned(state: QueueState, index: RuleIndex): void {
  const { touched, standing } = state.alerts;
  // Only who is free can be idle, or be idle no more: in a busy hall nobody is.
  if (!hasFree(state)) return;
  const turned = index.groupNames.map(
    (_, group) => isTouchedWork(state, index, group) && !hasMore(state, index, group),
  );
  if (turned.includes(true)) {
    for (const counter of state.counters.values()) {
      const group = index.counters.get(counter.id)?.group;
      if (group !== undefined && turned[group] && isFree(counter)) touchName(touched.counters, counter.id);
    }
  }
  for (const { kind, counter: id } of standing.values()) {
    const counter = kind === 'counter-idle' ? state.counters.get(id ?? '') : undefined;
    const group = index.counters.get(id ?? '')?.group;
    if (!counter || group === undefined || !isFree(counter) || !isTouchedWork(state, index, group)) continue;
    touchName(touched.counters, counter.id);
  }
}

function hasFree({ counters }: QueueState): boolean {
  for (const counter of counters.values()) if (isFree(counter)) return true;
  return false;
}

function isTouchedWork({ alerts }: QueueState, index: RuleIndex, group: number): boolean {
  return alerts.touched.work.some((people) => isWorkFor(index, group, people));
}

/** Whether counters of a group have work in a line that has not turned. */
function hasMore({ callable, parted, alerts }: QueueState, index: RuleIndex, group: number): boolean {
  const { work } = alerts.touched;
  for (const [line, queue] of parted?.callable ?? callable) {
    const first = queue[0];
    if (first && isWorkFor(index, group, first) && !work.some((each) => each.line === line)) return true;
  }
  return false;
}

/** Touches the free counters that call from a pool that somebody has come to or left. */
function touchAwaited({ alerts, counters }: QueueState, index: RuleIndex): void {
  const { touched } = alerts;
  for (const counter of counters.values()) {
    const indexed = index.counters.get(counter.id);
    if (!indexed || !isFree(counter)) continue;
    if (poolsOf(counter, indexed).some((pool) => touched.pools.includes(pool))) touchName(touched.counters, counter.id);
  }
}

function watchCounter(state: QueueState, index: RuleIndex, id: CounterId, at: Instant): void {
  const { idleSince } = state.alerts;
  if (index.rules.alerts?.counterIdle === undefined || !isIdle(state, index, id)) idleSince.delete(id);
  else if (!idleSince.has(id)) idleSince.set(id, at);
  const { overTime, idle } = index.watched.counter(id);
  settle(state, index, overTime, at);
  settle(state, index, idle, at);
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
  for (const key of allKeys(state, index)) settle(state, index, watchedBy(key), at);
}

function allKeys(state: QueueState, index: RuleIndex): ReadonlySet<AlertKey> {
  const { all, clock } = WATCHED_BRANCH;
  const keys = new Set<AlertKey>([...state.alerts.standing.keys(), ...state.alerts.pending, all.key, clock.key]);
  // Somebody may wait for a service that the rules do not know any more, in a queue or for a window.
  const pooled = [...state.pooled.values()].flat().map(({ service }) => service);
  for (const service of [...index.services.keys(), ...state.waiting.keys(), ...pooled]) {
    for (const { key } of Object.values(index.watched.queue(service))) keys.add(key);
  }
  for (const counter of state.counters.keys()) {
    for (const { key } of Object.values(index.watched.counter(counter))) keys.add(key);
  }
  return keys;
}

/** Notes whether an alert is to be raised or cleared by how things stand, and when by time alone. */
function settle(state: QueueState, index: RuleIndex, watched: Watched, at: Instant): void {
  const { standing, pending } = state.alerts;
  const { key } = watched;
  const alert = standing.size === 0 ? undefined : standing.get(key);
  const when = alert ? null : raiseAt(state, index, watched);
  if (alert ? isOver(state, index, alert, at) : when === 'now') pending.add(key);
  else if (pending.size > 0) pending.delete(key);
  armTime(state, watched, when);
}

/** When an alert that does not stand is to be raised. */
function raiseTime(state: QueueState, index: RuleIndex, watched: Watched): ReturnType<typeof raiseAt> {
  return state.alerts.standing.has(watched.key) ? null : raiseAt(state, index, watched);
}

function armTime(state: QueueState, { due, isTimed }: Watched, when: ReturnType<typeof raiseAt>): void {
  if (isTimed) state.due.set(due, when === 'now' ? null : when);
}

function armPending(state: QueueState): void {
  const { alerts, lastAt, due } = state;
  const isPending = alerts.pending.size > 0;
  if (isPending || alerts.isArmed) due.set(DUE.alerts, isPending ? lastAt + 1 : null);
  alerts.isArmed = isPending;
}
