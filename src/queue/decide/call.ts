import type { CommandOf } from '../commands.ts';
import type { Answer } from '../events.ts';
import { linesOf, type PlayedLine } from '../lines.ts';
import { chooseLine, scoreOf } from '../profile.ts';
import { serves } from '../rule-index.ts';
import type { Counter, Ticket } from '../state.ts';
import { called, lookBack } from './called.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { finished } from './serve.ts';
import {
  callingCounter,
  isElsewhere,
  isRefusal,
  openTicketOf,
  referredTicket,
  type Situation,
  ticketAt,
  wrongStatus,
} from './situation.ts';

/**
 * *Next*: ends the visit at the counter, and calls whom the profile chooses; with nothing to call it stands as a
 * request. A ticket that was called and never started ends as finished too: many tellers never press *start*, and
 * a customer who did not come is ended by *no-show*. A wrong *next* is undone whole.
 */
export function callNext(situation: Situation, command: CommandOf<'call-next'>): Outcome {
  const calling = callingCounter(situation, command.counter);
  if (isRefusal(calling)) return refuse(calling);
  const { counter, indexed, profile } = calling;
  const drafts = endingVisit(situation, counter);
  const lines = linesOf(situation.state, situation.index, indexed);
  if (profile.passOver < Number.POSITIVE_INFINITY) lookBack(situation, lines);
  const choice = chooseLine(profile, lines, situation.now, counter.turns);
  const ticket = choice?.line.first;
  if (!choice || !ticket) {
    const until = situation.now + situation.index.rules.requestLasts;
    drafts.push(draft({ type: 'request-stands', until }, counter.id));
    return accept(drafts, { kind: 'standing', counter: counter.id });
  }
  const { line, rule, turns } = choice;
  const score = scoreOf(profile, line.traits, ticket, situation.now);
  drafts.push(called(situation, ticket, counter.id, { how: 'next', score, turns }, rule));
  return accept(drafts, calledAnswer(ticket, counter, lines));
}

/** This ticket, whatever the profile says: ends the visit at the counter as *next* does. */
export function callTicket(situation: Situation, command: CommandOf<'call-ticket'>): Outcome {
  const calling = callingCounter(situation, command.counter);
  if (isRefusal(calling)) return refuse(calling);
  const ticket = referredTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  const { counter, indexed } = calling;
  if (isElsewhere(ticket, counter.id)) {
    return refuse({ code: 'other-counter', label: ticket.label, counter: ticket.counter });
  }
  if (ticket.status !== 'waiting') return refuse(wrongStatus(ticket));
  if (!serves(situation.index, indexed, ticket.service)) {
    return refuse({ code: 'not-served-here', counter: counter.id, service: ticket.service });
  }
  if (!ticket.isCallable) return refuse({ code: 'not-callable-yet', label: ticket.label });
  const drafts = endingVisit(situation, counter);
  if (counter.request) drafts.push(draft({ type: 'request-ended', reason: 'chosen' }, counter.id));
  drafts.push(called(situation, ticket, counter.id, { how: 'chosen', score: null, turns: null }, null));
  return accept(drafts, calledAnswer(ticket, counter, linesOf(situation.state, situation.index, indexed)));
}

/** Calls the called customer once more, as often as the rules allow. */
export function recall(situation: Situation, command: CommandOf<'recall'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { id, label, status, recalls } = open.ticket;
  if (status !== 'called') return refuse(wrongStatus(open.ticket));
  const limit = situation.index.rules.recallLimit;
  if (recalls >= limit) return refuse({ code: 'recall-limit', label, limit });
  return accept([draft({ type: 'recalled', ticket: id, label, times: recalls + 1 }, open.counter.id)], done(label));
}

function endingVisit(situation: Situation, counter: Counter): Draft[] {
  const ticket = ticketAt(situation, counter);
  return isRefusal(ticket) ? [] : [finished(situation, ticket, counter, 'next')];
}

/** `lines` still hold the ticket that is called. */
function calledAnswer({ id, label }: Ticket, counter: Counter, lines: readonly PlayedLine<Ticket>[]): Answer {
  const callable = lines.reduce((sum, { queue }) => sum + queue.length, 0);
  return { kind: 'called', ticket: id, label, counter: counter.id, waiting: callable - 1 };
}
