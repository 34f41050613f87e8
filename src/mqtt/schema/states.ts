import { z } from 'zod';
import { label, sequence } from '../../commands/values.ts';
import { wallTime } from './common.ts';
import { by } from './event-head.ts';
import { alertTicket, severity } from './events-alerts.ts';

/** What stands in every state. */
const head = {
  /** The state after this journal record; the newer of two states has the higher one. */
  asOfSeq: sequence,
  epoch: z.string().min(1),
};

/** `…/avail`: retained; `lost` is the last will. Ignore a `lost` whose boot is lower than the highest you have seen. */
export const availability = z.strictObject({
  state: z.enum(['online', 'offline', 'lost']),
  /** Never falls from one start to the next. */
  boot: z.int().min(0),
});

/** The retained states by their kind; see {@link STATE_THINGS} for the topics. */
export const STATES = {
  branch: z.strictObject({
    ...head,
    /** ISO date of the business day; null before the first, or while the wall clock is not trusted. */
    day: z.string().nullable(),
    hall: z.enum(['not-open-yet', 'open', 'last-tickets', 'closed']),
    clock: z.strictObject({ isTrusted: z.boolean() }),
    rules: z.string().nullable(),
    /** The ids that exist: a retained counter or queue that is not listed is a left-over. */
    counters: z.array(z.string()),
    services: z.array(z.string()),
    devices: z.array(z.string()),
  }),
  counter: z.strictObject({
    ...head,
    counter: z.string(),
    /** What people call it: window 3. */
    number: z.int(),
    state: z.enum(['open', 'paused', 'closed']),
    ticket: z
      .strictObject({
        label,
        status: z.enum(['called', 'serving']),
        calledAt: wallTime,
        recalls: z.int().min(0),
      })
      .nullable(),
    /** Next was pressed and nothing could be called. */
    isStanding: z.boolean(),
    /** Tickets that wait for a service of this counter. */
    waiting: z.int().min(0),
    /** Labels of the parked tickets that this counter may call. */
    parked: z.array(label),
  }),
  queue: z.strictObject({
    ...head,
    service: z.string(),
    waiting: z.int().min(0),
    isIssuing: z.boolean(),
    /** Since when the ticket that has waited longest waits; null when none does or the clock is not trusted. */
    longestSince: wallTime,
  }),
  /** What the lobby manager is told of, the most urgent first: of the queues, the counters and the devices in one list. */
  alerts: z.strictObject({
    ...head,
    alerts: z.array(
      z.strictObject({
        /** For `acknowledge-alert`. */
        id: z.string().min(1),
        /** Of an event `alert-raised`; of a device its condition, `device-lost` or `disk-trouble`. */
        kind: z.string().min(1),
        severity,
        /** Null while the clock is not trusted. */
        since: wallTime,
        /** How often: a panic key may be pressed again. */
        times: z.int().min(1),
        service: z.string().nullable(),
        device: z.string().nullable(),
        counters: z.array(z.string()),
        tickets: z.array(alertTicket),
        acknowledged: z.strictObject({ at: wallTime, by, person: z.string().nullable() }).nullable(),
      }),
    ),
  }),
  device: z.strictObject({
    ...head,
    device: z.string(),
    state: z.enum(['closed', 'opening', 'identifying', 'running', 'backing-off']),
    reason: z.string().nullable(),
    conditions: z.array(z.string()),
  }),
  journal: z.strictObject({
    ...head,
    /** SHA-256 of the journal's head at `asOfSeq`, hex: who keeps it can prove that nothing before was changed. */
    hash: z.string(),
  }),
} as const;

export type StateKind = keyof typeof STATES;
export type StatePayload<K extends StateKind> = z.infer<(typeof STATES)[K]>;
export type Availability = z.infer<typeof availability>;

/** Topic below `…/state/` of each kind; `{id}` is the id in the configuration. */
export const STATE_THINGS: { readonly [K in StateKind]: string } = {
  branch: 'branch',
  counter: 'counter/{id}',
  queue: 'queue/{id}',
  alerts: 'alerts',
  device: 'device/{id}',
  journal: 'journal',
};
