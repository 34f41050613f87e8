import { contradict } from '../contradiction.ts';
import { DUE } from '../due.ts';
import type { EventOf, EventType, QueueEvent } from '../events.ts';
import { indexOf } from '../rule-index.ts';
import type { QueueState } from '../state.ts';
import { nextSwitch } from '../switches.ts';
import { forgetTurns, rulesOf } from './parts.ts';

/** Counters follow other profiles, by a person, a switch, the schedule, or what of these stands already. */
export function profileSwitched(state: QueueState, event: EventOf<'profile-switched'>): void {
  const { profiles } = indexOf(rulesOf(state, event));
  const { cause, changes } = event;
  for (const { counter: id, from, to } of changes) {
    if (state.counters.get(id)?.profile !== from) contradict(event, `counter ${id} does not follow ${from}`);
    if (!profiles.has(to)) contradict(event, `no profile ${to}`);
  }
  if (cause.kind === 'switch' && state.switchesOn.has(cause.switch) === cause.isOn) {
    contradict(event, `${cause.switch} is ${cause.isOn ? 'on' : 'off'}`);
  }
  const person = cause.kind === 'person' ? state.counters.get(event.counter ?? '') : undefined;
  if (cause.kind === 'person' && !person) contradict(event, 'no such counter');
  for (const { counter: id, to } of changes) {
    const counter = state.counters.get(id);
    if (!counter) continue;
    counter.profile = to;
    forgetTurns(counter);
  }
  if (cause.kind === 'person' && person) person.isHeld = cause.isHeld;
  if (cause.kind === 'switch' && cause.isOn) state.switchesOn.add(cause.switch);
  if (cause.kind === 'switch' && !cause.isOn) state.switchesOn.delete(cause.switch);
  if (cause.kind === 'schedule') followSchedule(state, cause.done);
}

function followSchedule(state: QueueState, until: number): void {
  for (const instant of state.day?.instants.slice(state.scheduledTo, until) ?? []) {
    if (instant.what !== 'profile') continue;
    for (const id of instant.counters) {
      const counter = state.counters.get(id);
      if (counter) counter.scheduled = instant.profile;
    }
  }
  state.scheduledTo = until;
}

/** Events after which a counter may follow another profile than it is to, whoever waits. */
const ABOUT_COUNTERS: ReadonlySet<EventType> = new Set([
  'counter-opened',
  'counter-closed',
  'profile-switched',
  'rules-applied',
  'day-opened',
  'day-planned',
]);

/** Whether an event may change when profiles change next. */
export function changesProfiles({ rules }: QueueState, { type }: QueueEvent): boolean {
  return ABOUT_COUNTERS.has(type) || (rules?.switches?.length ?? 0) > 0;
}

/** Notes when profiles change next. */
export function settleDue(state: QueueState): void {
  state.due.set(DUE.profiles, nextSwitch(state));
}
