import type { Duration, ServiceId } from './rules.ts';

/** From above one number until below another, so that what stands at the bound does not flap. */
export interface Band {
  readonly above: number;
  readonly below: number;
}

/** What the lobby manager is told of; a key that is left out is switched off. */
export interface AlertRules {
  /** Shares of the target of a service, 1: all of it. */
  readonly waitOver?: Band;
  /** A service takes longer than so many times its standard time. */
  readonly serviceOver?: number;
  /** A counter is open, calls nobody and did not ask for anybody, while somebody waits whom it serves, for so long. */
  readonly counterIdle?: Duration;
  /** People in one queue; some services have their own numbers. */
  readonly queueLong?: Band & { readonly services?: readonly (Band & { readonly service: ServiceId })[] };
  /** People in all queues together. */
  readonly allQueuesLong?: Band;
  /** Later arrivals that were called before somebody. */
  readonly passedOver?: number;
  /** The wall clock was not trusted for so long. */
  readonly clockUntrusted?: Duration;
  /** Tellers may call for help. */
  readonly panic?: true;
}
