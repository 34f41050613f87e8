import { signalsOf } from '../care.ts';
import type { CommandOf } from '../commands.ts';
import type { Restored } from '../events.ts';
import type { Refusal } from '../refusals.ts';
import type { Counter, QueueState, Ticket, Undoable } from '../state.ts';
import { mayWaitFor } from '../waiting-pools.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import {
  type CallingCounter,
  callingCounter,
  isRefusal,
  type Situation,
  tellerElsewhere,
  ticketAt,
} from './situation.ts';

/**
 * A teller has gone in the middle of a visit, and the customer goes on at another window that has nobody: the same visit,
 * called and begun when it was. Whatever service it is: a person has decided that this window goes on. The window where the
 * customer was pauses, and keeps whoever waits for it.
 */
export function takeOver(situation: Situation, command: CommandOf<'take-over'>): Outcome {
  const calling = callingCounter(situation, command.counter);
  if (isRefusal(calling)) return refuse(calling);
  const { counter } = calling;
  const own = ticketAt(situation, counter);
  if (!isRefusal(own)) return refuse({ code: 'counter-busy', counter: counter.id, label: own.label });
  const from = situation.state.counters.get(command.from);
  if (!from) return refuse({ code: 'unknown-counter', counter: command.from });
  if (from.id === counter.id) return refuse({ code: 'same-counter', counter: counter.id });
  const ticket = ticketAt(situation, from);
  if (isRefusal(ticket)) return refuse(ticket);
  const reason = whyNotTaken(situation, calling, from, ticket);
  if (reason) return refuse(reason);
  const { id, label } = ticket;
  const status = ticket.status === 'serving' ? 'serving' : 'called';
  const drafts: Draft[] = [];
  if (counter.request) drafts.push(draft({ type: 'request-ended', reason: 'chosen' }, counter.id));
  // Who is called there does not hear it there either.
  const signals = status === 'called' && calling.indexed.rules.isBack !== true ? signalsOf(ticket) : {};
  drafts.push(draft({ type: 'taken-over', ticket: id, label, from: from.id, status, ...signals }, counter.id));
  if (from.state === 'open') drafts.push(draft({ type: 'counter-paused', reason: 'take-over' }, from.id));
  return accept(drafts, done(label));
}

/** No customer goes to the back office, and nobody does a step that others do for the own window. */
function whyNotTaken(
  { index }: Situation,
  { counter, indexed }: CallingCounter,
  from: Counter,
  { label, visit }: Ticket,
): Refusal | null {
  const isBack = indexed.rules.isBack === true;
  const wasBack = index.counters.get(from.id)?.rules.isBack === true;
  if (isBack !== wasBack) return { code: 'back-counter', counter: isBack ? counter.id : from.id };
  const pool = visit?.pool;
  if (pool?.kind !== 'step' || mayWaitFor(pool, visit?.home ?? null, counter, indexed)) return null;
  return { code: 'waits-for-other', label, pool: 'step' };
}

/** Whether a visit that was taken over is still there, and can go back to where it was. */
export function isStillTaken(
  { counters }: Readonly<QueueState>,
  counter: Counter,
  ticket: Ticket,
  { status, counter: id }: Restored,
): boolean {
  const from = counters.get(id ?? '');
  const isFree = from !== undefined && from.state !== 'closed' && from.ticket === null && !from.request;
  return isFree && counter.ticket === ticket.id && ticket.status === status;
}

/** The window that a take-over has paused opens again with it, unless somebody has opened it since. */
export function openedAgain(situation: Situation, { pausedOther }: Undoable): readonly Draft[] | Refusal {
  const from = situation.state.counters.get(pausedOther ?? '');
  if (from?.state !== 'paused') return [];
  const elsewhere = tellerElsewhere(situation, from.teller, from.id);
  return elsewhere ?? [draft({ type: 'counter-opened', profile: from.profile }, from.id, 'undo')];
}
