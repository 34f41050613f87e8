import type { CommandOf } from '../commands.ts';
import type { Refusal } from '../refusals.ts';
import type { CounterId, ServiceId } from '../rules.ts';
import { visitRulesOf } from '../rules-visit.ts';
import type { Ticket } from '../state.ts';
import { visitOf } from '../visit.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { attendedCounter, isElsewhere, isRefusal, referredTicket, type Situation, wrongStatus } from './situation.ts';

/** What the customer comes for besides: at the end of the visit, or where the rules put it. */
export function addService(situation: Situation, command: CommandOf<'add-service'>): Outcome {
  const ticket = liveTicket(situation, command);
  if (isRefusal(ticket)) return refuse(ticket);
  const { service } = command;
  const { index } = situation;
  if (!index.services.has(service)) return refuse({ code: 'unknown-service', service });
  const { pending, done: over } = visitOf(ticket);
  if ([...over, ticket.service, ...pending].includes(service)) return refuse({ code: 'service-twice', service });
  const { most } = visitRulesOf(index.rules);
  if (over.length + 1 + pending.length >= most) return refuse({ code: 'services-limit', limit: most });
  const { id, label } = ticket;
  const after = inOrder(situation, [...pending, service]);
  const added = draft({ type: 'service-added', ticket: id, label, service, pending: after }, command.counter);
  return accept([added], done(label));
}

/** A service that the customer does not come for after all; not the one in hand. */
export function dropService(situation: Situation, command: CommandOf<'drop-service'>): Outcome {
  const ticket = liveTicket(situation, command);
  if (isRefusal(ticket)) return refuse(ticket);
  const { id, label } = ticket;
  const { service } = command;
  const { pending } = visitOf(ticket);
  if (!pending.includes(service)) return refuse({ code: 'service-not-pending', label, service });
  const left = pending.filter((each) => each !== service);
  const dropped = draft({ type: 'service-dropped', ticket: id, label, service, pending: left }, command.counter);
  return accept([dropped], done(label));
}

/** Somebody has looked whether the customer has the papers that the service asks for. */
export function markPapers(situation: Situation, command: CommandOf<'mark-papers'>): Outcome {
  const ticket = liveTicket(situation, command);
  if (isRefusal(ticket)) return refuse(ticket);
  const { id, label } = ticket;
  const marked = draft({ type: 'papers-marked', ticket: id, label, isReady: command.isReady }, command.counter);
  return accept([marked], done(label));
}

/**
 * All services of a visit in the order in which they follow; a refusal where they cannot be.
 *
 * @param first names it again, or not
 */
export function servicesOf(
  situation: Situation,
  first: ServiceId,
  more: readonly ServiceId[],
): readonly ServiceId[] | Refusal {
  const services = [...new Set([first, ...more])];
  const { index } = situation;
  for (const service of services) {
    const rules = index.services.get(service);
    if (!rules) return { code: 'unknown-service', service };
    if (!rules.isIssuing) return { code: 'service-not-issuing', service };
  }
  const { most } = visitRulesOf(index.rules);
  return services.length > most ? { code: 'services-limit', limit: most } : inOrder(situation, services);
}

/** Of equally short ones the one that was asked for first. */
function inOrder({ index }: Situation, services: readonly ServiceId[]): readonly ServiceId[] {
  if (visitRulesOf(index.rules).order === 'asked') return services;
  const time = (id: ServiceId): number => index.services.get(id)?.standardTime ?? 0;
  return [...services].sort((a, b) => time(a) - time(b));
}

function liveTicket(
  situation: Situation,
  { ticket: ref, counter: id }: CommandOf<'add-service' | 'drop-service' | 'mark-papers'>,
): Ticket | Refusal {
  const counter = id === null ? null : attendedCounter(situation, id);
  if (counter && isRefusal(counter)) return counter;
  const ticket = referredTicket(situation, ref);
  if (isRefusal(ticket)) return ticket;
  if (ticket.endedAt !== null) return wrongStatus(ticket);
  return id !== null && isElsewhere(ticket, id) ? elsewhere(ticket, ticket.counter) : ticket;
}

function elsewhere({ label }: Ticket, counter: CounterId): Refusal {
  return { code: 'other-counter', label, counter };
}
