import { linesIn, type PlayedLine, playLine } from '../lines.ts';
import type { CounterId } from '../rules.ts';
import type { Ticket } from '../state.ts';
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
  const gone = new Set(before.flatMap(({ body }) => (body.type === 'called' ? [body.ticket] : [])));
  const back = before.flatMap(({ body }): Ticket[] => {
    if ((body.type !== 'released' && body.type !== 'unparked') || gone.has(body.ticket)) return [];
    const ticket = state.tickets.get(body.ticket);
    if (!ticket) return [];
    // What is waited is measured from the return.
    return [body.type === 'unparked' ? { ...ticket, waitingSince: now } : ticket];
  });
  const lines: PlayedLine<Ticket>[] = back.map((ticket) => playLine(index, [ticket]));
  for (const queue of linesIn(state, index, 'callable')) {
    const left = gone.size === 0 ? queue : queue.filter(({ id }) => !gone.has(id));
    if (left.length > 0) lines.push(playLine(index, left));
  }
  return callFrom(situation, lines, taken);
}
