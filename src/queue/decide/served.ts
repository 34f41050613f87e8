import type { Duration } from '../rules.ts';
import type { Counter, Ticket } from '../state.ts';
import { type Draft, draft } from './outcome.ts';
import type { Situation } from './situation.ts';

/**
 * The end of a visit.
 *
 * @param rule `next` when the next call ends it, `rules` when new rules drop the counter
 */
export function finished(situation: Situation, ticket: Ticket, counter: Counter, rule: 'next' | 'rules' | null): Draft {
  const { id, label, service } = ticket;
  const served = servedFor(situation, ticket);
  return draft({ type: 'finished', ticket: id, label, service, served }, counter.id, rule);
}

/** Start, or call when start was not pressed, until now; ms. */
export function servedFor({ now }: Situation, { startedAt, calledAt }: Ticket): Duration {
  return now - (startedAt ?? calledAt ?? now);
}
