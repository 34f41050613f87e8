import { contradict } from '../contradiction.ts';
import type { EventOf, QueueEvent } from '../events.ts';
import { findTicket } from '../find-ticket.ts';
import type { CounterId, ServiceId } from '../rules.ts';
import type { Counter, QueueState, Ticket } from '../state.ts';

/** A service has ended at a counter: it may be rated. One that was rated before its end was undone keeps its mark. */
export function ended(counter: Counter, ticket: Ticket, service: ServiceId, event: QueueEvent): void {
  const { teller } = event;
  const last = ticket.servings.at(-1);
  if (last?.endedAt === null && last.service === service && last.counter === counter.id) last.endedAt = event.at;
  else ticket.servings.push({ service, counter: counter.id, teller, endedAt: event.at, rating: null });
  counter.lastServed = { ticket: ticket.id, part: ticket.servings.length - 1 };
}

/**
 * The end of a service is taken back. A mark that was given stays: no teller undoes it away. Whoever left the counter before that is
 * the last one there again.
 */
export function resumed(state: QueueState, counter: Counter, ticket: Ticket): void {
  const last = ticket.servings.at(-1);
  if (last?.rating) last.endedAt = null;
  else ticket.servings.pop();
  if (counter.lastServed?.ticket === ticket.id) counter.lastServed = lastServedAt(state, counter.id);
}

/**
 * The service that ended last at a counter, among the visits that are known. Looks at everybody: a finish is rarely undone, and
 * nothing has to be kept for it.
 */
function lastServedAt(state: QueueState, counter: CounterId): Counter['lastServed'] {
  let last: Counter['lastServed'] = null;
  let latest = Number.NEGATIVE_INFINITY;
  for (const tickets of [state.ended, state.tickets.values()]) {
    for (const { id, servings } of tickets) {
      for (const [part, { counter: place, endedAt }] of servings.entries()) {
        if (place !== counter || endedAt === null || endedAt < latest) continue;
        // Of one moment the younger ticket, whatever order the tickets are kept in.
        if (endedAt === latest && last && id < last.ticket) continue;
        last = { ticket: id, part };
        latest = endedAt;
      }
    }
  }
  return last;
}

/** A customer has given a mark. */
export function rated(state: QueueState, event: EventOf<'rated'>): void {
  const serving = findTicket(state, event.ticket)?.servings[event.part];
  if (!serving || serving.endedAt === null) throw contradict(event, `${event.label} has no such service that ended`);
  if (serving.service !== event.service || serving.counter !== event.counter) {
    contradict(event, `${event.label} was at counter ${serving.counter} for ${serving.service}`);
  }
  const before = serving.rating?.score ?? null;
  if (before !== event.replaces) contradict(event, `the mark before it is ${before}`);
  serving.rating = { score: event.score, at: event.at };
}
