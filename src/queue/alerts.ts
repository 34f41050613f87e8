import type { Actor } from './commands.ts';
import type { CounterId, Duration, Instant, ServiceId, TellerId, TicketId, TicketLabel } from './rules.ts';
import type { LineKey, Ticket } from './state.ts';
import { noneTouched, type Touched } from './touched.ts';

/** What the queue raises an alert for. Those of one kind are told apart by what they are about. */
export const ALERT_KINDS = [
  'wait-over-target',
  'service-over-time',
  'counter-idle',
  'queue-long',
  'all-queues-long',
  'passed-over',
  'clock-untrusted',
  'panic',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
/** `a1`, `a2` …: never used again while the journal lives. */
export type AlertId = string;
/** Kind and what it is about: of one key at most one alert stands. */
export type AlertKey = string;

/** An alert of a device, which the queue has not raised and does not keep: what is known of it where it was raised. */
export interface DeviceAlertRef {
  readonly device: string;
  readonly kind: string;
  readonly isAcknowledged: boolean;
}

/** An alert of a device as it stands where devices are watched. */
export interface DeviceAlert {
  readonly id: AlertId;
  /** A condition of the device, `device-lost`, or `disk-trouble`. */
  readonly kind: string;
  readonly device: string;
  readonly since: Instant;
  readonly acknowledged: { readonly at: Instant; readonly by: Actor['kind']; readonly person: string | null } | null;
}

/** What an alert is about: one queue, one counter, or the branch. */
export interface AlertPlace {
  readonly kind: AlertKind;
  readonly service: ServiceId | null;
  readonly counter: CounterId | null;
}

/** A customer whom an alert is about. */
export interface AlertTicket {
  readonly ticket: TicketId;
  readonly label: TicketLabel;
}

/** Who has taken care of an alert. */
interface Acknowledgement {
  readonly at: Instant;
  readonly by: Actor;
  /** Id of the person at the branch, as the client gave it; null: it did not say. */
  readonly person: string | null;
}

/** An alert that stands. */
export interface Alert extends AlertPlace {
  readonly id: AlertId;
  readonly since: Instant;
  /** At the counter when it was raised. */
  readonly teller: TellerId | null;
  /** The customers whom it was raised for, at most {@link TICKETS_TOLD}. */
  readonly tickets: readonly AlertTicket[];
  /** How often: a panic key may be pressed again. */
  readonly times: number;
  readonly acknowledged: Acknowledgement | null;
}

/** Customers that an alert names at most. */
export const TICKETS_TOLD = 20;

/** Alerts in a snapshot, in canonical order. */
export interface SnapshotAlerts {
  readonly last: number;
  readonly standing: readonly Alert[];
  readonly pending: readonly AlertKey[];
  readonly idleSince: readonly (readonly [CounterId, Instant])[];
  readonly untrustedSince: Instant | null;
}

/** All that alerts are decided by. What is derived from tickets and counters is built again by `restore`. */
export interface AlertBook {
  /** Number of the newest alert. */
  last: number;
  readonly standing: Map<AlertKey, Alert>;
  /** Alerts that the last events have made to be raised or cleared; the next tick does it. */
  readonly pending: Set<AlertKey>;
  /** Since when a counter is idle while somebody waits whom it serves. */
  readonly idleSince: Map<CounterId, Instant>;
  untrustedSince: Instant | null;
  /** Derived: whether what is pending stands in the heap. */
  isArmed: boolean;
  /** Derived: who waits, in a queue or a pool, by service, whoever waits longest first. */
  readonly waits: Map<ServiceId, Ticket[]>;
  /** Derived: how many wait. */
  waiting: number;
  /** Derived: how often the first of each line of a service was passed over; see `evolve/alert-passes.ts`. */
  readonly passed: Map<ServiceId, Map<LineKey, { readonly ticket: TicketId; times: number }>>;
  /** What the event that is being written has changed; empty between events. */
  readonly touched: Touched;
}

/** A book without alerts. */
export function emptyAlerts(): AlertBook {
  return {
    last: 0,
    standing: new Map(),
    pending: new Set(),
    idleSince: new Map(),
    untrustedSince: null,
    isArmed: false,
    waits: new Map(),
    waiting: 0,
    passed: new Map(),
    touched: noneTouched(),
  };
}

/** The key of what an alert is about. */
export function alertKey({ kind, service, counter }: AlertPlace): AlertKey {
  return `${kind}/${service ?? counter ?? ''}`;
}

/** What the alert of a key is about. */
export function alertPlace(key: AlertKey): AlertPlace {
  const slash = key.indexOf('/');
  const kind = key.slice(0, slash) as AlertKind;
  const subject = key.slice(slash + 1);
  switch (kind) {
    case 'wait-over-target':
    case 'queue-long':
    case 'passed-over':
      return { kind, service: subject, counter: null };
    case 'service-over-time':
    case 'counter-idle':
    case 'panic':
      return { kind, service: null, counter: subject };
    case 'all-queues-long':
    case 'clock-untrusted':
      return { kind, service: null, counter: null };
  }
}

/** The alert of an id, where it stands. */
export function findAlert({ standing }: AlertBook, id: AlertId): Alert | null {
  for (const alert of standing.values()) if (alert.id === id) return alert;
  return null;
}

/** How long an alert has stood, ms. */
export function alertAge({ since }: Alert, now: Instant): Duration {
  return now - since;
}
