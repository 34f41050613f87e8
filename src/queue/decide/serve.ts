import type { CommandOf } from '../commands.ts';
import { endService } from './end-service.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { isRefusal, openTicketOf, type Situation, wrongStatus } from './situation.ts';

/** The called customer has come to the window. */
export function start(situation: Situation, command: CommandOf<'start'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { id, label, status } = open.ticket;
  if (status !== 'called') return refuse(wrongStatus(open.ticket));
  return accept([draft({ type: 'started', ticket: id, label }, open.counter.id)], done(label));
}

/** What the counter does for the customer is over, started or not; a visit that has more to do goes on. */
export function finish(situation: Situation, command: CommandOf<'finish'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { counter, ticket } = open;
  const { drafts, moved, visit } = endService(situation, ticket, counter, {
    rule: null,
    mayStay: true,
    isWhole: command.isWhole === true,
  });
  const calls = moved ? callToRequest(situation, moved) : [];
  return accept([...drafts, ...calls], { ...done(ticket.label), ...(visit ? { visit } : {}) });
}
