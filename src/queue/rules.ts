import type { AlertRules } from './alert-rules.ts';
import type { DiversionRules, MachineRules, PapersRules, PapersWanted } from './rules-guidance.ts';
import type { AtClosing, HoursRules, LimitRules } from './rules-hours.ts';
import type { OwnRules, UpgradeRules } from './rules-segments.ts';
import type { CounterStep, VisitRules } from './rules-visit.ts';

/** Identifiers, times and the configuration as the queue sees it. Nothing here knows of files, clocks or languages. */

/** Branch time in milliseconds: never goes back, says nothing of the wall clock. */
export type Instant = number;
/** Wall time, Unix ms: for what people have agreed on. Branch time + the clock's offset. */
export type WallTime = number;
/** A length of time in milliseconds. */
export type Duration = number;

export type ServiceId = string;
export type CounterId = string;
export type SegmentId = string;
export type TellerId = string;
export type ProfileId = string;
/** What an appointment is known by: chosen by who books, and says nothing of the person. */
export type Reference = string;
/** Serial number of a ticket, 1, 2, 3 …, never used again while the journal lives. */
export type TicketId = number;
/** What people read: prefix letter and number, `A012`. Unique among live tickets. */
export type TicketLabel = string;

/** A place in a queue. */
export interface Place {
  readonly queuedAt: Instant;
  readonly id: TicketId;
}

/** A stage of a service with its own time standard: receive, review, return … */
export interface StepRules {
  readonly id: string;
  readonly standard: Duration;
  /** Counters that list the step do it, not the one that serves the customer; left out: that one does. */
  readonly isElsewhere?: boolean;
}

/** How a service's numbers run. Ranges of two services never overlap under one prefix (checked before). */
export interface NumberRange {
  readonly prefix: string;
  readonly first: number;
  readonly last: number;
  /** Zero-padded to this many digits. */
  readonly digits: number;
  /** Numbers that are never issued (4, 13 …). */
  readonly skip: readonly number[];
}

export type Complexity = 'simple' | 'complex';

export interface ServiceRules {
  readonly id: ServiceId;
  readonly numbers: NumberRange;
  readonly category: string;
  readonly complexity: Complexity;
  /** The wait that the bank promises. */
  readonly targetWait: Duration;
  /** What a minute of waiting for it counts in a score; left out: 1. */
  readonly weight?: number;
  /** Time standard of the service itself; the first guess of its length. */
  readonly standardTime: Duration;
  readonly steps: readonly StepRules[];
  /** False: live tickets are still served, no new ones are issued. */
  readonly isIssuing: boolean;
  /** Numbers of one business day; left out: as many as there are. */
  readonly perDay?: number;
  /** Left out: as in the whole branch. */
  readonly atClosing?: AtClosing;
  /** Missing: nobody is offered a machine instead. */
  readonly diversion?: DiversionRules;
}

export interface SegmentRules {
  readonly id: SegmentId;
  /** Its people count as if they had waited this much longer; left out: none. A cap counts what was really waited. */
  readonly headStart?: Duration;
  /** By this the weight of a service is multiplied in a score; left out: 1. */
  readonly weight?: number;
  /** An upgrade leads to a higher one; left out: 0. */
  readonly rank?: number;
  /** The lobby is told when one of its people comes. */
  readonly isAnnounced?: boolean;
}

export interface CounterRules {
  readonly id: CounterId;
  /** What the voice and the displays call it: window 3. */
  readonly number: number;
  readonly services: readonly ServiceId[];
  readonly profile: ProfileId;
  /** A keypad with one button: *next* so soon after a call says that nobody came. Missing: *next* always finishes. */
  readonly noShowWithin?: Duration;
  /** Open, with nobody at the window and no key pressed so long while somebody it could call waits: it pauses. Missing: never. */
  readonly pausesAfter?: Duration;
  /** What it does for other counters; left out: nothing. */
  readonly steps?: readonly CounterStep[];
  /** In the back office: works on papers, and calls nobody in the hall. */
  readonly isBack?: boolean;
  /** Missing: it is there for everybody. */
  readonly own?: OwnRules;
}

/** Some of the people who wait: those of whom everything that is given is true. Nothing given: all. */
export interface Selection {
  readonly services?: readonly ServiceId[];
  readonly categories?: readonly string[];
  readonly complexity?: Complexity;
  readonly segments?: readonly SegmentId[];
  /** Those whose papers somebody has seen to be ready, or all others. */
  readonly papers?: PapersWanted;
}

/**
 * What a rule looks at in a selection: the longest wait in it, ms; how many wait; the greatest share of a service's
 * target that somebody has waited, 1: all of it.
 */
export type Measure = 'longest-wait' | 'waiting' | 'target-used';

/** While the measure of a selection is above a value, the selection is called from. */
export interface ConditionRules {
  /** Stands in `called`: `condition/<id>`. */
  readonly id: string;
  readonly measure: Measure;
  readonly above: number;
  readonly of: Selection;
}

/** A part of a cycle: so many calls in each round. */
export interface CyclePart {
  /** Stands in `called`: `cycle/<id>`. */
  readonly id: string;
  readonly times: number;
  readonly of: Selection;
}

interface ProfileBase {
  readonly id: ProfileId;
  /** Wait after which a ticket goes before every other rule; no ticket starves. */
  readonly cap: Duration;
  /** A ticket that so many later arrivals were called before goes first, after those who have reached the cap. */
  readonly passOver?: number;
  /** Looked at in order before the kind of the profile: the first that holds is called from. */
  readonly conditions?: readonly ConditionRules[];
}

/** Chooses within a selection by `weight · (wait / target)^exponent / standardTime`; left out: by the longest wait. */
interface Scored {
  readonly exponent?: number;
}

/** The calling rules that a counter follows. */
export type ProfileRules =
  | (ProfileBase & { readonly kind: 'longest-wait' })
  | (ProfileBase & { readonly kind: 'score'; readonly exponent: number })
  /** Simple services while any simple ticket waits, then freed to the complex ones. */
  | (ProfileBase & Scored & { readonly kind: 'simple-first' })
  /** Complex services while any complex ticket waits, then freed to the simple ones. */
  | (ProfileBase & Scored & { readonly kind: 'complex-first' })
  /** N : M : K calls from selections in turns, then whoever is in none of them. */
  | (ProfileBase & Scored & { readonly kind: 'cycle'; readonly parts: readonly CyclePart[] });

/**
 * Counters that follow another profile while a measure of all who wait in a selection is high: from above `above`
 * until it is below `below`. Of several that hold for a counter the first counts.
 */
export interface SwitchRules {
  readonly id: string;
  readonly counters: readonly CounterId[];
  readonly profile: ProfileId;
  readonly measure: Measure;
  readonly of: Selection;
  readonly above: number;
  readonly below: number;
}

/** Who may call a parked ticket: the window that parked it, its teller at whatever window, or every window of the service. */
export type PoolKind = 'counter' | 'teller' | 'branch';

/** Tickets that tellers set aside. */
export interface ParkingRules {
  /** Where a ticket goes when nobody says where. */
  readonly pool: PoolKind;
  /** It returns to its queue by itself after this long; null: it stays until somebody calls or returns it. */
  readonly returnAfter: Duration | null;
  /** Tickets parked at one time in the whole branch. */
  readonly most: number;
  /** What happens to parked tickets when the next business day begins. */
  readonly atDayEnd: 'expire' | 'keep';
}

/** Where a customer who comes late stands in the queue again: never before the place of the own arrival. */
export type ReturnPlace =
  | { readonly kind: 'first' | 'last' | 'original' }
  | { readonly kind: 'after'; readonly tickets: number };

/** Customers who were a no-show and come all the same. */
export interface LateReturnRules {
  /** In time while at most so many tickets of its service were called since; null: calls do not count. */
  readonly withinCalls: number | null;
  /** In time for so long, too; null: time does not count. */
  readonly within: Duration | null;
  readonly place: ReturnPlace;
  /** Returns of one visit. */
  readonly times: number;
}

/** Customers who have booked a time. */
export interface AppointmentRules {
  /** Checking in begins so long before the time. */
  readonly before: Duration;
  /** So long after it the customer is still on time. */
  readonly after: Duration;
  /** So long after it nobody who was not there is expected any more; at least `after`. */
  readonly expiresAfter: Duration;
  /** Appointments that stand at one time. */
  readonly most: number;
}

/** Marks that customers give. */
export interface RatingRules {
  /** For so long after the end of a service. */
  readonly within: Duration;
  /** From 1, the worst, to this. */
  readonly scale: number;
  /** Another mark within this time of the last one corrects it. */
  readonly correctWithin: Duration;
  /** The lobby manager is told of marks below this; left out: of none. */
  readonly tellBelow?: number;
}

/** How long the waits of customers are estimated to be. */
export interface EstimateRules {
  /** Weight of the newest visit in what is learned, above 0, at most 1. */
  readonly smoothing: number;
  /** While little is known the standard time counts as much as so many visits; at least 0. */
  readonly priorWeight: number;
  /** A visit longer than so many times the mean, or the standard where that is longer, counts as that long. */
  readonly outlier: number;
  /** What one slip of a bulk visit takes. Missing: such a visit that waits ahead counts as one of mean length. */
  readonly perSlip?: Duration;
  /** Null: tickets and kiosks say nothing of it. */
  readonly shown: ShownEstimates | null;
}

/** How a wait is told to customers. */
export interface ShownEstimates {
  /** A P90 below this is told as "soon". */
  readonly soonUnder: Duration;
  /** A wait that may be longer is told as more than that. */
  readonly atMost: Duration;
}

/** All that a command is decided under; carried whole by `rules-applied`. */
export interface Rules {
  /** Digest of the configuration that these rules were made from. */
  readonly version: string;
  readonly services: readonly ServiceRules[];
  readonly segments: readonly SegmentRules[];
  readonly counters: readonly CounterRules[];
  readonly profiles: readonly ProfileRules[];
  /** Left out: none. */
  readonly switches?: readonly SwitchRules[];
  /** A teller may undo next, finish and no-show for this long. */
  readonly undoWindow: Duration;
  /** A ticket whose print was not confirmed becomes callable this long after issue. */
  readonly callableAfter: Duration;
  /** A standing request of a counter ends by itself after this long. */
  readonly requestLasts: Duration;
  /** Recalls of one call. */
  readonly recallLimit: number;
  /** Whether a transferred ticket keeps its original arrival in its new queue. */
  readonly isArrivalKeptOnTransfer: boolean;
  /** Ended visits kept in the state, for late return and rating. */
  readonly endedKept: number;
  /** Missing: nothing is parked. Rules of a journal from before there was parking have none. */
  readonly parking?: ParkingRules;
  /** Missing: who was a no-show takes another number. */
  readonly lateReturn?: LateReturnRules;
  /** Missing: nothing is booked. */
  readonly appointments?: AppointmentRules;
  /** Missing: `PLAIN_HOURS`. */
  readonly hours?: HoursRules;
  /** Missing: no question, and no limit but the numbers. */
  readonly limits?: LimitRules;
  /** Missing: nothing is learned and nobody is told how long it will take. */
  readonly estimates?: EstimateRules;
  /** Missing in rules of a journal from before there were visits of several services. */
  readonly visit?: VisitRules;
  /** Missing: a ticket keeps the segment that it was issued with. */
  readonly upgrade?: UpgradeRules;
  /** Missing: nobody is asked for a mark. */
  readonly rating?: RatingRules;
  /** Missing: nobody is told of anything. */
  readonly alerts?: AlertRules;
  /** Missing: there is none. */
  readonly machines?: readonly MachineRules[];
  /** Missing: papers that are ready count for nothing by themselves. */
  readonly papers?: PapersRules;
}

/** Ids and answers of commands that are remembered for each source. */
export const ANSWERS_KEPT = 8;
/** Sources whose answers are remembered; the one that was silent longest is forgotten first. */
export const SOURCES_KEPT = 256;
/** No-shows in a row, on tickets called to a standing request, that pause the counter. */
export const NO_SHOWS_THAT_PAUSE = 2;
