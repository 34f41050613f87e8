import { estimateOf } from '../queue/estimate.ts';
import type { Instant, ServiceId } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';
import { wholeMinutes } from './estimate.ts';

/** The tickets of one service that wait, as the hall and the lobby manager see them. */
export interface QueueView {
  readonly service: ServiceId;
  readonly waiting: number;
  readonly isIssuing: boolean;
  /** Branch time since which the ticket that has waited longest waits; null when none does. */
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
  return {
    service,
    waiting: tickets.length,
    isIssuing: rules.isIssuing,
    longestSince: tickets[0]?.queuedAt ?? null,
    wait: waitOf(state, service, now),
  };
}

/** Of a customer of the segment that is named first: the ordinary one. */
function waitOf(state: Readonly<QueueState>, service: ServiceId, now: Instant): QueueView['wait'] {
  const [ordinary] = state.rules?.segments ?? [];
  const estimate = ordinary ? estimateOf(state, service, ordinary.id, now) : null;
  return estimate && wholeMinutes(estimate);
}
