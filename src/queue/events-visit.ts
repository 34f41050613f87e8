import type { Signals } from './care.ts';
import type { CounterId, Duration, Instant, ServiceId, TicketId, TicketLabel } from './rules.ts';
import type { StepDone, WaitingPool } from './visit.ts';

interface OfTicket {
  readonly ticket: TicketId;
  readonly label: TicketLabel;
}

/** Where somebody is sent who leaves a counter. */
export interface Sent {
  readonly from: ServiceId;
  readonly to: ServiceId;
  /** The arrival that its place there counts from. */
  readonly queuedAt: Instant;
  readonly served: Duration;
  /** Left out: the queue of the service. */
  readonly pool?: WaitingPool;
  /** Set aside until then; left out: waits there at once. */
  readonly until?: Instant;
}

/** What happens to a visit of several services, counters or tellers. */
export type VisitBody =
  /** To the client manager, with the reason's code. The head says which teller. */
  | ({ readonly type: 'referred'; readonly reason: string } & OfTicket & Sent)
  /** The visit goes on at the counter of the head; the one where it was has no teller any more. */
  | ({ readonly type: 'taken-over'; readonly from: CounterId; readonly status: 'called' | 'serving' } & OfTicket &
      Signals)
  /** One service is over, the visit goes on with the next: at the same counter (`here`), or waiting again. */
  | ({
      readonly type: 'service-finished';
      readonly from: ServiceId;
      readonly to: ServiceId;
      readonly where: 'here' | 'queue';
      readonly queuedAt: Instant;
      readonly served: Duration;
      /** The last step of the service, when it has steps. */
      readonly step?: StepDone;
    } & OfTicket)
  /**
   * On to the next step of the service: at the same counter (`here`), in a pool, or back in the queue. `step` is the one that is
   * over; null: none, the step in hand goes to those who do it.
   */
  | ({
      readonly type: 'handed-off';
      readonly service: ServiceId;
      readonly language: string;
      readonly step: StepDone | null;
      readonly to: string;
      readonly where: 'here' | 'pool' | 'queue';
      readonly pool: WaitingPool | null;
      /** The counter that it returns to when a step elsewhere is over. */
      readonly home: CounterId | null;
      /** The customer sits down meanwhile: nobody calls the number in the hall. */
      readonly isSeated: boolean;
      readonly queuedAt: Instant;
      readonly served: Duration;
    } & OfTicket)
  /** Whom it waited for has gone, or somebody asked: it waits for another pool, or in the queue of its service. */
  | ({
      readonly type: 'requeued';
      readonly service: ServiceId;
      readonly pool: WaitingPool | null;
      readonly queuedAt: Instant;
      readonly reason: 'closed' | 'rules' | 'asked';
    } & OfTicket)
  /** `pending`: what is to come after the present service, in order. */
  | ({ readonly type: 'service-added'; readonly service: ServiceId; readonly pending: readonly ServiceId[] } & OfTicket)
  | ({
      readonly type: 'service-dropped';
      readonly service: ServiceId;
      readonly pending: readonly ServiceId[];
    } & OfTicket)
  | ({ readonly type: 'papers-marked'; readonly isReady: boolean | null } & OfTicket);

/** Version of each event's shape in the journal. */
export const VISIT_VERSIONS: { readonly [T in VisitBody['type']]: number } = {
  referred: 1,
  'taken-over': 1,
  'service-finished': 1,
  'handed-off': 1,
  requeued: 1,
  'service-added': 1,
  'service-dropped': 1,
  'papers-marked': 1,
};
