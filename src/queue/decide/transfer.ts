import type { CommandOf } from '../commands.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { servedFor } from './serve.ts';
import { isRefusal, openTicketOf, type Situation } from './situation.ts';

/**
 * Sends the customer at the counter to the queue of another service, within the same visit: at the place of the
 * arrival so far, or last, as the rules say. A service that issues no new numbers still takes them.
 */
export function transfer(situation: Situation, command: CommandOf<'transfer'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { index, now } = situation;
  const { id, label, service: from, segment, queuedAt } = open.ticket;
  const to = command.service;
  if (!index.services.has(to)) return refuse({ code: 'unknown-service', service: to });
  if (to === from) return refuse({ code: 'same-service', service: to });
  const place = index.rules.isArrivalKeptOnTransfer ? queuedAt : now;
  const served = servedFor(situation, open.ticket);
  const transferred = draft(
    { type: 'transferred', ticket: id, label, from, to, queuedAt: place, served },
    open.counter.id,
  );
  const back = { id, label, service: to, segment, waitingSince: now, queuedAt: place };
  const calls = callToRequest(situation, back, new Set());
  return accept([transferred, ...calls], done(label));
}
