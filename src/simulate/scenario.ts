import type { Texts } from '../config/config.ts';
import type { ScheduledInstant } from '../queue/instants.ts';
import type { CounterId, Duration, Instant, Rules, SegmentId, ServiceId } from '../queue/rules.ts';
import type { MachineId } from '../queue/rules-guidance.ts';
import type { Spread } from './chance.ts';

/** A scenario that has been checked: every id leads somewhere, times are ms. Branch time counts from the midnight before. */

/** From an instant to another. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Customers of one kind. */
export interface CustomerKind {
  readonly service: ServiceId;
  readonly segment: SegmentId;
}

/** Customers of several kinds who come one by one or together. */
export interface Stream {
  readonly of: readonly (CustomerKind & { readonly share: number; readonly more: readonly ServiceId[] })[];
  /** The times are those of appointments; null: nobody has one. */
  readonly appointment: Appointment | null;
  readonly when: /** On average so many in each slot. */
    | { readonly kind: 'slots'; readonly from: Instant; readonly every: Duration; readonly means: readonly number[] }
    /** Exactly these. */
    | { readonly kind: 'people'; readonly people: readonly { readonly at: Instant; readonly count: number }[] }
    /** At one rate from the start to the end, people a ms. */
    | { readonly kind: 'steady'; readonly rate: number };
}

/** How customers keep the time that is booked. */
export interface Appointment {
  readonly early: Duration;
  readonly late: Duration;
  /** Share who do not come, 0 to 1. */
  readonly missed: number;
}

/** Who comes back after a call in vain. */
export interface Returns {
  /** 0 to 1. */
  readonly share: number;
  /** How long after the call in vain. */
  readonly spread: Spread;
}

/** How long a customer of some kind waits. */
export interface Patience {
  readonly spread: Spread;
  /** Gives the number back; else nobody comes when it is called. */
  readonly cancels: boolean;
}

/** Rules that are compared. */
export interface Comparison {
  readonly id: string;
  readonly names: Texts;
  readonly rules: Rules;
  /** What the clock brings. */
  readonly instants: readonly ScheduledInstant[];
}

/** What passes between customers. */
export interface TellerTimes {
  readonly comes: Duration;
  readonly between: Duration;
  readonly looksFor: Duration;
}

export interface Scenario {
  readonly file: string;
  readonly names: Texts;
  readonly about: Texts;
  readonly sources: readonly string[];
  readonly seed: number;
  readonly replications: number;
  /** ISO date of the day. */
  readonly date: string;
  readonly serviceNames: Readonly<Record<ServiceId, Texts>>;
  readonly segmentNames: Readonly<Record<SegmentId, Texts>>;
  /** Counters without a number are missing: their ids stand for them. */
  readonly counterNames: Readonly<Record<CounterId, Texts>>;
  readonly arrivals: readonly Stream[];
  /** Of the steps of the service in order; of a service without steps, or whose steps are no others' work, one. */
  timesOf(kind: CustomerKind): readonly Spread[];
  /** Null: waits for ever. */
  patienceOf(kind: CustomerKind): Patience | null;
  /** Share of those who are offered a machine and go there, 0 to 1. */
  readonly acceptsMachine: number;
  readonly tellers: TellerTimes;
  /** When there is a teller; a counter that is missing has one all day. */
  readonly staff: ReadonlyMap<CounterId, readonly Span[]>;
  /** By this times at a counter are multiplied; 1 at one that is missing. */
  readonly pace: ReadonlyMap<CounterId, number>;
  /** Null: nobody. */
  readonly returns: Returns | null;
  /** When it may be used; one that is missing all day. */
  readonly machineHours: ReadonlyMap<MachineId, readonly Span[]>;
  /** At least one. */
  readonly compare: readonly Comparison[];
  /** A long time at the same rates, of which the first part is not counted. */
  readonly steady: { readonly lasts: Duration; readonly warmUp: Duration } | null;
  /** Step of the picture of the hall, ms. */
  readonly step: Duration;
  /** When the day begins: its first opening, or the first customer. */
  readonly begins: Instant;
}
