import { z } from 'zod';
import { estimate, ticketId } from '../../commands/values.ts';
import { duration, wallTime } from './common.ts';
import { by, head, ticketOfEvent } from './event-head.ts';
import { ALERT_DATA, ALERT_DATA_VERSIONS } from './events-alerts.ts';
import { COPY_DATA, COPY_DATA_VERSIONS } from './events-copies.ts';
import { GUIDANCE_EVENT_VERSIONS, guidanceEvents } from './events-guidance.ts';
import { HOURS_DATA } from './events-hours.ts';
import { RECORD_FIELDS } from './events-record.ts';
import { lastStep, signals, VISIT_EVENT_VERSIONS, visitEvents } from './events-visit.ts';

const ticket = ticketOfEvent;
const print = { ...head, ...ticket, printer: z.string() };
const deviceHead = { at: z.number(), device: z.string() };

/** Data of each published event. A reader ignores fields that it does not know. */
export const EVENT_DATA = {
  'ticket-issued': z.strictObject({
    ...head,
    ...ticket,
    service: z.string(),
    language: z.string(),
    handover: z.enum(['paper', 'screen']),
    /** Tickets that would have been called before this one. */
    ahead: z.int().min(0),
    /** The customer was asked whether it is worth the wait, and insisted: because so many wait, or of closing time. */
    insisted: z.enum(['waiting', 'closing']).optional(),
    /** The machine that was offered, where the customer insisted on a number. */
    declined: z.string().optional(),
    /** How long it will wait; left out where nobody knows. */
    estimate: estimate.optional(),
    /** Services that follow, in order. */
    more: z.array(z.string()),
    /** A messenger with so many slips; left out: an ordinary visit. */
    bulk: z.int().optional(),
  }),
  'ticket-called': z.strictObject({
    ...head,
    ...ticket,
    service: z.string(),
    waited: duration,
    how: z.enum(['next', 'request', 'chosen']),
    /** What it counted in the score of the counter's profile; null where no score chooses. */
    score: z.number().nullable(),
    /** Later arrivals that were called before it. */
    passedOver: z.int().min(0),
    /** False: work on papers in the back office, nobody calls the number in the hall. */
    isInHall: z.boolean(),
    ...signals,
  }),
  'ticket-recalled': z.strictObject({ ...head, ...ticket, times: z.int().min(1), ...signals }),
  'ticket-started': z.strictObject({ ...head, ...ticket }),
  /** The visit is over; `step`: the last of the service, where it has steps. */
  'ticket-finished': z.strictObject({ ...head, ...ticket, service: z.string(), served: duration, step: lastStep }),
  'ticket-no-show': z.strictObject({ ...head, ...ticket, service: z.string() }),
  'ticket-cancelled': z.strictObject({ ...head, ...ticket }),
  ...visitEvents(head, ticket),
  ...guidanceEvents(head),
  /** Set aside, in no queue; `returnAfter` null: it does not return by itself. */
  'ticket-parked': z.strictObject({
    ...head,
    ...ticket,
    service: z.string(),
    pool: z.enum(['counter', 'teller', 'branch']),
    returnAfter: duration.nullable(),
    served: duration,
  }),
  /** Back in its queue from where it was parked. */
  'ticket-unparked': z.strictObject({
    ...head,
    ...ticket,
    service: z.string(),
    reason: z.enum(['time', 'asked', 'closed', 'rules', 'opened']),
  }),
  /** After a no-show the customer has come, for the `times`-th time: waits again. */
  'ticket-returned': z.strictObject({ ...head, ...ticket, service: z.string(), times: z.int().min(1) }),
  /** Still parked when the next business day began, or still waiting when the hours were over. */
  'ticket-expired': z.strictObject({ ...head, ...ticket, service: z.string() }),
  /** Nothing of a person: the reference is chosen by who books. */
  'appointment-booked': z.strictObject({ ...head, reference: z.string(), service: z.string(), time: wallTime }),
  'appointment-cancelled': z.strictObject({ ...head, reference: z.string() }),
  /** Nobody has checked in. */
  'appointment-expired': z.strictObject({ ...head, reference: z.string() }),
  /** For the lobby: new rules issue no number of a service that was booked. They stand; `check-in` with another service serves them. */
  'appointments-stranded': z.strictObject({ ...head, service: z.string(), references: z.array(z.string()).min(1) }),
  /** The customer is there; `kept`: waits from the booked time on, else as any other. */
  'appointment-checked-in': z.strictObject({
    ...head,
    reference: z.string(),
    ...ticket,
    standing: z.enum(['kept', 'late', 'unknown']),
  }),
  ...HOURS_DATA,
  /** For the lobby alone: somebody of a segment has come whom the lobby is to be told of. Nothing of a card. */
  'customer-recognized': z.strictObject({ ...head, ...ticket, service: z.string(), segment: z.string() }),
  /** For the lobby alone: the customer is to be handed a pager, and has none. */
  'customer-needs-pager': z.strictObject({ ...head, ...ticket, service: z.string() }),
  /** For the lobby alone: a person has changed who the customer is taken for; the ticket keeps its place. */
  'segment-changed': z.strictObject({
    ...head,
    ...ticket,
    service: z.string(),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
  }),
  'ticket-rated': z.strictObject({ ...head, ...ticket, ...RECORD_FIELDS['ticket-rated'] }),
  'ticket-rated-low': z.strictObject({ ...head, ...ticket, ...RECORD_FIELDS['ticket-rated-low'] }),
  /** Callable although nobody confirmed its print. */
  'ticket-released': z.strictObject({ ...head, ...ticket }),
  'command-undone': z.strictObject({
    ...head,
    what: z.enum(['call', 'finish', 'no-show', 'park', 'transfer', 'handoff', 'referral', 'take-over']),
    restored: z.array(
      z.strictObject({
        ticket: ticketId,
        status: z.enum(['waiting', 'called', 'serving', 'parked']),
        counter: z.string().nullable(),
      }),
    ),
  }),
  'counter-opened': z.strictObject({ ...head, profile: z.string() }),
  'counter-paused': z.strictObject({
    ...head,
    reason: z.enum(['teller', 'no-shows', 'rules', 'left-alone', 'take-over']),
  }),
  'counter-closed': z.strictObject(head),
  /** Counters follow other profiles; none when a switch turned that changes nothing now. */
  'profile-switched': z.strictObject({
    ...head,
    changes: z.array(z.strictObject({ counter: z.string(), from: z.string(), to: z.string() })),
    /** A person at the counter of the head; a switch or the schedule, named by the rule; or one that stood already. */
    cause: z.enum(['person', 'switch', 'schedule', 'standing']),
  }),
  /** Next was pressed and nothing could be called: the next eligible ticket is called at once. */
  'counter-waits': z.strictObject(head),
  'counter-wait-ended': z.strictObject({
    ...head,
    reason: z.enum(['time', 'pause', 'close', 'chosen', 'rules', 'undo', 'hall']),
  }),
  'print-started': z.strictObject(print),
  'print-ended': z.strictObject(print),
  /** The slip did not come out: the ticket is withdrawn. */
  'print-failed': z.strictObject({ ...print, reason: z.enum(['paper-out', 'cover-open', 'fault', 'gone']) }),
  'print-unknown': z.strictObject({ ...print, reason: z.enum(['no-answer', 'restart', 'connection-lost']) }),
  ...COPY_DATA,
  'rules-applied': z.strictObject({ ...head, version: z.string() }),
  'day-opened': z.strictObject({
    ...head,
    /** ISO date; null while the wall clock is not trusted. */
    day: z.string().nullable(),
    /** SHA-256 of the opening balance, hex. */
    openingHash: z.string(),
  }),
  'clock-set': z.strictObject({ ...head, isTrusted: z.boolean() }),
  'command-refused': z.strictObject({ ...head, asked: z.string(), code: z.string() }),
  ...ALERT_DATA,
  /** What was told of the devices before is void: each tells anew what it goes through. */
  'daemon-started': z.strictObject({
    at: z.number(),
    /** In a training alone: times that branch time runs as fast as the world. */
    branchSpeed: z.number().min(1).optional(),
  }),
  'device-running': z.strictObject({ ...deviceHead, detail: z.string().nullable() }),
  'device-lost': z.strictObject({ ...deviceHead, reason: z.string() }),
  'condition-raised': z.strictObject({ ...deviceHead, condition: z.string() }),
  'condition-cleared': z.strictObject({ ...deviceHead, condition: z.string() }),
  /** Somebody has asked a printer for a test slip; how it went the log says. */
  'test-print-asked': z.strictObject({ ...deviceHead, by }),
  /** The journal could not be written from `since` to `at`, branch time: nothing was issued or called then. */
  'disk-trouble': z.strictObject({ ...deviceHead, code: z.string(), since: z.number() }),
  /** A record with nothing to tell: published so that a hole in the sequence always means a lost message. */
  internal: z.strictObject({ at: z.number() }),
} as const;

export type PublicType = keyof typeof EVENT_DATA;
export type PublicData<T extends PublicType> = z.infer<(typeof EVENT_DATA)[T]>;

/** Version of the published shape of each event: its own, free of the journal's. */
export const EVENT_DATA_VERSIONS: { readonly [T in PublicType]: number } = {
  'ticket-issued': 2,
  'ticket-called': 2,
  'ticket-recalled': 1,
  'ticket-started': 1,
  'ticket-finished': 1,
  'ticket-no-show': 1,
  'ticket-cancelled': 1,
  ...VISIT_EVENT_VERSIONS,
  ...GUIDANCE_EVENT_VERSIONS,
  'ticket-parked': 1,
  'ticket-unparked': 1,
  'ticket-expired': 1,
  'ticket-returned': 1,
  'appointment-booked': 1,
  'appointment-cancelled': 1,
  'appointment-expired': 1,
  'appointments-stranded': 1,
  'appointment-checked-in': 1,
  'hall-set': 1,
  'hall-phase-changed': 1,
  'service-hours-changed': 1,
  'counter-hours-changed': 1,
  'ticket-held-over': 1,
  'day-planned': 1,
  'customer-recognized': 1,
  'customer-needs-pager': 1,
  'segment-changed': 1,
  'ticket-rated': 1,
  'ticket-rated-low': 1,
  'ticket-released': 1,
  'command-undone': 3,
  'counter-opened': 1,
  'counter-paused': 1,
  'counter-closed': 1,
  'profile-switched': 1,
  'counter-waits': 1,
  'counter-wait-ended': 1,
  'print-started': 1,
  'print-ended': 1,
  'print-failed': 1,
  'print-unknown': 1,
  ...COPY_DATA_VERSIONS,
  'rules-applied': 1,
  'day-opened': 1,
  'clock-set': 1,
  'command-refused': 1,
  ...ALERT_DATA_VERSIONS,
  'daemon-started': 1,
  'device-running': 1,
  'device-lost': 1,
  'condition-raised': 1,
  'condition-cleared': 1,
  'test-print-asked': 1,
  'disk-trouble': 1,
  internal: 1,
};

/** Address of the schema of an event's data: names its version. */
export function dataSchemaOf(type: PublicType): string {
  return `urn:lobbyd:event:${type}:${EVENT_DATA_VERSIONS[type]}`;
}

/**
 * The message on `…/evt/<type>`: CloudEvents 1.0, structured JSON mode, with the extension `sequence` and the
 * journal's `epoch`. `time` is missing while the wall clock is not trusted.
 */
export function cloudEventSchema<T extends PublicType>(type: T) {
  return z.strictObject({
    specversion: z.literal('1.0'),
    /** `<branch>/<epoch>/<seq>`: drop what you have seen. */
    id: z.string().regex(/^[^/]+\/[^/]+\/[1-9]\d*$/),
    source: z.string().min(1),
    type: z.literal(`lobbyd.${type}`),
    subject: z.string().min(1),
    time: z.iso.datetime().optional(),
    datacontenttype: z.literal('application/json'),
    dataschema: z.literal(dataSchemaOf(type)),
    /** Decimal: order by it; a hole is a lost message. */
    sequence: z.string().regex(/^[1-9]\d*$/),
    /** New with a new or restored journal: the sequence starts again. */
    epoch: z.string().min(1),
    data: EVENT_DATA[type],
  });
}
