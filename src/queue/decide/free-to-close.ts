import { freeAt } from '../hall.ts';
import type { CounterId, TicketId } from '../rules.ts';
import type { Counter, Ticket } from '../state.ts';
import { staysFor } from '../stays.ts';
import { movedBy } from './back-in-queues.ts';
import { allWaiting } from './held-over.ts';
import type { Draft } from './outcome.ts';
import { peopleAfter } from './people-after.ts';
import type { Situation } from './situation.ts';

/**
 * Those of the counters whose hours are over that may close now, as `due` says it: nobody is there, nobody can be brought back,
 * and nobody will come to them.
 *
 * @param decided within this command
 * @param waiting who waits after that, and for whom counters stay; null: they stay for nobody
 */
export function freeToClose(
  { state, now }: Situation,
  leaving: readonly CounterId[],
  decided: readonly Draft[],
  waiting: readonly Ticket[] | null,
): readonly Counter[] {
  const called = new Set(decided.map(({ body, counter }) => (body.type === 'called' ? counter : null)));
  const people = waiting ? staysFor(state, peopleAfter(state, waiting, decided)) : null;
  return leaving.flatMap((id): Counter[] => {
    const counter = state.counters.get(id);
    const at = called.has(id) ? null : freeAt(state, id, people);
    return counter && at !== null && at <= now ? [counter] : [];
  });
}

/** Who waits after all that is decided, the oldest ticket first. */
export function waitingAfter(state: Situation['state'], decided: readonly Draft[]): readonly Ticket[] {
  const waiting = new Map<TicketId, Ticket>();
  for (const ticket of allWaiting(state)) waiting.set(ticket.id, ticket);
  const { gone, moved } = movedBy(state, decided);
  for (const ticket of moved) waiting.set(ticket.id, ticket);
  for (const id of gone) waiting.delete(id);
  return [...waiting.values()].sort((a, b) => a.id - b.id);
}
