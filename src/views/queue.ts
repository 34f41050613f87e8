import type { ServiceId } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';

/** The tickets of one service that wait, as the hall and the lobby manager see them. */
export interface QueueView {
  readonly service: ServiceId;
  readonly waiting: number;
  readonly isIssuing: boolean;
  /** Branch time since which the ticket that has waited longest waits; null when none does. */
  readonly longestSince: number | null;
}

/** The view of one service's queue; null when the rules in force do not know it. */
export function queueView(state: Readonly<QueueState>, service: ServiceId): QueueView | null {
  const rules = state.rules?.services.find(({ id }) => id === service);
  if (!rules) return null;
  const tickets = state.waiting.get(service) ?? [];
  return {
    service,
    waiting: tickets.length,
    isIssuing: rules.isIssuing,
    longestSince: tickets[0]?.queuedAt ?? null,
  };
}
