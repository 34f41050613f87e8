import { armAppointments } from '../appointments.ts';
import { contradict } from '../contradiction.ts';
import { dueName } from '../due.ts';
import type { EventOf } from '../events.ts';
import { refitMachines } from '../machines.ts';
import { refitPasses } from '../passes.ts';
import { placeCounters } from '../placed.ts';
import { partLines } from '../places.ts';
import { indexOf, type RuleIndex } from '../rule-index.ts';
import type { CounterRules, Rules } from '../rules.ts';
import type { Counter, QueueState } from '../state.ts';
import { beginHours } from './hall.ts';
import { forgetEnded, forgetTurns } from './parts.ts';

/** New rules are in force; nothing of the old ones is left but the customers. */
export function rulesApplied(state: QueueState, event: EventOf<'rules-applied'>): void {
  const { rules } = event;
  const index = indexOf(rules);
  const before = state.rules;
  state.rules = rules;
  refitMachines(state, before);
  dropClosed(state, index);
  for (const configured of rules.counters) fitCounter(state, index, configured);
  placeCounters(state, index);
  for (const id of state.switchesOn) if (!rules.switches?.some((each) => each.id === id)) state.switchesOn.delete(id);
  partLines(state);
  refitPasses(state, index);
  moveReleases(state, rules);
  armAppointments(state);
  forgetEnded(state, event.at);
}

/** Dropped counters that are not closed yet close by events of their own. */
function dropClosed(state: QueueState, index: RuleIndex): void {
  for (const { id, state: status } of state.counters.values()) {
    if (status === 'closed' && !index.counters.has(id)) state.counters.delete(id);
  }
}

function fitCounter(state: QueueState, index: RuleIndex, configured: CounterRules): void {
  const counter = state.counters.get(configured.id);
  if (!counter) state.counters.set(configured.id, newCounter(configured));
  else if (counter.state === 'closed' || !index.profiles.has(counter.profile)) {
    counter.profile = configured.profile;
    counter.isHeld = false;
  }
  // A profile of the same name may be another one now: its cycle begins anew.
  if (counter) forgetTurns(counter);
}

/** A counter that nobody has opened yet. */
export function newCounter({ id, profile }: CounterRules): Counter {
  return {
    id,
    state: 'closed',
    teller: null,
    profile,
    ticket: null,
    request: null,
    noShows: 0,
    undo: null,
    turns: null,
    isHeld: false,
    scheduled: null,
    lastServed: null,
    leftSince: null,
  };
}

function moveReleases(state: QueueState, rules: Rules): void {
  for (const { id, isCallable, issuedAt } of state.tickets.values()) {
    if (!isCallable) state.due.set(dueName({ kind: 'ticket', id }), issuedAt + rules.callableAfter);
  }
}

/**
 * A business day has begun: the numbers start again. After a day without a date they go on, because nobody knows
 * that it is not the same day; only a branch that has never seen the time has such a day.
 */
export function dayOpened(state: QueueState, event: EventOf<'day-opened'>): void {
  if (event.opening.lastTicket !== state.lastTicket) contradict(event, 'the opening balance is of another state');
  const isSameDayPerhaps = state.day !== null && state.day.date === null;
  if (!isSameDayPerhaps) {
    state.lastNumbers.clear();
    state.tallies.clear();
    state.diversions.clear();
  }
  state.scheduledTo = 0;
  // What is over of the new day's schedule is caught up with at once; what stands nowhere any more is not kept.
  for (const counter of state.counters.values()) counter.scheduled = null;
  state.day = { date: event.day, openedAt: event.at, instants: event.instants };
  beginHours(state, event);
}

/** The wall clock's label on branch time. */
export function clockSet(state: QueueState, event: EventOf<'clock-set'>): void {
  state.clock = { offset: event.offset, isTrusted: event.isTrusted };
  armAppointments(state);
}
