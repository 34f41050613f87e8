import { isPagerGone } from '../care.ts';
import type { CommandOf } from '../commands.ts';
import type { EventBody, Restored } from '../events.ts';
import { findTicket } from '../find-ticket.ts';
import type { Refusal } from '../refusals.ts';
import type { CounterId } from '../rules.ts';
import type { Counter, OpenStatus, QueueState, Ticket, Undoable } from '../state.ts';
import { seatsOf } from '../waiting-pools.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { onwardToRequest } from './requeue.ts';
import { attendedCounter, isRefusal, type Situation, tellerElsewhere } from './situation.ts';
import { isStillTaken, openedAgain } from './take-over.ts';

/**
 * Takes back the counter's last call, finish, no-show, park, transfer, handoff, referral or take-over, for a short while: the
 * customers are where they were, in the queue or the pool at the same place or at the window. A *next* that ended a visit comes back with that visit; a no-show
 * that paused the counter opens it again; a request that stands since then ends.
 */
export function undo(situation: Situation, command: CommandOf<'undo'>): Outcome {
  const counter = attendedCounter(situation, command.counter);
  if (isRefusal(counter)) return refuse(counter);
  const last = counter.undo;
  if (!last) return refuse({ code: 'nothing-to-undo', counter: counter.id });
  if (situation.now - last.at > situation.index.rules.undoWindow) {
    return refuse({ code: 'undo-too-late', counter: counter.id });
  }
  // The window that no-shows have paused would open again for a teller who works at another one since.
  const elsewhere = last.hasPaused ? tellerElsewhere(situation, counter.teller, counter.id) : null;
  if (elsewhere) return refuse(elsewhere);
  const tickets: Ticket[] = [];
  for (const restored of last.restores) {
    const ticket = restorable(situation, counter, last, restored);
    if (isRefusal(ticket)) return refuse(ticket);
    tickets.push(ticket);
  }
  const others = openedAgain(situation, last);
  if (isRefusal(others)) return refuse(others);
  const drafts: Draft[] = [];
  if (counter.request) drafts.push(draft({ type: 'request-ended', reason: 'undo' }, counter.id, 'undo'));
  if (last.hasPaused) drafts.push(draft({ type: 'counter-opened', profile: counter.profile }, counter.id, 'undo'));
  drafts.push(...others);
  drafts.push(draft(undoneOf(situation.state, last, tickets), counter.id, 'undo'));
  return accept([...drafts, ...calls(situation, last.restores)], done(tickets.at(-1)?.label ?? null));
}

function undoneOf({ tickets: live }: Readonly<QueueState>, last: Undoable, tickets: readonly Ticket[]): EventBody {
  const lost = tickets.filter((ticket) => isPagerGone(live, ticket)).map(({ id }) => id);
  const body = { type: 'undone', what: last.what, restored: last.restores } as const;
  return lost.length === 0 ? body : { ...body, withoutPager: lost };
}

/** The ticket, when what happened to it may still be taken back. */
function restorable({ state }: Situation, counter: Counter, last: Undoable, restored: Restored): Ticket | Refusal {
  const ticket = findTicket(state, restored.ticket);
  if (!ticket) return { code: 'undo-too-late', counter: counter.id };
  const mayGoBack =
    last.what === 'take-over'
      ? isStillTaken(state, counter, ticket, restored)
      : isUntouched(state, counter, last, ticket, restored.status);
  return mayGoBack ? ticket : { code: 'undo-overtaken', label: ticket.label };
}

/** Whether nobody else has had the ticket since: it is called here, parked from here, or over with its number free. */
function isUntouched(
  { labels }: Readonly<QueueState>,
  counter: Counter,
  last: Undoable,
  ticket: Ticket,
  before: OpenStatus,
): boolean {
  if (before === 'waiting' || before === 'parked') return counter.ticket === ticket.id;
  if (last.before?.some((sent) => sent.ticket === ticket.id)) return isWhereItWent(counter, last, ticket);
  if (last.what === 'park') return ticket.status === 'parked' && ticket.parked?.since === last.at;
  // It may have come back late since, and be over for the second time somewhere else.
  const isSameEnd = ticket.endedAt === last.at && ticket.counter === counter.id;
  return isSameEnd && !labels.has(ticket.label);
}

/** Whether whoever was sent on still waits there, is set aside, or has stayed. */
function isWhereItWent(counter: Counter, { at }: Undoable, ticket: Ticket): boolean {
  if (ticket.status === 'waiting') return ticket.waitingSince === at;
  if (ticket.status === 'parked') return ticket.parked?.since === at;
  return counter.ticket === ticket.id && ticket.startedAt === at;
}

/** Who is back in the queue may be just whom another counter waits for; who is back in a pool may find nobody there. */
function calls(situation: Situation, restores: readonly Restored[]): Draft[] {
  const taken = new Set<CounterId>();
  return restores.flatMap(({ ticket: id, status }) => {
    const ticket = status === 'waiting' ? situation.state.tickets.get(id) : undefined;
    return ticket ? onwardToRequest(situation, ticket, seatsOf(situation.state), 'closed', taken) : [];
  });
}
