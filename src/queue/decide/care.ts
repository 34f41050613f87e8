import { BULK, holderOf, isPagerWanted, type Needs, needsOf } from '../care.ts';
import type { CommandOf } from '../commands.ts';
import type { Refusal } from '../refusals.ts';
import type { Ticket } from '../state.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { attendedCounter, isElsewhere, isRefusal, referredTicket, type Situation, wrongStatus } from './situation.ts';

/** Somebody has seen that the customer is a messenger with many slips, or that it is not so. */
export function markBulk(situation: Situation, command: CommandOf<'mark-bulk'>): Outcome {
  const { counter: id, size } = command;
  const counter = id === null ? null : attendedCounter(situation, id);
  if (counter && isRefusal(counter)) return refuse(counter);
  const why = size === null ? null : whyNoBulk(size);
  if (why) return refuse(why);
  const ticket = referredTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  const { label } = ticket;
  if (ticket.endedAt !== null) return refuse(wrongStatus(ticket));
  if (id !== null && isElsewhere(ticket, id)) return refuse({ code: 'other-counter', label, counter: ticket.counter });
  return accept([draft({ type: 'bulk-marked', ticket: ticket.id, label, size }, id)], done(label));
}

/** Why so many slips are no bulk visit; null when they are. */
export function whyNoBulk(size: number): Refusal | null {
  const { least, most } = BULK;
  return Number.isInteger(size) && size >= least && size <= most ? null : { code: 'bulk-size', least, most };
}

/** What the customer needs, as somebody has asked; and the pager, if one was handed out. */
export function setNeeds(situation: Situation, command: CommandOf<'set-needs'>): Outcome {
  const ticket = referredTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  if (ticket.endedAt !== null) return refuse(wrongStatus(ticket));
  const { id, label } = ticket;
  const why = whyNoPager(situation, command.pager, id);
  if (why) return refuse(why);
  const needs = needsOf(command.needs, command.pager);
  // Whoever was told once need not be told again.
  const told = isPagerWanted(ticket.needs) ? [] : pagerNeeded({ id, label, service: ticket.service, needs });
  return accept([draft({ type: 'needs-set', ticket: id, label, needs }), ...told], done(label));
}

/** The word to the lobby that a customer is there who is to be handed a pager. */
export function pagerNeeded({
  id,
  label,
  service,
  needs,
}: Pick<Ticket, 'id' | 'label' | 'service'> & { readonly needs: Needs | null }): Draft[] {
  return isPagerWanted(needs) ? [draft({ type: 'pager-needed', ticket: id, label, service })] : [];
}

/**
 * Why a pager cannot be this customer's; null when it can, or there is none.
 *
 * @param ticket whose it may be already; null: of a customer who has no number yet
 */
export function whyNoPager({ state }: Situation, pager: string | null, ticket: number | null): Refusal | null {
  const holder = pager === null ? undefined : holderOf(state.tickets, pager);
  if (pager === null || !holder || holder.id === ticket) return null;
  return { code: 'pager-taken', pager, label: holder.label };
}
