import type { AlertBook, SnapshotAlerts } from './alerts.ts';
import type { Needs } from './care.ts';
import type { CommandId, Handover, ScheduledInstant } from './commands.ts';
import type { Copies } from './copies.ts';
import type { Answer, Restored } from './events.ts';
import type { Pace } from './pace.ts';
import type { PaceSnapshot } from './pace-snapshot.ts';
import type { PlacedCounter } from './placed.ts';
import type {
  CounterId,
  Duration,
  Instant,
  Place,
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
import type { MachineId } from './rules-guidance.ts';
import type { Serving } from './serving.ts';
import type { Diversion, MachineState } from './state-guidance.ts';
import type { Hall, Tally } from './state-hours.ts';
import type { TicketBefore, Visit } from './visit.ts';

/** Statuses of a visit that is not over. */
export const OPEN_STATUSES = ['waiting', 'called', 'serving', 'parked'] as const;
/** Statuses that end a visit. */
export const END_STATUSES = ['finished', 'no-show', 'cancelled', 'withdrawn', 'expired'] as const;
export const TICKET_STATUSES = [...OPEN_STATUSES, ...END_STATUSES] as const;
export type OpenStatus = (typeof OPEN_STATUSES)[number];
export type EndStatus = (typeof END_STATUSES)[number];
export type TicketStatus = (typeof TICKET_STATUSES)[number];

/** What is known of the slip of paper. `none`: the customer was told on a screen. */
export type PrintState = 'none' | 'pending' | 'started' | 'printed' | 'failed' | 'unknown';

/** Who may call a parked ticket. */
export type Pool =
  | { readonly kind: 'counter'; readonly counter: CounterId }
  | { readonly kind: 'teller'; readonly teller: TellerId }
  | { readonly kind: 'branch' };

/** Where a ticket is set aside. */
export interface Parked {
  readonly pool: Pool;
  readonly since: Instant;
  /** When it returns to its queue by itself; null: not by itself. */
  readonly until: Instant | null;
  /** It waited when the hours were over, and returns when the branch opens. */
  readonly isHeldOver?: boolean;
}

/** A customer's number and its visit. The one mutable record; only `evolve` writes it. */
export interface Ticket {
  readonly id: TicketId;
  readonly label: TicketLabel;
  readonly number: number;
  /** Who the customer is; a person may change it. */
  segment: SegmentId;
  /** Who the customer was taken for first. */
  readonly issuedAs: SegmentId;
  readonly language: string;
  readonly handover: Handover;
  readonly issuedAt: Instant;
  /** The service that it waits for or is served in now. */
  service: ServiceId;
  status: TicketStatus;
  /** Its place in the queue counts from here; the older ticket id wins a tie. A transfer may keep the first arrival. */
  queuedAt: Instant;
  /** Issue, or the return to a queue: what it waited is measured from here. */
  waitingSince: Instant;
  /** False while its slip may still be in the printer. */
  isCallable: boolean;
  print: PrintState;
  counter: CounterId | null;
  calledAt: Instant | null;
  startedAt: Instant | null;
  endedAt: Instant | null;
  recalls: number;
  /** Called to a standing request. */
  isFromRequest: boolean;
  /** Services that this visit has been through, the present one last. */
  services: ServiceId[];
  /** Where it is parked; stays while it is called from there, so that an undone call finds the way back. */
  parked: Parked | null;
  /** How often it was parked. */
  parkings: number;
  /** Calls of its service up to its no-show; null: it was none, or came back. */
  missedAfter: number | null;
  /** How often it came back after a no-show. */
  returns: number;
  /** Services that ended, in order. */
  servings: Serving[];
  /** Null while it only waits for its service. */
  visit: Visit | null;
  /** Left out while nobody has asked for a copy of its slip. */
  copies?: Copies;
  /** A messenger with so many slips; null: an ordinary visit. */
  bulk: number | null;
  /** Null: nothing that others do not need. */
  needs: Needs | null;
}

/** A time that was booked; it is over once the customer has checked in. */
export interface Appointment {
  readonly reference: Reference;
  readonly service: ServiceId;
  readonly segment: SegmentId;
  readonly time: WallTime;
}

/** What a counter may take back. */
export type UndoableAct = 'call' | 'finish' | 'no-show' | 'park' | 'transfer' | 'handoff' | 'referral' | 'take-over';

/** What the last undoable command of a counter changed. */
export interface Undoable {
  readonly what: UndoableAct;
  readonly at: Instant;
  readonly restores: readonly Restored[];
  /** The command that did it: several events of one command are undone together. */
  readonly command: CommandId | null;
  /** The counter's no-shows in a row before it. */
  readonly noShows: number;
  /** It paused the counter (no-shows), and nobody has opened it since: undo opens it. */
  readonly hasPaused: boolean;
  /** Of the counter's cycle before it. */
  readonly turns: readonly number[] | null;
  /** Of those whom it sent on within their visit. */
  readonly before?: readonly TicketBefore[];
  /** The counter that a take-over has paused: undo opens it, unless somebody has done so since. */
  readonly pausedOther?: CounterId;
}

export interface Counter {
  readonly id: CounterId;
  state: 'open' | 'paused' | 'closed';
  teller: TellerId | null;
  profile: ProfileId;
  /** The ticket called or served here. */
  ticket: TicketId | null;
  request: { readonly since: Instant; readonly until: Instant } | null;
  /** No-shows in a row on tickets called to standing requests. */
  noShows: number;
  undo: Undoable | null;
  /** Calls that each part of the profile's cycle has had in this round; null before the first. */
  turns: readonly number[] | null;
  /** A person chose the profile: schedule and switches do not change it. */
  isHeld: boolean;
  /** The profile of the schedule; null: none, the configured one. */
  scheduled: ProfileId | null;
  /** The service that ended here last: the how-many-th of which ticket. */
  lastServed: { readonly ticket: TicketId; readonly part: number } | null;
  /** Where the counter pauses by itself: since then nobody has done anything there, and somebody it could call waits. */
  leftSince: Instant | null;
}

/** Names a line: people of one service whose segments the rules make no difference between. */
export type LineKey = string;

/** The queues parted by service and segment. */
export interface PartedQueues {
  keyOf(ticket: Ticket): LineKey;
  readonly waiting: Map<LineKey, Ticket[]>;
  readonly callable: Map<LineKey, Ticket[]>;
}

export interface Day {
  /** ISO date in the branch's zone; null while the wall clock is not trusted. */
  readonly date: string | null;
  readonly openedAt: Instant;
  readonly instants: readonly ScheduledInstant[];
}

export interface RememberedAnswer {
  readonly key: string;
  readonly answer: Answer;
}

/** A ticket in a snapshot; before there were visits of several services none had one. Few are bulk visits or need something. */
export type SnapshotTicket = Omit<Ticket, 'visit' | 'bulk' | 'needs'> & {
  readonly visit?: Visit | null;
  readonly bulk?: number | null;
  readonly needs?: Needs | null;
};

/** A counter in a snapshot; the first release knew no cycles, and no profiles but the configured and the teller's. */
export type SnapshotCounter = Omit<Counter, 'turns' | 'undo' | 'isHeld' | 'scheduled' | 'lastServed' | 'leftSince'> & {
  readonly turns?: Counter['turns'];
  readonly isHeld?: boolean;
  readonly scheduled?: ProfileId | null;
  readonly lastServed?: Counter['lastServed'];
  readonly leftSince?: Counter['leftSince'];
  readonly undo: (Omit<Undoable, 'turns'> & { readonly turns?: Undoable['turns'] }) | null;
};

/**
 * The state as plain JSON: what `day-opened` carries, what replay starts from, what tests compare.
 * Everything derived (indexes, heap, queues) is left out and built again by `restore`.
 */
export interface Snapshot {
  readonly version: 1;
  readonly rules: Rules | null;
  readonly day: Day | null;
  readonly clock: { readonly offset: Duration; readonly isTrusted: boolean } | null;
  readonly lastTicket: TicketId;
  /** Live tickets, by id. */
  readonly tickets: readonly SnapshotTicket[];
  /** Ended visits, in the order of their end. */
  readonly ended: readonly SnapshotTicket[];
  /** By id. Counters that the rules dropped stay while a customer is there. */
  readonly counters: readonly SnapshotCounter[];
  /** Last number issued of each service, sorted by service. */
  readonly lastNumbers: readonly (readonly [ServiceId, number])[];
  /** Calls of each service, sorted by service. Balances from before there was a late return have none. */
  readonly calls?: readonly (readonly [ServiceId, number])[];
  /** By reference. Balances from before there were appointments have none. */
  readonly appointments?: readonly Appointment[];
  /** Sources in order of last use, the first is the first to be forgotten; of each the newest answer last. */
  readonly answers: readonly (readonly [string, readonly RememberedAnswer[]])[];
  /** Switches that are on, sorted; this and what follows was left out by the first release. */
  readonly switchesOn?: readonly string[];
  readonly scheduledTo?: number;
  readonly lastAt?: Instant;
  /** From before there were hours: none. */
  readonly hall?: Hall;
  readonly tallies?: readonly (readonly [ServiceId, Tally])[];
  /** Sorted by machine; from before there were machines, or without any: none. */
  readonly machines?: readonly (readonly [MachineId, MachineState])[];
  /** Sorted by service and machine. */
  readonly diversions?: readonly Diversion[];
  /** Sorted by the name of the group. */
  readonly passes?: readonly (readonly [string, readonly Place[]])[];
  /** Balances from before there were estimates have none. */
  readonly pace?: PaceSnapshot;
  /** Balances from before there were alerts have none. */
  readonly alerts?: SnapshotAlerts;
}

/**
 * The one owned state: written by `evolve` alone, read by everybody else. Indexes beside the records are
 * derived from them and never journaled.
 */
export interface QueueState {
  rules: Rules | null;
  day: Day | null;
  clock: { readonly offset: Duration; readonly isTrusted: boolean } | null;
  lastTicket: TicketId;
  /** Live tickets. */
  readonly tickets: Map<TicketId, Ticket>;
  readonly labels: Map<TicketLabel, TicketId>;
  /** Waiting tickets of each service in order of their place: `queuedAt`, then id. Callable or not. */
  readonly waiting: Map<ServiceId, Ticket[]>;
  /** Those of `waiting` that may be called now, in the same order: the first of each line is all that a call looks at. */
  readonly callable: Map<ServiceId, Ticket[]>;
  /** Null while the rules make no difference between segments: the queues of the services are the lines. */
  parted: PartedQueues | null;
  /** Those who wait for a window, a teller or a step and stand in no queue, by the name of the pool, in the order of their places. */
  readonly pooled: Map<string, Ticket[]>;
  /** Whom others were called past, in order of their places, by group of counters; see `passes.ts`. */
  readonly passes: Map<string, Place[]>;
  readonly counters: Map<CounterId, Counter>;
  /** Those of `counters` that the rules in force know, in their order; null: nobody has put them in order. */
  placed: readonly PlacedCounter[] | null;
  /** Tickets that are set aside: in no queue. */
  readonly parked: Map<TicketId, Ticket>;
  /** Live bulk visits, wherever they are. */
  readonly bulks: Map<TicketId, Ticket>;
  /** Ended visits in the order of their end: at most `rules.endedKept`, and those whose end may still be undone. */
  readonly ended: Ticket[];
  readonly lastNumbers: Map<ServiceId, number>;
  /** Calls of each service, ever: only differences count. */
  readonly calls: Map<ServiceId, number>;
  /** Those that nobody has checked in for. */
  readonly appointments: Map<Reference, Appointment>;
  /** Switches of profiles that are on. */
  readonly switchesOn: Set<string>;
  /** So many of the day's instants are over, as far as profiles are concerned. */
  scheduledTo: number;
  /** Of the last event. */
  lastAt: Instant;
  hall: Hall;
  /** When the clock brings the next thing of the day; derived from the two. */
  hallTurnsAt: Instant | null;
  readonly tallies: Map<ServiceId, Tally>;
  /** Those that have said something under these rules. */
  readonly machines: Map<MachineId, MachineState>;
  readonly diversions: Map<string, Diversion>;
  /** In order of last use: the first is the first to be forgotten. */
  readonly answers: Map<string, RememberedAnswer[]>;
  /** What was learned of the time that customers take; see `pace.ts`. */
  readonly pace: Pace;
  readonly alerts: AlertBook;
  /** What time alone will change; see `due.ts`. */
  readonly due: DueHeap;
}

/** A heap of instants by name, in `due.ts`. */
export interface DueHeap {
  /** Sets, moves, or with null takes away, the instant of `name`. */
  set(name: string, at: Instant | null): void;
  /** The earliest instant, null when nothing is due ever. */
  first(): { readonly name: string; readonly at: Instant } | null;
  /** Every name that is due at or before `now`, earliest first; reads only. */
  until(now: Instant): readonly { readonly name: string; readonly at: Instant }[];
}
