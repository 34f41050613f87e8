import type { TicketRef } from './commands.ts';
import type { CounterId, Duration, ServiceId, TellerId } from './rules.ts';
import type { PlaceKind } from './rules-visit.ts';

/** Where a teller sends a customer: to a service, to one window or one teller, or to these with another service. */
export interface Destination {
  /** Left out: the present one. */
  readonly service?: ServiceId;
  /** Waits for this window. */
  readonly toCounter?: CounterId;
  /** Waits for this teller, at whatever window. */
  readonly toTeller?: TellerId;
}

interface ServiceOfVisit {
  readonly ticket: TicketRef;
  readonly service: ServiceId;
  readonly counter: CounterId | null;
}

/** What a counter or the lobby manager asks for a visit of several services, counters or tellers. */
export type VisitCommand =
  /** Sends the ticket at the counter on. `place` left out: by the rules. `after`: set aside first, for so long. */
  | ({
      readonly type: 'transfer';
      readonly counter: CounterId;
      readonly place?: PlaceKind;
      readonly after?: Duration | 'by-rule';
    } & Destination)
  /** Hands the customer to the client manager; no destination: that of the reason. */
  | ({ readonly type: 'refer'; readonly counter: CounterId; readonly reason: string } & Destination)
  /** The customer at the counter `from`, whose teller is gone, goes on at `counter`. */
  | { readonly type: 'take-over'; readonly counter: CounterId; readonly from: CounterId }
  /** The step in hand is done: on to whoever does the next one. */
  | { readonly type: 'handoff'; readonly counter: CounterId }
  /** `counter` when a counter asks. */
  | ({ readonly type: 'add-service' } & ServiceOfVisit)
  | ({ readonly type: 'drop-service' } & ServiceOfVisit)
  /** Null: nobody has looked after all. */
  | {
      readonly type: 'mark-papers';
      readonly ticket: TicketRef;
      readonly isReady: boolean | null;
      readonly counter: CounterId | null;
    };
