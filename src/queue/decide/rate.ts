import type { CommandOf, TicketRef } from '../commands.ts';
import { type Ended, endedPart, rateableAt } from '../rateable.ts';
import type { Refusal } from '../refusals.ts';
import type { CounterId, RatingRules } from '../rules.ts';
import type { Serving } from '../serving.ts';
import type { Ticket } from '../state.ts';
import { accept, type Draft, done, type Outcome, refuse } from './outcome.ts';
import { isRefusal, type Situation } from './situation.ts';

/**
 * A customer's mark for a service that has ended: once, within the time that the rules give. A second mark shortly after the
 * first corrects it. The teller and the counter are those of that service, whoever is there now.
 */
export function rate(situation: Situation, command: CommandOf<'rate'>): Outcome {
  const rules = situation.index.rules.rating;
  if (!rules) return refuse({ code: 'no-rating' });
  const { score, counter, ticket: ref } = command;
  const isMark = Number.isInteger(score) && score >= 1 && score <= rules.scale;
  if (!isMark) return refuse({ code: 'no-such-mark', mark: score, scale: rules.scale });
  const found = ref ? lastOf(situation, ref, counter) : lastAt(situation, counter);
  if (isRefusal(found)) return refuse(found);
  const reason = whyNot(situation, rules, found, score);
  return reason ? refuse(reason) : accept(marks(rules, found, score), done(found.ticket.label));
}

function lastAt({ state }: Situation, id: CounterId | null): Ended | Refusal {
  if (id === null) return { code: 'nothing-to-rate' };
  if (!state.counters.has(id)) return { code: 'unknown-counter', counter: id };
  return rateableAt(state, id) ?? { code: 'nothing-to-rate' };
}

/** The service of a ticket that ended last, at a counter where one is named. Of several with one label the newest visit. */
function lastOf({ state }: Situation, ref: TicketRef, counter: CounterId | null): Ended | Refusal {
  const lastEnded = (ticket: Ticket | undefined): Ended | null => {
    const isMeant = (serving: Serving) => serving.endedAt !== null && (counter ?? serving.counter) === serving.counter;
    return endedPart(ticket, ticket?.servings.findLastIndex(isMeant) ?? -1);
  };
  const isNamed = (ticket: Ticket): boolean => ('id' in ref ? ticket.id === ref.id : ticket.label === ref.label);
  const live = state.tickets.get('id' in ref ? ref.id : (state.labels.get(ref.label) ?? -1));
  const over = state.ended.findLast((ticket) => isNamed(ticket) && lastEnded(ticket) !== null);
  const found = lastEnded(live) ?? lastEnded(over);
  if (found) return found;
  const isKnown = live !== undefined || state.ended.some(isNamed);
  return isKnown ? { code: 'nothing-to-rate' } : { code: 'unknown-ticket', ticket: 'id' in ref ? ref.id : ref.label };
}

function whyNot({ now }: Situation, rules: RatingRules, { ticket, serving }: Ended, score: number): Refusal | null {
  const { label } = ticket;
  if (now - serving.endedAt > rules.within) return { code: 'rating-too-late', label };
  const { rating } = serving;
  if (!rating) return null;
  const isCorrection = rating.score !== score && now - rating.at <= rules.correctWithin;
  return isCorrection ? null : { code: 'already-rated', label };
}

/** The mark; and word to the lobby manager, once for each service. */
function marks({ scale, tellBelow = 0 }: RatingRules, { ticket, part, serving }: Ended, score: number): Draft[] {
  const { id, label } = ticket;
  const { service, counter, teller } = serving;
  const replaces = serving.rating?.score ?? null;
  const body = { ticket: id, label, service, score, scale } as const;
  const head = { counter, teller } as const;
  const rated: Draft = { body: { type: 'rated', ...body, part, replaces }, ...head, rule: null };
  const isToTell = score < tellBelow && (replaces ?? tellBelow) >= tellBelow;
  return isToTell ? [rated, { body: { type: 'low-rated', ...body }, ...head, rule: 'tell-below' }] : [rated];
}
