import { z } from 'zod';
import { label, sequence } from '../../commands/values.ts';
import { HALL_STATES } from '../../views/hall.ts';
import { wallTime } from './common.ts';
import { by } from './event-head.ts';
import { alertTicket, severity } from './events-alerts.ts';
import { diversionState, guidanceState } from './states-guidance.ts';
import { boardState, signalsState } from './states-hall.ts';
import { hallState, issuing } from './states-hours.ts';
import { STANDARDS_STATE } from './states-record.ts';
import { visitState } from './states-visit.ts';

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
    hall: z.enum(HALL_STATES),
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
    /** In the back office: works on papers, calls nobody in the hall. */
    isBack: z.boolean(),
    ticket: z
      .strictObject({
        label,
        status: z.enum(['called', 'serving']),
        calledAt: wallTime,
        recalls: z.int().min(0),
        ...visitState,
      })
      .nullable(),
    /** Next was pressed and nothing could be called. */
    isStanding: z.boolean(),
    /** Tickets that wait for a service of this counter, for it, its teller or a step that it does. */
    waiting: z.int().min(0),
    /** Labels of the parked tickets that this counter may call. */
    parked: z.array(label),
    /** The calling rules that it follows, a closed one: would follow. */
    profile: z.strictObject({
      id: z.string(),
      /** What says so: `person`, `switch/<id>`, `schedule`, `configured`. */
      rule: z.string(),
    }),
  }),
  queue: z.strictObject({
    ...head,
    service: z.string(),
    waiting: z.int().min(0),
    isIssuing: z.boolean(),
    ...issuing,
    /** Since when the ticket that has waited longest waits; null when none does, before a booked time too, or the clock is not trusted. */
    longestSince: wallTime,
    /**
     * How long somebody who comes now will wait, whole minutes: one of ten less than `from`, one of ten more than `to`. Null
     * where nobody knows, or nobody calls.
     */
    wait: z.strictObject({ from: z.int().min(0), to: z.int().min(0) }).nullable(),
  }),
  parked: z.strictObject({
    ...head,
    /** Set aside, the oldest ticket first. */
    tickets: z.array(
      z.strictObject({
        label,
        service: z.string(),
        pool: z.enum(['counter', 'teller', 'branch']),
        /** Whose pool it is; null for those of a teller and of the branch. */
        counter: z.string().nullable(),
        since: wallTime,
        /** When it returns by itself; null: not by itself, or the clock is not trusted. */
        until: wallTime,
      }),
    ),
  }),
  missed: z.strictObject({
    ...head,
    /** No-shows that could come back as things stood, the newest first, at most 20. */
    tickets: z.array(
      z.strictObject({
        label,
        service: z.string(),
        since: wallTime,
        /** How many of its service were called since. */
        called: z.int().min(0),
      }),
    ),
  }),
  appointments: z.strictObject({
    ...head,
    /** All that stand. */
    count: z.int().min(0),
    /** The next of them, at most 50. */
    next: z.array(
      z.strictObject({
        reference: z.string(),
        service: z.string(),
        time: z.iso.datetime(),
        /** No number of the service is issued any more: whoever comes is checked in with another one. */
        isServiceGone: z.literal(true).optional(),
      }),
    ),
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
  hall: z.strictObject({ ...head, ...hallState }),
  board: z.strictObject({ ...head, ...boardState }),
  signals: z.strictObject({ ...head, ...signalsState }),
  device: z.strictObject({
    ...head,
    device: z.string(),
    state: z.enum(['closed', 'opening', 'identifying', 'running', 'backing-off']),
    reason: z.string().nullable(),
    conditions: z.array(z.string()),
  }),
  guidance: z.strictObject({ ...head, ...guidanceState }),
  diversion: z.strictObject({ ...head, ...diversionState }),
  standards: z.strictObject({ ...head, ...STANDARDS_STATE }),
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
  hall: 'hall',
  counter: 'counter/{id}',
  queue: 'queue/{id}',
  board: 'board',
  signals: 'signals',
  parked: 'parked',
  missed: 'missed',
  appointments: 'appointments',
  alerts: 'alerts',
  device: 'device/{id}',
  guidance: 'guidance/{id}',
  diversion: 'diversion',
  standards: 'standards',
  journal: 'journal',
};
