import type { CommandOf } from '../commands.ts';
import { isCopyInHand } from '../copies.ts';
import type { PrintState } from '../state.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { isRefusal, referredTicket, type Situation, wrongStatus } from './situation.ts';

/** The first slip is still on its way: it may be all that the customer misses. */
const ON_ITS_WAY: readonly PrintState[] = ['pending', 'started'];

/**
 * A customer has lost the slip, or a printer has eaten it: a copy is printed, one at a time, as often as it is asked for, and
 * each is counted. Whether the ticket may be called, and what is known of the first slip, stay as they are.
 */
export function reprint(situation: Situation, command: CommandOf<'reprint'>): Outcome {
  const ticket = referredTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  const { id, label, print, copies } = ticket;
  if (ticket.endedAt !== null) return refuse(wrongStatus(ticket));
  if (ticket.handover !== 'paper') return refuse({ code: 'no-slip', label });
  if (ON_ITS_WAY.includes(print)) return refuse({ code: 'wrong-print-state', label, print });
  if (isCopyInHand(copies)) return refuse({ code: 'copy-in-hand', label });
  const where = command.kiosk === undefined ? {} : { kiosk: command.kiosk };
  const times = (copies?.asked ?? 0) + 1;
  return accept([draft({ type: 'reprint-asked', ticket: id, label, times, ...where })], done(label));
}

/** What a printer has to say of the copy in hand; also of a visit that has ended meanwhile. */
export function reprintEnded(situation: Situation, command: CommandOf<'reprint-ended'>): Outcome {
  const ticket = referredTicket(situation, { id: command.ticket });
  if (isRefusal(ticket)) return refuse(ticket);
  const { id, label, copies } = ticket;
  if (!copies || !isCopyInHand(copies)) return refuse({ code: 'no-copy', label });
  const told = { ticket: id, label, device: command.device, times: copies.asked };
  return accept([draft({ type: 'reprint-ended', ...told, ...command.how })], done(label));
}
