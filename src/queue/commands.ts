import type { AlertId, DeviceAlertRef } from './alerts.ts';
import type { BookedHours } from './booked-hours.ts';
import type { Need } from './care.ts';
import type { CareCommand } from './commands-care.ts';
import type { GuidanceCommand } from './commands-guidance.ts';
import type { HallCommand } from './commands-hall.ts';
import type { CopyCommand } from './commands-print.ts';
import type { RecordCommand } from './commands-record.ts';
import type { SegmentCommand } from './commands-segments.ts';
import type { VisitCommand } from './commands-visit.ts';
import type { ScheduledInstant } from './instants.ts';
import type {
  CounterId,
  Duration,
  PoolKind,
  ProfileId,
  Reference,
  Rules,
  SegmentId,
  ServiceId,
  TellerId,
  TicketId,
  TicketLabel,
  WallTime,
} from './rules.ts';

/** A program that gives commands. */
export type ClientActor = { readonly kind: 'mqtt' | 'http'; readonly client: string };

/** Who did it. Stands on every event. No personal data: a teller is an id of the branch. */
export type Actor =
  | { readonly kind: 'kiosk'; readonly device: string }
  | { readonly kind: 'keypad'; readonly device: string }
  /** The customer, at the window. */
  | { readonly kind: 'rating-pad'; readonly device: string }
  | { readonly kind: 'printer'; readonly device: string }
  | ClientActor
  | { readonly kind: 'web'; readonly user: string }
  /** `through`: the program that the person acts by. */
  | { readonly kind: 'lobby-manager' | 'head-office'; readonly user: string; readonly through?: ClientActor }
  | { readonly kind: 'schedule' }
  | { readonly kind: 'daemon' };

/**
 * Identity of a command at its source, so that a resent one is answered and not done again.
 * `source` is stable (a keypad's address, an MQTT client id), `key` is unique within the source
 * (boot nonce + sequence, correlation data, idempotency key).
 */
export interface CommandId {
  readonly source: string;
  readonly key: string;
}

/** A ticket by its serial number, or by the label that a person reads (live tickets only). */
export type TicketRef = { readonly id: TicketId } | { readonly label: TicketLabel };

/** How the customer gets to know the number: on paper (callable once printed) or told on a screen. */
export type Handover = 'paper' | 'screen';

export type UnknownPrint = 'no-answer' | 'restart' | 'connection-lost';
export type FailedPrint = 'paper-out' | 'cover-open' | 'fault' | 'gone';

type CommandBody =
  | CareCommand
  | RecordCommand
  | GuidanceCommand
  | {
      readonly type: 'issue';
      readonly service: ServiceId;
      readonly segment: SegmentId;
      /** BCP 47 tag of the customer's language. */
      readonly language: string;
      readonly handover: Handover;
      /** What the customer comes for besides. */
      readonly more?: readonly ServiceId[];
      /** The customer was asked whether it is worth the wait, and wants the number. */
      readonly insists?: boolean;
      /** Nobody could answer where the number is asked for: no question is asked, and no yes is counted. */
      readonly isUnasked?: true;
      /** A messenger with so many slips. */
      readonly bulk?: number;
      /** What the customer needs; left out: nothing. */
      readonly needs?: readonly Need[];
      /** Of the pager that was handed out. */
      readonly pager?: string;
    }
  /** `heldFor`: how long ago the key was pressed, where that is known. */
  | { readonly type: 'call-next'; readonly counter: CounterId; readonly heldFor?: Duration }
  | { readonly type: 'call-ticket'; readonly counter: CounterId; readonly ticket: TicketRef }
  | { readonly type: 'recall'; readonly counter: CounterId }
  | { readonly type: 'start'; readonly counter: CounterId }
  /** `isWhole`: with all services that the visit still has. */
  | { readonly type: 'finish'; readonly counter: CounterId; readonly isWhole?: boolean }
  | { readonly type: 'no-show'; readonly counter: CounterId }
  /** By a person of the branch or by the customer; `counter` when a counter asks. */
  | { readonly type: 'cancel'; readonly ticket: TicketRef; readonly counter: CounterId | null; readonly reason: string }
  | { readonly type: 'undo'; readonly counter: CounterId }
  | VisitCommand
  | {
      readonly type: 'book';
      readonly reference: Reference;
      readonly service: ServiceId;
      readonly segment: SegmentId;
      readonly time: WallTime;
      /** By the hours of that day; left out: it has none. */
      readonly hours?: BookedHours;
    }
  | { readonly type: 'cancel-appointment'; readonly reference: Reference }
  /** The customer of an appointment is there. */
  | {
      readonly type: 'check-in';
      readonly reference: Reference;
      /** In place of the one that was booked. */
      readonly service?: ServiceId;
      readonly language: string;
      readonly handover: Handover;
      /** Wants the number whatever a customer without an appointment would be asked: whoever is late is one. */
      readonly insists?: boolean;
      /** Nobody could answer where the code is shown: no question is asked, and no yes is counted. */
      readonly isUnasked?: true;
      /** What the customer needs; left out: nothing. */
      readonly needs?: readonly Need[];
      /** Of the pager that was handed out. */
      readonly pager?: string;
    }
  /** Sets the ticket at the counter aside. Null: as the rules say. */
  | {
      readonly type: 'park';
      readonly counter: CounterId;
      readonly pool: PoolKind | null;
      readonly returnAfter: Duration | null;
    }
  /** After a no-show the customer has come; the newest with that label. `counter` when a counter asks. */
  | { readonly type: 'return-late'; readonly ticket: TicketRef; readonly counter: CounterId | null }
  /** Back to its queue now; `counter` when a counter asks. */
  | { readonly type: 'unpark'; readonly ticket: TicketRef; readonly counter: CounterId | null }
  | {
      readonly type: 'open-counter';
      readonly counter: CounterId;
      readonly teller: TellerId | null;
      /** Null: the profile of the rules. */
      readonly profile: ProfileId | null;
    }
  | { readonly type: 'pause-counter'; readonly counter: CounterId }
  /** A person chooses the profile of a counter; null gives it back to schedule and switches. */
  | { readonly type: 'switch-profile'; readonly counter: CounterId; readonly profile: ProfileId | null }
  | { readonly type: 'close-counter'; readonly counter: CounterId }
  /** A teller calls for help. */
  | { readonly type: 'panic'; readonly counter: CounterId }
  /** `person`: an id of the branch; null: the client does not say. `of`: where it is an alert of a device, which one. */
  | {
      readonly type: 'acknowledge-alert';
      readonly alert: AlertId;
      readonly person: string | null;
      readonly of: DeviceAlertRef | null;
    }
  | { readonly type: 'print-started'; readonly ticket: TicketId; readonly device: string }
  | { readonly type: 'print-ended'; readonly ticket: TicketId; readonly device: string }
  | { readonly type: 'print-failed'; readonly ticket: TicketId; readonly device: string; readonly reason: FailedPrint }
  | {
      readonly type: 'print-unknown';
      readonly ticket: TicketId;
      readonly device: string;
      readonly reason: UnknownPrint;
    }
  | CopyCommand
  | { readonly type: 'apply-rules'; readonly rules: Rules }
  /** `day` is null while the wall clock is not trusted. `openingHash` is that of the snapshot of the state now. */
  | {
      readonly type: 'open-day';
      readonly day: string | null;
      readonly instants: readonly ScheduledInstant[];
      readonly openingHash: string;
    }
  /** The instants of the day that is open are others: new hours, or a clock that was put right. */
  | { readonly type: 'plan-day'; readonly instants: readonly ScheduledInstant[] }
  /** Wall time = branch time + `offset`. */
  | { readonly type: 'set-clock'; readonly offset: Duration; readonly isTrusted: boolean }
  | { readonly type: 'tick' }
  | SegmentCommand
  | HallCommand;

/** A wish, with its actor and its identity; `id` is null for what the daemon itself asks, which nobody resends. */
export type Command = CommandBody & { readonly id: CommandId | null; readonly actor: Actor };
export type CommandType = Command['type'];
/** A command of one type. */
export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;
export type { ScheduledInstant } from './instants.ts';
