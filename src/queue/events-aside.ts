import type { Duration, Instant, Reference, SegmentId, ServiceId, TicketId, TicketLabel, WallTime } from './rules.ts';
import type { Pool } from './state.ts';

/** What happens to customers who neither wait in a queue nor are at a window: parked, late, or still to come. */
export type AsideBody =
  /** Set aside, in no queue; `until` null: it does not return by itself. */
  | {
      readonly type: 'parked';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      readonly pool: Pool;
      readonly until: Instant | null;
      readonly served: Duration;
    }
  /**
   * Back in its queue by its arrival, although nobody called it from its pool. `closed`: the window that could has closed;
   * `opened`: it was held over, and the branch has opened.
   */
  | {
      readonly type: 'unparked';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      readonly reason: 'time' | 'asked' | 'closed' | 'rules' | 'opened';
    }
  /** After a no-show the customer came all the same, for the `times`-th time. */
  | {
      readonly type: 'returned';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      /** Its place in the queue counts from here. */
      readonly queuedAt: Instant;
      readonly times: number;
      /** Somebody else has its pager since. */
      readonly withoutPager?: true;
    }
  /** The hours or the day are over and nobody took care of it. */
  | { readonly type: 'expired'; readonly ticket: TicketId; readonly label: TicketLabel; readonly service: ServiceId }
  | {
      readonly type: 'booked';
      readonly reference: Reference;
      readonly service: ServiceId;
      readonly segment: SegmentId;
      readonly time: WallTime;
    }
  | { readonly type: 'booking-cancelled'; readonly reference: Reference }
  /** Nobody has checked in. */
  | { readonly type: 'booking-expired'; readonly reference: Reference }
  /** New rules issue no number of a service that somebody has booked: whoever comes is to be given another one. */
  | { readonly type: 'bookings-stranded'; readonly service: ServiceId; readonly references: readonly Reference[] }
  /** The customer is there; the ticket is issued next. `unknown`: the wall clock is not trusted. */
  | {
      readonly type: 'checked-in';
      readonly reference: Reference;
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly standing: 'kept' | 'late' | 'unknown';
    };

/** Version of each event's shape in the journal. */
export const ASIDE_VERSIONS: { readonly [T in AsideBody['type']]: number } = {
  parked: 1,
  unparked: 1,
  expired: 1,
  returned: 1,
  booked: 1,
  'booking-cancelled': 1,
  'booking-expired': 1,
  'bookings-stranded': 1,
  'checked-in': 1,
};
