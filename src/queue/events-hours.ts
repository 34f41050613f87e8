import type { HallOrder } from './hall-states.ts';
import type { HallPhase, OpenedBy, ScheduledInstant } from './instants.ts';
import type { CounterId, ServiceId, TicketId, TicketLabel, WallTime } from './rules.ts';

/** What the hours of a day bring, and whoever overrules them. */
export type HoursBody =
  /** A person has the hall stand otherwise; `open`: the clock rules again, by a person or because the day is over. */
  | {
      readonly type: 'hall-set';
      readonly from: HallOrder;
      readonly state: HallOrder;
      /** When that is expected to end; left out: nobody has said. */
      readonly until?: WallTime;
    }
  /** By the clock; or `closing` to `closed` once nobody is left. */
  | { readonly type: 'hall-phase-changed'; readonly from: HallPhase; readonly phase: HallPhase }
  | { readonly type: 'service-hours-changed'; readonly service: ServiceId; readonly isOpen: boolean }
  /** `of` is to be at work from now on, or no longer; opening and closing it are events of their own. */
  | {
      readonly type: 'counter-hours-changed';
      readonly of: CounterId;
      readonly isOpen: boolean;
      readonly by: OpenedBy;
    }
  /** The hours are over: it waits in no queue until the branch opens again. */
  | { readonly type: 'held-over'; readonly ticket: TicketId; readonly label: TicketLabel; readonly service: ServiceId }
  /** The rest of the day has other hours, or the clock was put right. */
  | { readonly type: 'day-planned'; readonly instants: readonly ScheduledInstant[] };

/** Version of each event's shape in the journal. */
export const HOURS_VERSIONS: { readonly [T in HoursBody['type']]: number } = {
  'hall-set': 1,
  'hall-phase-changed': 1,
  'service-hours-changed': 1,
  'counter-hours-changed': 1,
  'held-over': 1,
  'day-planned': 1,
};
