import type { CommandOf } from '../commands.ts';
import type { Restored } from '../events.ts';
import type { Refusal } from '../refusals.ts';
import type { CounterId } from '../rules.ts';
import type { Counter, Ticket } from '../state.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { attendedCounter, findTicket, isRefusal, type Situation } from './situation.ts';

/**
 * Takes back the counter's last call, finish or no-show, for a short while: the customers are where they were, in
 * the queue at the same place or at the window. A *next* that ended a visit comes back with that visit; a no-show
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
  const tickets: Ticket[] = [];
  for (const restored of last.restores) {
    const ticket = restorable(situation, counter, restored);
    if (isRefusal(ticket)) return refuse(ticket);
    tickets.push(ticket);
  }
  const drafts: Draft[] = [];
  if (counter.request) drafts.push(draft({ type: 'request-ended', reason: 'undo' }, counter.id, 'undo'));
  if (last.hasPaused) drafts.push(draft({ type: 'counter-opened', profile: counter.profile }, counter.id, 'undo'));
  drafts.push(draft({ type: 'undone', what: last.what, restored: last.restores }, counter.id, 'undo'));
  return accept([...drafts, ...calls(situation, tickets)], done(tickets.at(-1)?.label ?? null));
}

/** The ticket, when what happened to it may still be taken back. */
function restorable({ state }: Situation, counter: Counter, { ticket: id, status }: Restored): Ticket | Refusal {
  const ticket = findTicket(state, id);
  if (!ticket) return { code: 'undo-too-late', counter: counter.id };
  const isFree = status === 'waiting' ? counter.ticket === id : !state.labels.has(ticket.label);
  return isFree ? ticket : { code: 'undo-overtaken', label: ticket.label };
}

/** Who is back in the queue may be just whom another counter waits for. */
function calls(situation: Situation, tickets: readonly Ticket[]): Draft[] {
  const taken = new Set<CounterId>();
  const back = tickets.filter(({ status }) => status === 'called' || status === 'serving');
  return back.map((ticket) => callToRequest(situation, { ...ticket }, taken)).filter((call) => call !== null);
}
