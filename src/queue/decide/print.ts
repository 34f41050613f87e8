import type { CommandOf } from '../commands.ts';
import { unreachable } from '../contradiction.ts';
import type { EventBody } from '../events.ts';
import type { PrintState, Ticket } from '../state.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { isRefusal, referredTicket, type Situation, wrongStatus } from './situation.ts';

type PrintCommand = CommandOf<'print-started' | 'print-ended' | 'print-failed' | 'print-unknown'>;

/**
 * What may follow what. A job whose end is unknown may be tried again, and its end may still become known; a slip
 * that is out of the printer stays out.
 */
const FOLLOWS: { readonly [T in PrintCommand['type']]: readonly PrintState[] } = {
  'print-started': ['pending', 'unknown'],
  'print-ended': ['pending', 'started', 'unknown'],
  'print-failed': ['pending', 'started', 'unknown'],
  'print-unknown': ['pending', 'started'],
};

/**
 * What a printer has to say of a ticket's slip. Printed, the ticket may be called, and is when a counter's request
 * stands. Failed, a ticket that waits for its first call is withdrawn: nobody can know that number. Unknown, it
 * stays: calling an absent customer costs half a minute, dropping a present one costs the customer.
 */
export function print(situation: Situation, command: PrintCommand): Outcome {
  const ticket = referredTicket(situation, { id: command.ticket });
  if (isRefusal(ticket)) return refuse(ticket);
  const { label } = ticket;
  if (ticket.endedAt !== null) return refuse(wrongStatus(ticket));
  if (!FOLLOWS[command.type].includes(ticket.print)) {
    return refuse({ code: 'wrong-print-state', label, print: ticket.print });
  }
  const isReleased = command.type === 'print-ended' && !ticket.isCallable;
  const calls = isReleased ? callToRequest(situation, ticket) : [];
  return accept([draft(bodyOf(command, ticket)), ...calls], done(label));
}

function bodyOf(command: PrintCommand, { id, label }: Ticket): EventBody {
  const told = { ticket: id, label, device: command.device };
  switch (command.type) {
    case 'print-started':
      return { type: 'print-started', ...told };
    case 'print-ended':
      return { type: 'print-ended', ...told };
    case 'print-failed':
      return { type: 'print-failed', ...told, reason: command.reason };
    case 'print-unknown':
      return { type: 'print-unknown', ...told, reason: command.reason };
    default:
      return unreachable(command, 'print');
  }
}
