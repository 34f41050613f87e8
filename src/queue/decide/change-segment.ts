import type { CommandOf } from '../commands.ts';
import type { Refusal } from '../refusals.ts';
import type { SegmentId, ServiceId, TicketId, TicketLabel } from '../rules.ts';
import type { UpgradeRules } from '../rules-segments.ts';
import type { Ticket } from '../state.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { isRefusal, referredTicket, type Situation, wrongStatus } from './situation.ts';

/**
 * A person has seen who the customer is (a potential VIP), and says why. The ticket keeps its number and its arrival; a counter that
 * waits for just such people calls it at once.
 */
export function changeSegment(situation: Situation, command: CommandOf<'change-segment'>): Outcome {
  const rules = situation.index.rules.upgrade;
  if (!rules) return refuse({ code: 'no-upgrades' });
  const { segment, reason } = command;
  if (!situation.index.segments.has(segment)) return refuse({ code: 'unknown-segment', segment });
  if (!rules.reasons.includes(reason)) return refuse({ code: 'unknown-upgrade-reason', reason });
  const ticket = referredTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  if (ticket.endedAt !== null) return refuse(wrongStatus(ticket));
  const why = whyNot(situation, rules, ticket, segment);
  if (why) return refuse(why);
  const { id, label, service, segment: from } = ticket;
  const changed = draft({ type: 'segment-changed', ticket: id, label, service, from, to: segment, reason });
  const told = recognized(situation, { id, label, service, segment });
  const isCalled = ticket.status === 'waiting' && ticket.isCallable;
  const calls = isCalled ? callToRequest(situation, { ...ticket, segment }) : [];
  return accept([changed, ...told, ...calls], done(label));
}

function whyNot({ index }: Situation, { to }: UpgradeRules, ticket: Ticket, segment: SegmentId): Refusal | null {
  const { label, issuedAs } = ticket;
  if (ticket.segment === segment) return { code: 'segment-already', label, segment };
  const rankOf = (id: SegmentId): number => index.segments.get(id)?.rank ?? 0;
  // Whoever was raised by mistake is let down again.
  if (to === 'any' || segment === issuedAs || rankOf(segment) > rankOf(issuedAs)) return null;
  return { code: 'no-higher-segment', label, segment };
}

/** A ticket, as far as it matters who its customer is. */
interface Recognized {
  readonly id: TicketId;
  readonly label: TicketLabel;
  readonly service: ServiceId;
  readonly segment: SegmentId;
}

/** The word to the lobby that somebody of an announced segment is there. */
export function recognized({ index }: Situation, { id, label, service, segment }: Recognized): Draft[] {
  const isAnnounced = index.segments.get(segment)?.isAnnounced === true;
  return isAnnounced ? [draft({ type: 'recognized', ticket: id, label, service, segment })] : [];
}
