import type { CommandOf } from '../commands.ts';
import { indexOf, type RuleIndex } from '../rule-index.ts';
import type { Instant } from '../rules.ts';
import type { Counter, QueueState, Ticket } from '../state.ts';
import { requestEnded } from './counter.ts';
import { accept, type Draft, done, draft, type Outcome } from './outcome.ts';
import { leftBehind, unparked } from './park.ts';
import { callToRequest, callToRequests } from './request.ts';
import { finished } from './serve.ts';
import { isRefusal, type Situation, ticketAt } from './situation.ts';

/**
 * New rules, whole. Who waits is kept and served, by any counter where no counter lists the service any more. A
 * counter that the rules drop closes: the customer whom it serves has been served, the one whom it called and who may
 * still be on the way waits again at the same place. A standing request that may call somebody under the new rules does so.
 */
export function applyRules(state: Readonly<QueueState>, command: CommandOf<'apply-rules'>, now: Instant): Outcome {
  const situation: Situation = { state, index: indexOf(command.rules), now };
  const dropped = droppedCounters(state, situation.index);
  const back = leftBehind(situation, (counter) => (situation.index.counters.has(counter.id) ? counter : null));
  return accept(
    [
      draft({ type: 'rules-applied', rules: command.rules }),
      ...dropped.flatMap((counter) => leave(situation, counter)),
      ...back.map((ticket) => unparked(ticket, 'rules', null)),
      ...callsUnder(situation, dropped, back),
    ],
    done(null),
  );
}

function droppedCounters(state: Readonly<QueueState>, index: RuleIndex): readonly Counter[] {
  const dropped = [...state.counters.values()].filter(({ id }) => !index.counters.has(id));
  return dropped.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function leave(situation: Situation, counter: Counter): Draft[] {
  if (counter.state === 'closed') return [];
  const ticket = ticketAt(situation, counter);
  return [
    ...requestEnded(counter, 'rules'),
    ...(isRefusal(ticket) ? [] : [leaveTicket(situation, counter, ticket)]),
    draft({ type: 'counter-closed' }, counter.id, 'rules'),
  ];
}

function leaveTicket(situation: Situation, counter: Counter, ticket: Ticket): Draft {
  if (ticket.status === 'serving') return finished(situation, ticket, counter, 'rules');
  const { id, label, service, queuedAt } = ticket;
  const back = { type: 'transferred', ticket: id, label, from: service, to: service, queuedAt, served: 0 } as const;
  return draft(back, counter.id, 'rules');
}

/** Requests call whom the new rules let them, then who has just come back to the queue. */
function callsUnder(situation: Situation, dropped: readonly Counter[], unparked: readonly Ticket[]): Draft[] {
  const calls = callToRequests(situation);
  const taken = new Set(calls.map(({ counter }) => counter ?? ''));
  const called = dropped.flatMap((counter) => {
    const ticket = ticketAt(situation, counter);
    return isRefusal(ticket) || ticket.status === 'serving' ? [] : [ticket];
  });
  for (const ticket of [...called, ...unparked]) {
    calls.push(...callToRequest(situation, { ...ticket, waitingSince: situation.now }, taken));
  }
  return calls;
}
