import { contradict } from '../contradiction.ts';
import type { EventOf, Restored } from '../events.ts';
import type { Counter, QueueState, Undoable } from '../state.ts';
import { touchName } from '../touched.ts';
import { counterOf, liveTicket } from './parts.ts';

/** The visit goes on at another counter: all that is known of it stays. */
export function takenOver(state: QueueState, event: EventOf<'taken-over'>): void {
  const counter = counterOf(state, event);
  const ticket = liveTicket(state, event);
  const from = state.counters.get(event.from);
  if (counter.state !== 'open') contradict(event, `the counter is ${counter.state}`);
  if (counter.ticket !== null) contradict(event, `ticket ${counter.ticket} is at this counter`);
  if (counter.request) contradict(event, 'a request stands');
  if (from?.ticket !== ticket.id) throw contradict(event, `${ticket.label} is not at counter ${event.from}`);
  if (ticket.status !== event.status) contradict(event, `${ticket.label} is ${ticket.status}`);
  counter.undo = undoOfTaking(counter, from, event);
  from.ticket = null;
  ticket.counter = counter.id;
  counter.ticket = ticket.id;
  touchName(state.alerts.touched.counters, from.id);
}

function undoOfTaking(
  counter: Counter,
  from: Counter,
  { ticket, status, at, command }: EventOf<'taken-over'>,
): Undoable {
  return {
    what: 'take-over',
    at,
    restores: [{ ticket, status, counter: from.id }],
    command,
    noShows: counter.noShows,
    hasPaused: false,
    turns: counter.turns,
    ...(from.state === 'open' ? { pausedOther: from.id } : {}),
  };
}

/** Gives a visit back to the counter that had it. Checks before anything is written. */
export function givenBack(
  state: QueueState,
  event: EventOf<'undone'>,
  counter: Counter,
  { ticket: id, counter: place }: Restored,
): () => void {
  const ticket = state.tickets.get(id);
  const from = state.counters.get(place ?? '');
  if (!ticket || counter.ticket !== id) throw contradict(event, `ticket ${id} is not here`);
  if (!from || from.state === 'closed' || from.ticket !== null || from.request) {
    throw contradict(event, `counter ${place} cannot have ticket ${id}`);
  }
  return () => {
    counter.ticket = null;
    from.ticket = id;
    ticket.counter = from.id;
    touchName(state.alerts.touched.counters, from.id);
  };
}
