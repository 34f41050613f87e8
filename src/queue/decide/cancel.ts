import type { CommandOf } from '../commands.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { attendedCounter, isElsewhere, isRefusal, referredTicket, type Situation, wrongStatus } from './situation.ts';

/**
 * The customer gives up. A counter may cancel who waits and who is at its own window; where nobody asks for a
 * counter (the customer, the lobby manager) it may also be one who was called, but not one who is being served.
 */
export function cancel(situation: Situation, command: CommandOf<'cancel'>): Outcome {
  if (command.counter !== null) {
    const counter = attendedCounter(situation, command.counter);
    if (isRefusal(counter)) return refuse(counter);
  }
  const ticket = referredTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  if (ticket.endedAt !== null) return refuse(wrongStatus(ticket));
  if (command.counter === null && ticket.status === 'serving') return refuse(wrongStatus(ticket));
  if (command.counter !== null && isElsewhere(ticket, command.counter)) {
    return refuse({ code: 'other-counter', label: ticket.label, counter: ticket.counter });
  }
  const { id, label } = ticket;
  return accept(
    [draft({ type: 'cancelled', ticket: id, label, reason: command.reason }, command.counter)],
    done(label),
  );
}
