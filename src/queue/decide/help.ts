import { linesWithout, playLine } from '../lines.ts';
import type { CounterId } from '../rules.ts';
import { backInQueues, movedBy } from './back-in-queues.ts';
import type { Draft } from './outcome.ts';
import { callFrom } from './request.ts';
import type { Situation } from './situation.ts';

/**
 * Standing requests of counters that help whoever has waited long: they call who has by now.
 *
 * @param before what is decided already
 * @param taken counters whose request ends within this command; those that get somebody are added
 */
export function helpByWait(situation: Situation, before: readonly Draft[], taken: Set<CounterId>): Draft[] {
  const { state, index, now } = situation;
  if (!index.claims.isHelpByWait) return [];
  const moved = movedBy(state, before);
  const { gone } = moved;
  const released = before.flatMap(({ body }) =>
    body.type === 'released' ? (state.tickets.get(body.ticket) ?? []) : [],
  );
  const back = [
    ...released.filter(({ id }) => !gone.has(id)),
    // What is waited is measured from the return.
    ...backInQueues(moved).map((ticket) => (state.parked.has(ticket.id) ? { ...ticket, waitingSince: now } : ticket)),
  ];
  const alone = back.map((ticket) => playLine(index, [ticket]));
  return callFrom(situation, [...alone, ...linesWithout(state, index, 'callable', gone)], taken);
}
