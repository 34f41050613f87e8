import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import { indexOf } from '../rule-index.ts';
import type { CounterId } from '../rules.ts';
import type { QueueState } from '../state.ts';
import { stays } from './hall.ts';
import { counterOf, forgetTurns, rulesOf } from './parts.ts';

/** The counter calls from now on, for this teller and by this profile. */
export function counterOpened(state: QueueState, event: EventOf<'counter-opened'>): void {
  const counter = counterOf(state, event);
  const index = indexOf(rulesOf(state, event));
  if (!index.profiles.has(event.profile)) contradict(event, `no profile ${event.profile}`);
  const isNew = counter.profile !== event.profile;
  // Closing lets go of the profile that it leaves at the counter.
  if (isNew || counter.state === 'closed') {
    counter.isHeld = event.profile !== index.counters.get(counter.id)?.rules.profile;
  }
  if (isNew) forgetTurns(counter);
  stays(state, counter.id);
  counter.state = 'open';
  counter.teller = event.teller;
  counter.profile = event.profile;
  counter.noShows = 0;
  if (counter.undo?.hasPaused) counter.undo = { ...counter.undo, hasPaused: false };
  decidedAnew(state, counter.id);
}

/** Somebody has decided anew about a counter that a take-over has paused: undoing that opens it no more. */
function decidedAnew(state: QueueState, id: CounterId): void {
  for (const counter of state.counters.values()) {
    if (counter.undo?.pausedOther !== id) continue;
    const { pausedOther: _, ...undo } = counter.undo;
    counter.undo = undo;
  }
}

/** The counter calls nobody for a while. */
export function counterPaused(state: QueueState, event: EventOf<'counter-paused'>): void {
  const counter = counterOf(state, event);
  if (counter.state !== 'open') contradict(event, `the counter is ${counter.state}`);
  if (counter.request) contradict(event, 'a request stands');
  counter.state = 'paused';
  counter.noShows = 0;
  if (event.reason === 'no-shows' && counter.undo) counter.undo = { ...counter.undo, hasPaused: true };
}

/** Nobody is at the counter; one that the rules dropped is gone. */
export function counterClosed(state: QueueState, event: EventOf<'counter-closed'>): void {
  const counter = counterOf(state, event);
  if (counter.state === 'closed') contradict(event, 'the counter is closed');
  if (counter.request) contradict(event, 'a request stands');
  if (counter.ticket !== null) contradict(event, `ticket ${counter.ticket} is at this counter`);
  stays(state, counter.id);
  counter.state = 'closed';
  counter.teller = null;
  counter.noShows = 0;
  counter.undo = null;
  counter.turns = null;
  counter.isHeld = false;
  if (!indexOf(rulesOf(state, event)).counters.has(counter.id)) state.counters.delete(counter.id);
}
