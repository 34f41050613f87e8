import { signalsOf } from '../care.ts';
import type { CommandOf } from '../commands.ts';
import type { Answer } from '../events.ts';
import { foundBy, linesFor, openTo } from '../lines.ts';
import { whyNotFor } from '../pools.ts';
import { scoreOf } from '../profile.ts';
import type { Refusal } from '../refusals.ts';
import type { Counter, Ticket } from '../state.ts';
import { progressOf } from '../visit.ts';
import { countInPools } from '../waiting-pools.ts';
import { called, lookBack } from './called.ts';
import { chooseTicket } from './choose.ts';
import { endService, type Leaving } from './end-service.ts';
import { missed } from './no-show.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { calledToRequest, callToRequest, isCalledBy } from './request.ts';
import {
  type CallingCounter,
  callingCounter,
  isElsewhere,
  isRefusal,
  openTicketOf,
  referredTicket,
  type Situation,
  ticketAt,
  whyStopped,
  wrongStatus,
} from './situation.ts';

/**
 * *Next*: ends what the counter does for its customer, and calls whom the profile chooses, those first who wait for the
 * counter; with nothing to call it stands as a request. A visit whose next service or step is of this counter goes on here. A ticket that was called and never started ends as finished too: many tellers never press *start*, and
 * a customer who did not come is ended by *no-show*, or by a *next* within the time that the counter's rules say. A wrong
 * *next* is undone whole.
 */
export function callNext(situation: Situation, command: CommandOf<'call-next'>): Outcome {
  const calling = callingCounter(situation, command.counter);
  if (isRefusal(calling)) return refuse(calling);
  const { counter, indexed, profile } = calling;
  const left = endingByNext(situation, calling, command);
  if (left.stays) return accept(left.drafts, goingOn(situation, calling, left));
  const { group } = indexed;
  const lines = openTo(situation.index, group, linesFor(situation.state, situation.index, group), situation.now);
  if (profile.passOver < Number.POSITIVE_INFINITY) lookBack(situation, lines);
  const choice = chooseTicket(situation, calling, lines, counter.turns);
  const others = left.moved ? callToRequest(situation, left.moved, new Set([counter.id])) : [];
  if (!choice) {
    const until = situation.now + situation.index.rules.requestLasts;
    const stands = draft({ type: 'request-stands', until }, counter.id);
    const { moved } = left;
    // Whom it has sent on to others, none of whom has asked: it helps as it would help anybody else.
    if (moved && others.length === 0 && isCalledBy(situation, counter, indexed, moved)) {
      const back = calledToRequest(situation, moved, counter.id);
      return accept([...left.drafts, stands, back], goingOn(situation, calling, left));
    }
    return accept([...left.drafts, stands, ...others], { kind: 'standing', counter: counter.id });
  }
  const { ticket, line, rule, turns } = choice;
  const score = line && scoreOf(profile, line.traits, ticket, situation.now);
  const isOwn = !line || situation.index.claims.of(group, line.traits)?.isOwn === true;
  const how = { how: 'next', score, turns } as const;
  const call = called(situation, ticket, counter.id, how, isOwn ? rule : `helps/${rule}`);
  return accept([...left.drafts, call, ...others], calledAnswer(situation, ticket, calling));
}

/** The same customer goes on here. */
function goingOn(situation: Situation, calling: CallingCounter, { visit }: Leaving): Answer {
  const { counter } = calling;
  const { id, label } = situation.state.tickets.get(counter.ticket ?? 0) ?? { id: 0, label: '' };
  const waiting = waitingFor(situation, calling, null);
  return { kind: 'called', ticket: id, label, counter: counter.id, waiting, ...(visit ? { visit } : {}) };
}

/** *Next* so soon after the call that nobody can have been served: on a keypad with one button it says that nobody came. */
function endingByNext(
  situation: Situation,
  { counter, indexed }: CallingCounter,
  { heldFor = 0 }: CommandOf<'call-next'>,
): Leaving {
  const ticket = ticketAt(situation, counter);
  if (isRefusal(ticket) || ticket.status !== 'called') return endingVisit(situation, counter, true);
  const sinceCall = situation.now - heldFor - (ticket.calledAt ?? situation.now);
  const isNoShow = sinceCall <= (indexed.rules.noShowWithin ?? Number.NEGATIVE_INFINITY);
  return isNoShow ? { ...NOBODY, drafts: [missed(ticket, counter, 'next')] } : endingVisit(situation, counter, true);
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
  const left = endingVisit(situation, counter, false);
  const drafts = [...left.drafts];
  if (counter.request) drafts.push(draft({ type: 'request-ended', reason: 'chosen' }, counter.id));
  // A parked customer has something else to do than to wait.
  const waitingSince = ticket.status === 'parked' ? situation.now : ticket.waitingSince;
  const how = { how: 'chosen', score: null, turns: null } as const;
  drafts.push(called(situation, { ...ticket, waitingSince }, counter.id, how, null));
  if (left.moved) drafts.push(...callToRequest(situation, left.moved, new Set([counter.id])));
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
  const stopped = whyStopped(situation.state);
  if (stopped) return refuse(stopped);
  const limit = situation.index.rules.recallLimit;
  if (recalls >= limit) return refuse({ code: 'recall-limit', label, limit });
  const again = { type: 'recalled', ticket: id, label, times: recalls + 1, ...signalsOf(open.ticket) } as const;
  return accept([draft(again, open.counter.id)], done(label));
}

const NOBODY: Leaving = { drafts: [], stays: false, moved: null, visit: null };

function endingVisit(situation: Situation, counter: Counter, mayStay: boolean): Leaving {
  const ticket = ticketAt(situation, counter);
  if (isRefusal(ticket)) return NOBODY;
  return endService(situation, ticket, counter, { rule: 'next', mayStay, isWhole: false });
}

/** Pools still hold the ticket that is called. */
function calledAnswer(situation: Situation, ticket: Ticket, calling: CallingCounter): Answer {
  const { id, label } = ticket;
  const waiting = waitingFor(situation, calling, ticket);
  const visit = progressOf(ticket);
  return { kind: 'called', ticket: id, label, counter: calling.counter.id, waiting, ...(visit ? { visit } : {}) };
}

/** How many the counter would find after a ticket is called. */
function waitingFor({ state, index }: Situation, { counter, indexed }: CallingCounter, except: Ticket | null): number {
  const isPooled = except?.status === 'waiting' && except.visit?.pool != null;
  const pooled = countInPools(state, counter, indexed) - (isPooled ? 1 : 0);
  return pooled + foundBy(state, index, indexed.group, 'callable', isPooled ? null : except);
}
