import type { NotBookable } from './booked-hours.ts';
import type { AlertRefusal } from './refusals-alerts.ts';
import type { CareRefusal } from './refusals-care.ts';
import type { CopyRefusal } from './refusals-copies.ts';
import type { GuidanceRefusal } from './refusals-guidance.ts';
import type { HallRefusal } from './refusals-hall.ts';
import type { HoursRefusal } from './refusals-hours.ts';
import type { RecordRefusal } from './refusals-record.ts';
import type { SegmentRefusal } from './refusals-segments.ts';
import type { VisitRefusal } from './refusals-visit.ts';
import type { CounterId, Duration, PoolKind, Reference, ServiceId, TicketId, TicketLabel, WallTime } from './rules.ts';
import type { TicketStatus } from './state.ts';

/** Why the queue did not do what it was asked: expected, typed, nothing changed. */
export type Refusal =
  | VisitRefusal
  | CareRefusal
  | { readonly code: 'no-rules' }
  | { readonly code: 'no-day' }
  | { readonly code: 'unknown-service'; readonly service: ServiceId }
  | { readonly code: 'unknown-segment'; readonly segment: string }
  | { readonly code: 'unknown-counter'; readonly counter: CounterId }
  | { readonly code: 'unknown-profile'; readonly profile: string }
  | { readonly code: 'unknown-ticket'; readonly ticket: TicketId | TicketLabel }
  | HoursRefusal
  | GuidanceRefusal
  | { readonly code: 'service-not-issuing'; readonly service: ServiceId }
  /** Every number of the range is live. */
  | { readonly code: 'numbers-exhausted'; readonly service: ServiceId }
  | { readonly code: 'counter-closed'; readonly counter: CounterId }
  | { readonly code: 'counter-paused'; readonly counter: CounterId }
  /** The counter is already in the state that was asked for. */
  | { readonly code: 'counter-already'; readonly counter: CounterId; readonly state: 'open' | 'paused' | 'closed' }
  /** The counter follows the profile already, and by the same right. */
  | { readonly code: 'profile-already'; readonly counter: CounterId; readonly profile: string }
  /** A ticket is called or served at the counter and must be ended first. */
  | { readonly code: 'counter-busy'; readonly counter: CounterId; readonly label: TicketLabel }
  /** Nothing is called or served at the counter. */
  | { readonly code: 'no-open-ticket'; readonly counter: CounterId }
  /** The command does not fit the ticket's status. */
  | { readonly code: 'wrong-status'; readonly label: TicketLabel; readonly status: TicketStatus }
  /** The ticket is at another counter. */
  | { readonly code: 'other-counter'; readonly label: TicketLabel; readonly counter: CounterId }
  /** The counter does not serve the ticket's service. */
  | { readonly code: 'not-served-here'; readonly counter: CounterId; readonly service: ServiceId }
  /** The ticket is being printed. */
  | { readonly code: 'not-callable-yet'; readonly label: TicketLabel }
  | { readonly code: 'recall-limit'; readonly label: TicketLabel; readonly limit: number }
  | { readonly code: 'nothing-to-undo'; readonly counter: CounterId }
  | { readonly code: 'undo-too-late'; readonly counter: CounterId }
  /** Somebody else has taken the ticket since. */
  | { readonly code: 'undo-overtaken'; readonly label: TicketLabel }
  | { readonly code: 'same-service'; readonly service: ServiceId }
  /** The rules know no return after a no-show. */
  | { readonly code: 'no-late-return' }
  /** So many others were called since. */
  | { readonly code: 'return-too-late'; readonly label: TicketLabel; readonly called: number }
  | { readonly code: 'return-limit'; readonly label: TicketLabel; readonly limit: number }
  /** Somebody else has the number by now. */
  | { readonly code: 'number-taken'; readonly label: TicketLabel }
  /** The rules know no appointments. */
  | { readonly code: 'no-appointments' }
  | { readonly code: 'unknown-appointment'; readonly reference: Reference }
  /** Another appointment stands under it. */
  | { readonly code: 'reference-taken'; readonly reference: Reference }
  /** As many appointments stand as may. */
  | { readonly code: 'appointments-full'; readonly limit: number }
  /** Whoever booked it could not be on time any more. */
  | { readonly code: 'appointment-past'; readonly reference: Reference }
  /** Nobody is there at that time; where it opens again after it, `opens` says when. */
  | {
      readonly code: 'appointment-outside-hours';
      readonly reference: Reference;
      readonly service: ServiceId;
      readonly why: NotBookable;
      readonly opens: WallTime | null;
    }
  /** No number of the booked service is issued any more: staff choose another one. */
  | { readonly code: 'appointment-service-gone'; readonly reference: Reference; readonly service: ServiceId }
  /** Checking in begins in `wait` ms. */
  | { readonly code: 'check-in-early'; readonly reference: Reference; readonly wait: Duration }
  /** The rules know no parking. */
  | { readonly code: 'no-parking' }
  /** As many tickets are parked as may be. */
  | { readonly code: 'pool-full'; readonly limit: number }
  /** The ticket is parked for somebody else. */
  | { readonly code: 'parked-elsewhere'; readonly label: TicketLabel; readonly pool: PoolKind }
  /** The print job does not belong to the ticket's state. */
  | { readonly code: 'wrong-print-state'; readonly label: TicketLabel; readonly print: string }
  | { readonly code: 'day-not-after'; readonly day: string }
  | SegmentRefusal
  | CopyRefusal
  | HallRefusal
  | RecordRefusal
  | AlertRefusal;

export type RefusalCode = Refusal['code'];
