import type { CounterId, ServiceId, TellerId, TicketLabel } from './rules.ts';

/** Why nothing was done for a visit of several services, counters or tellers. */
export type VisitRefusal =
  /** As many services as may be on one ticket. */
  | { readonly code: 'services-limit'; readonly limit: number }
  /** The visit has or had the service already. */
  | { readonly code: 'service-twice'; readonly service: ServiceId }
  /** The service is not to come in this visit. */
  | { readonly code: 'service-not-pending'; readonly label: TicketLabel; readonly service: ServiceId }
  /** Neither a service nor a window nor a teller was named. */
  | { readonly code: 'no-destination' }
  /** The customer is there already. */
  | { readonly code: 'same-counter'; readonly counter: CounterId }
  /** Nobody is called in the hall from there. */
  | { readonly code: 'back-counter'; readonly counter: CounterId }
  /** The teller is logged in at no window of the hall. */
  | { readonly code: 'teller-away'; readonly teller: TellerId }
  | { readonly code: 'unknown-reason'; readonly reason: string }
  /** The service has no steps. */
  | { readonly code: 'no-steps'; readonly service: ServiceId }
  /** The last step is ended by finish. */
  | { readonly code: 'last-step'; readonly label: TicketLabel; readonly step: string }
  /** No counter that does the step is open. */
  | { readonly code: 'step-unattended'; readonly step: string }
  /** The ticket waits for another window or teller. */
  | { readonly code: 'waits-for-other'; readonly label: TicketLabel; readonly pool: 'counter' | 'teller' | 'step' };
