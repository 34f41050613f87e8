import { isPagerGone, withoutPager } from '../care.ts';
import type { CommandOf, TicketRef } from '../commands.ts';
import { unreachable } from '../contradiction.ts';
import type { Refusal } from '../refusals.ts';
import type { Instant, LateReturnRules, Place, ReturnPlace } from '../rules.ts';
import type { Ticket } from '../state.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { attendedCounter, isRefusal, referredTicket, type Situation, wrongStatus } from './situation.ts';

/** A customer who was a no-show has come: back into the queue at the place that the rules give, while it is in time. */
export function returnLate(situation: Situation, command: CommandOf<'return-late'>): Outcome {
  const counter = command.counter === null ? null : attendedCounter(situation, command.counter);
  if (counter && isRefusal(counter)) return refuse(counter);
  const ticket = missedTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  if (ticket.status !== 'no-show') return refuse(wrongStatus(ticket));
  const rules = situation.index.rules.lateReturn;
  if (!rules) return refuse({ code: 'no-late-return' });
  const reason = whyNotBack(situation, rules, ticket);
  if (reason) return refuse(reason);
  const { id, label, service } = ticket;
  const queuedAt = placeOf(rules.place, situation.state.waiting.get(service) ?? [], ticket, situation.now);
  const isWithout = isPagerGone(situation.state.tickets, ticket);
  const body = { type: 'returned', ticket: id, label, service, queuedAt, times: ticket.returns + 1 } as const;
  const returned = draft(
    isWithout ? { ...body, withoutPager: true } : body,
    command.counter,
    `late-return/${rules.place.kind}`,
  );
  const visit = ticket.visit && { ...ticket.visit, pool: null };
  const back = {
    ...ticket,
    queuedAt,
    waitingSince: situation.now,
    visit,
    needs: isWithout ? withoutPager(ticket.needs) : ticket.needs,
  };
  return accept([returned, ...callToRequest(situation, back)], done(label));
}

/** By its label the newest that ended, unless somebody has the number now. */
function missedTicket(situation: Situation, ref: TicketRef): Ticket | Refusal {
  const { labels, ended } = situation.state;
  if ('id' in ref || labels.has(ref.label)) return referredTicket(situation, ref);
  return ended.findLast(({ label }) => label === ref.label) ?? { code: 'unknown-ticket', ticket: ref.label };
}

/** Why a no-show cannot come back now; null: it can. */
export function whyNotBack(
  { state, now }: Pick<Situation, 'state' | 'now'>,
  rules: LateReturnRules,
  ticket: Ticket,
): Refusal | null {
  const { label, service, missedAfter, endedAt, returns } = ticket;
  if (returns >= rules.times) return { code: 'return-limit', label, limit: rules.times };
  const called = missedAfter === null ? Number.POSITIVE_INFINITY : (state.calls.get(service) ?? 0) - missedAfter;
  const missedAt = endedAt ?? Number.NEGATIVE_INFINITY;
  const isInTime = called <= (rules.withinCalls ?? -1) || now - missedAt <= (rules.within ?? -1);
  // Yesterday's slip has the number of somebody who comes today.
  const isOfToday = state.day !== null && missedAt >= state.day.openedAt;
  if (!isInTime || !isOfToday) return { code: 'return-too-late', label, called: missedAfter === null ? 0 : called };
  return state.labels.has(label) ? { code: 'number-taken', label } : null;
}

/**
 * The arrival from which the place in the queue counts. Who comes late never stands before the own arrival; of tickets of
 * the same millisecond the older stands first, so that there may be more than `tickets` before it.
 */
function placeOf(place: ReturnPlace, queue: readonly Place[], late: Place, now: Instant): Instant {
  switch (place.kind) {
    case 'original':
      return late.queuedAt;
    case 'last':
      return now;
    case 'first': {
      const [first] = queue;
      return first ? Math.max(late.queuedAt, first.id > late.id ? first.queuedAt : first.queuedAt - 1) : now;
    }
    case 'after': {
      const last = queue[place.tickets - 1];
      return last ? Math.max(late.queuedAt, last.id < late.id ? last.queuedAt : last.queuedAt + 1) : now;
    }
    default:
      return unreachable(place, 'return-late');
  }
}
