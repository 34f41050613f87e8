import { beyondCapacity, outsideHours } from '../queue/decide/may-issue.ts';
import { estimateOf } from '../queue/estimate.ts';
import type { HoursRefusal } from '../queue/refusals-hours.ts';
import { indexOf } from '../queue/rule-index.ts';
import type { Instant, ServiceId } from '../queue/rules.ts';
import type { QueueState, Ticket } from '../queue/state.ts';
import type { Tally } from '../queue/state-hours.ts';
import { tallyOf } from '../queue/tallies.ts';
import { wholeMinutes } from './estimate.ts';

/** The tickets of one service that wait, as the hall and the lobby manager see them. */
export interface QueueView {
  readonly service: ServiceId;
  readonly waiting: number;
  /** Whether numbers are issued now. Whether there is time left for one more customer is known at the press alone. */
  readonly isIssuing: boolean;
  /** Why not, where hours or the capacity of the day are the reason. */
  readonly whyNot: HoursRefusal | null;
  readonly today: Tally;
  /** Branch time since which the ticket that has waited longest waits; null when none does, or who does is before the booked time. */
  readonly longestSince: number | null;
  /** How long somebody who comes now will wait, whole minutes, rounded outward; null where nobody knows. */
  readonly wait: { readonly from: number; readonly to: number } | null;
}

/**
 * The view of one service's queue; null when the rules in force do not know it.
 *
 * @param now branch time, ms
 */
export function queueView(state: Readonly<QueueState>, service: ServiceId, now: Instant): QueueView | null {
  const rules = state.rules?.services.find(({ id }) => id === service);
  if (!rules) return null;
  const tickets = state.waiting.get(service) ?? [];
  const whyNot = whyNotIssuing(state, service);
  return {
    service,
    waiting: tickets.length,
    isIssuing: rules.isIssuing && whyNot === null,
    whyNot,
    today: tallyOf(state, service),
    longestSince: longestSince(tickets, now),
    wait: waitOf(state, service, now),
  };
}

/** Of the first in the queue; who came before the booked time waits for nothing yet, and nobody stands before it. */
function longestSince([first]: readonly Ticket[], now: Instant): Instant | null {
  return first && first.queuedAt <= now ? first.queuedAt : null;
}

/** Why a service issues no numbers as of the last event: its hours, or that all numbers of the day are out. */
export function whyNotIssuing(state: Readonly<QueueState>, service: ServiceId): HoursRefusal | null {
  const index = state.rules && indexOf(state.rules);
  const rules = index?.services.get(service);
  if (!index || !rules) return null;
  const situation = { state, index, now: state.lastAt };
  return outsideHours(situation, rules) ?? beyondCapacity(situation, rules);
}

/** Of a customer of the segment that is named first: the ordinary one. */
function waitOf(state: Readonly<QueueState>, service: ServiceId, now: Instant): QueueView['wait'] {
  const [ordinary] = state.rules?.segments ?? [];
  const estimate = ordinary ? estimateOf(state, service, ordinary.id, now) : null;
  return estimate && wholeMinutes(estimate);
}
