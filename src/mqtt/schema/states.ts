import { z } from 'zod';
import { label, sequence } from '../../commands/values.ts';
import { HALL_PHASES } from '../../queue/instants.ts';
import { wallTime } from './common.ts';
import { hallState, issuing } from './states-hours.ts';
import { STANDARDS_STATE } from './states-record.ts';

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
    hall: z.enum(HALL_PHASES),
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
    ...issuing,
    /** Since when the ticket that has waited longest waits; null when none does or the clock is not trusted. */
    longestSince: wallTime,
    /**
     * How long somebody who comes now will wait, whole minutes: one of ten less than `from`, one of ten more than `to`. Null
     * where nobody knows, or nobody calls.
     */
    wait: z.strictObject({ from: z.int().min(0), to: z.int().min(0) }).nullable(),
  }),
  hall: z.strictObject({ ...head, ...hallState }),
  device: z.strictObject({
    ...head,
    device: z.string(),
    state: z.enum(['closed', 'opening', 'identifying', 'running', 'backing-off']),
    reason: z.string().nullable(),
    conditions: z.array(z.string()),
  }),
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
  device: 'device/{id}',
  standards: 'standards',
  journal: 'journal',
};
