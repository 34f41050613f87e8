import type { Needs, Signals } from './care.ts';
import type { Actor, CommandId, CommandType, Handover, ScheduledInstant } from './commands.ts';
import type { Estimate } from './estimate.ts';
import { ALERT_VERSIONS, type AlertBody } from './events-alerts.ts';
import { ASIDE_VERSIONS, type AsideBody } from './events-aside.ts';
import { CARE_VERSIONS, type CareBody } from './events-care.ts';
import { GUIDANCE_VERSIONS, type GuidanceBody } from './events-guidance.ts';
import { HOURS_VERSIONS, type HoursBody } from './events-hours.ts';
import { PRINT_VERSIONS, type PrintBody } from './events-print.ts';
import { RECORD_VERSIONS, type RecordBody } from './events-record.ts';
import { SEGMENT_VERSIONS, type SegmentBody } from './events-segments.ts';
import { type Sent, VISIT_VERSIONS, type VisitBody } from './events-visit.ts';
import type { Refusal } from './refusals.ts';
import type { Question, Unasked } from './refusals-hours.ts';
import type {
  CounterId,
  Duration,
  Instant,
  ProfileId,
  Rules,
  SegmentId,
  ServiceId,
  TellerId,
  TicketId,
  TicketLabel,
} from './rules.ts';
import type { MachineId } from './rules-guidance.ts';
import type { OpenStatus, Snapshot, UndoableAct } from './state.ts';
import type { Progress, StepDone } from './visit.ts';

/** What the source of a command is told, once it is on disk. Remembered, so that a resent command gets it again. */
export type Answer =
  | {
      readonly kind: 'issued';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly ahead: number;
      /** Left out where nobody knows. */
      readonly estimate?: Estimate;
      /** Of a visit of several services. */
      readonly visit?: Progress;
    }
  | {
      readonly kind: 'called';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly counter: CounterId;
      /** Tickets that this counter could call after this one. */
      readonly waiting: number;
      readonly visit?: Progress;
    }
  /** Nothing to call: the request stands, the next eligible ticket is called at once. */
  | { readonly kind: 'standing'; readonly counter: CounterId }
  /** `visit`: it goes on with another service; `isSeated`: the customer is told to sit down meanwhile. */
  | { readonly kind: 'done'; readonly label: TicketLabel | null; readonly visit?: Progress; readonly isSeated?: true }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * On every event: when, by whom, at which counter, with which teller, by which rule, and for which command.
 * The last event of a command carries its answer.
 */
export interface EventHead {
  readonly at: Instant;
  readonly actor: Actor;
  readonly counter: CounterId | null;
  readonly teller: TellerId | null;
  /**
   * Name of the rule that decided: for a call one of `Choice.rule` in `profile.ts`, the same after `helps/` where a counter
   * helps others than its own, or `pool/<kind>`; `request`, `next` (a visit that the next call ended),
   * `late-return/<place>`, `no-shows`, `hours`, `rules`, `undo`; null where none did.
   */
  readonly rule: string | null;
  readonly command: CommandId | null;
  readonly answer: Answer | null;
}

/** What an undo puts back. */
export interface Restored {
  readonly ticket: TicketId;
  readonly status: OpenStatus;
  readonly counter: CounterId | null;
}

type EventBody =
  | {
      readonly type: 'issued';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly number: number;
      readonly service: ServiceId;
      readonly segment: SegmentId;
      readonly language: string;
      readonly handover: Handover;
      /** Tickets that would be called before this one under the rules in force. */
      readonly ahead: number;
      /** How long it will wait from now on, under the rules in force and as the hall is; left out where nobody knows. */
      readonly estimate?: Estimate;
      /** A booked time that was kept: its place in the queue counts from there. */
      readonly booked?: Instant;
      /** Services that follow, in order. */
      readonly more?: readonly ServiceId[];
      /** The customer was asked whether it is worth the wait, and insisted. */
      readonly insisted?: Question;
      /** The customer was offered this machine, and insisted on a number. */
      readonly declined?: MachineId;
      readonly unasked?: Unasked;
      /** A messenger with so many slips. */
      readonly bulk?: number;
      readonly needs?: Needs;
    }
  | ({
      readonly type: 'called';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      /** Issue or return to queue → call. */
      readonly waited: Duration;
      readonly how: 'next' | 'request' | 'chosen';
      /** What it counted in the score of the counter's profile, in six digits; null where no score chooses. */
      readonly score: number | null;
      /** Later arrivals that were called before it, at counters that serve its service. */
      readonly passedOver: number;
      /** Calls that each part of the counter's cycle has had in this round; null where it was not moved. */
      readonly turns: readonly number[] | null;
      /** At a counter of the back office: nobody calls the number in the hall. */
      readonly isBack?: true;
    } & Signals)
  | { readonly type: 'request-stands'; readonly until: Instant }
  | {
      readonly type: 'request-ended';
      readonly reason: 'time' | 'pause' | 'close' | 'chosen' | 'rules' | 'undo' | 'hall';
    }
  | ({
      readonly type: 'recalled';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly times: number;
    } & Signals)
  | { readonly type: 'started'; readonly ticket: TicketId; readonly label: TicketLabel }
  | {
      readonly type: 'finished';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      /** Start (or call, when start was not pressed) → finish. */
      readonly served: Duration;
      /** The last step of the service, when it has steps. */
      readonly step?: StepDone;
    }
  | { readonly type: 'no-show'; readonly ticket: TicketId; readonly label: TicketLabel; readonly service: ServiceId }
  | { readonly type: 'cancelled'; readonly ticket: TicketId; readonly label: TicketLabel; readonly reason: string }
  | {
      readonly type: 'undone';
      readonly what: UndoableAct;
      readonly restored: readonly Restored[];
      /** Those whose pager somebody else has since; left out: none. */
      readonly withoutPager?: readonly TicketId[];
    }
  /** `to` is `from` when the rules dropped the counter that had called it. */
  | ({ readonly type: 'transferred'; readonly ticket: TicketId; readonly label: TicketLabel } & Sent)
  | AsideBody
  | VisitBody
  | CareBody
  | HoursBody
  | SegmentBody
  | RecordBody
  | AlertBody
  | { readonly type: 'counter-opened'; readonly profile: ProfileId }
  /** Version 1 had no `reason`: only tellers paused. `rules` stands in older journals alone. */
  | { readonly type: 'counter-paused'; readonly reason: 'teller' | 'no-shows' | 'rules' | 'left-alone' | 'take-over' }
  | { readonly type: 'counter-closed' }
  | {
      readonly type: 'profile-switched';
      /** None when a switch turned whose counters follow other profiles, or are closed. */
      readonly changes: readonly { readonly counter: CounterId; readonly from: ProfileId; readonly to: ProfileId }[];
      readonly cause: /** Of the counter in the head; held: whatever schedule and switches say. */
        | { readonly kind: 'person'; readonly isHeld: boolean }
        | { readonly kind: 'switch'; readonly switch: string; readonly isOn: boolean }
        /** So many of the day's instants are over. */
        | { readonly kind: 'schedule'; readonly done: number }
        /** A schedule or a switch that stood already, for counters that were opened or given back since. */
        | { readonly kind: 'standing' };
    }
  | PrintBody
  | GuidanceBody
  /** Time has made a ticket callable whose print was not confirmed. */
  | { readonly type: 'released'; readonly ticket: TicketId; readonly label: TicketLabel }
  | { readonly type: 'rules-applied'; readonly rules: Rules }
  | {
      readonly type: 'day-opened';
      readonly day: string | null;
      readonly instants: readonly ScheduledInstant[];
      /** The whole state before this event: replay may start here. */
      readonly opening: Snapshot;
      /** SHA-256 of the canonical JSON of `opening`, hex. */
      readonly openingHash: string;
    }
  | { readonly type: 'clock-set'; readonly offset: Duration; readonly isTrusted: boolean }
  /** A command was refused; nothing changed but what is remembered of its source. */
  | { readonly type: 'refused'; readonly asked: CommandType; readonly refusal: Refusal };

/** A fact. Written once, never edited; older shapes are lifted by `src/journal/upcast`. */
export type QueueEvent = EventBody & EventHead;
export type EventType = QueueEvent['type'];
/** An event of one type. */
export type EventOf<T extends EventType> = Extract<QueueEvent, { readonly type: T }>;
/** An event before its head is known. */
export type EventBodyOf<T extends EventType> = Extract<EventBody, { readonly type: T }>;
export type { EventBody };

/** Version of each event's shape in the journal; a change of shape raises it and adds a step to `src/journal/upcast`. */
export const EVENT_VERSIONS: { readonly [T in EventType]: number } = {
  issued: 2,
  called: 2,
  'request-stands': 1,
  'request-ended': 1,
  recalled: 1,
  started: 1,
  finished: 1,
  'no-show': 1,
  cancelled: 1,
  undone: 1,
  transferred: 1,
  ...ASIDE_VERSIONS,
  ...VISIT_VERSIONS,
  ...CARE_VERSIONS,
  ...HOURS_VERSIONS,
  ...SEGMENT_VERSIONS,
  ...RECORD_VERSIONS,
  ...ALERT_VERSIONS,
  'counter-opened': 1,
  'counter-paused': 2,
  'counter-closed': 1,
  'profile-switched': 1,
  ...PRINT_VERSIONS,
  ...GUIDANCE_VERSIONS,
  released: 1,
  'rules-applied': 1,
  'day-opened': 1,
  'clock-set': 1,
  refused: 1,
};
