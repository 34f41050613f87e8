import type { CommandOf } from '../commands.ts';
import type { Answer } from '../events.ts';
import { foundBy, linesFor, openTo } from '../lines.ts';
import { whyNotFor } from '../pools.ts';
import { chooseLine, scoreOf } from '../profile.ts';
import type { Refusal } from '../refusals.ts';
import type { Counter, Ticket } from '../state.ts';
import { called, lookBack } from './called.ts';
import { missed } from './no-show.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { finished } from './serve.ts';
import {
  type CallingCounter,
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
 * a customer who did not come is ended by *no-show*, or by a *next* within the time that the counter's rules say. A wrong
 * *next* is undone whole.
 */
export function callNext(situation: Situation, command: CommandOf<'call-next'>): Outcome {
  const calling = callingCounter(situation, command.counter);
  if (isRefusal(calling)) return refuse(calling);
  const { counter, indexed, profile } = calling;
  const drafts = endingByNext(situation, calling, command);
  const lines = openTo(
    situation.index,
    indexed.group,
    linesFor(situation.state, situation.index, indexed.group),
    situation.now,
  );
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
  const isOwn = situation.index.claims.of(indexed.group, line.traits)?.isOwn === true;
  drafts.push(called(situation, ticket, counter.id, { how: 'next', score, turns }, isOwn ? rule : `helps/${rule}`));
  return accept(drafts, calledAnswer(situation, ticket, calling));
}

/** *Next* so soon after the call that nobody can have been served: on a keypad with one button it says that nobody came. */
function endingByNext(
  situation: Situation,
  { counter, indexed }: CallingCounter,
  { heldFor = 0 }: CommandOf<'call-next'>,
): Draft[] {
  const ticket = ticketAt(situation, counter);
  if (isRefusal(ticket) || ticket.status !== 'called') return endingVisit(situation, counter);
  const sinceCall = situation.now - heldFor - (ticket.calledAt ?? situation.now);
  const isNoShow = sinceCall <= (indexed.rules.noShowWithin ?? Number.NEGATIVE_INFINITY);
  return isNoShow ? [missed(ticket, counter, 'next')] : endingVisit(situation, counter);
}

/** This ticket, from its queue or its pool, whatever the profile says: ends the visit at the counter as *next* does. */
export function callTicket(situation: Situation, command: CommandOf<'call-ticket'>): Outcome {
  const calling = callingCounter(situation, command.counter);
  if (isRefusal(calling)) return refuse(calling);
  const ticket = referredTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  const { counter } = calling;
  const reason = whyNotHere(situation, calling, ticket);
  if (reason) return refuse(reason);
  const drafts = endingVisit(situation, counter);
  if (counter.request) drafts.push(draft({ type: 'request-ended', reason: 'chosen' }, counter.id));
  // A parked customer has something else to do than to wait.
  const waitingSince = ticket.status === 'parked' ? situation.now : ticket.waitingSince;
  const how = { how: 'chosen', score: null, turns: null } as const;
  drafts.push(called(situation, { ...ticket, waitingSince }, counter.id, how, null));
  return accept(drafts, calledAnswer(situation, ticket, calling));
}

/** Why a counter may not call just this ticket; null when it may. */
function whyNotHere({ index }: Situation, { counter, indexed }: CallingCounter, ticket: Ticket): Refusal | null {
  const { label, status } = ticket;
  if (isElsewhere(ticket, counter.id)) return { code: 'other-counter', label, counter: ticket.counter };
  if (status !== 'waiting' && status !== 'parked') return wrongStatus(ticket);
  const reason = whyNotFor(index, counter, indexed, ticket);
  return reason ?? (ticket.isCallable ? null : { code: 'not-callable-yet', label });
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

function calledAnswer({ state, index }: Situation, ticket: Ticket, { counter, indexed }: CallingCounter): Answer {
  const waiting = foundBy(state, index, indexed.group, 'callable', ticket);
  return { kind: 'called', ticket: ticket.id, label: ticket.label, counter: counter.id, waiting };
}
