import { z } from 'zod';
import type { DeviceEvent } from '../branch/health.ts';
import { unreachable } from '../errors.ts';
import type { StoredRecord } from '../journal/store.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import { alertBody } from './events-alerts.ts';
import { headOf, isoOf, type PublicBody, ticketBody } from './events-body.ts';
import { copyBody } from './events-copies.ts';
import { guidanceBody } from './events-guidance.ts';
import { type HoursEvent, hoursBody, isOfHours } from './events-hours.ts';
import { recordBody } from './events-record.ts';
import { segmentBody } from './events-segments.ts';
import { isTurn, turnBody } from './events-turns.ts';
import { signalsIn, visitBody } from './events-visit.ts';
import { by } from './schema/event-head.ts';
import { dataSchemaOf } from './schema/events.ts';
import type { TopicNames } from './topic-names.ts';

/** Version of the mapping as a whole: raised when an event is mapped to another published one. */
export const MAPPING_VERSION = 1;

/** What the mapping needs to know of the branch. */
export interface PublicOrigin {
  readonly topics: TopicNames;
  readonly branch: string;
  /** The journal's. */
  readonly epoch: string;
}

export interface PublicMessage {
  readonly topic: string;
  /** CloudEvents 1.0, structured JSON. */
  readonly payload: string;
}

/**
 * The published form of a journal record. Pure. Every record is published, if only as `internal`: a hole in the
 * sequence then always means a lost message.
 *
 * @param record its place, time and trust in the wall clock
 * @param event the queue event in it, null when it is of another stream or a kind that this version does not know
 */
export function publicEvent(record: StoredRecord, event: QueueEvent | null, origin: PublicOrigin): PublicMessage {
  const body = event ? queueBody(event) : deviceBody(record);
  // Undefined: JSON leaves it out.
  const time = (record.isTrusted ? isoOf(record.at + record.offset) : null) ?? undefined;
  const payload = {
    specversion: '1.0',
    id: `${origin.branch}/${origin.epoch}/${record.seq}`,
    source: origin.topics.prefix,
    type: `lobbyd.${body.type}`,
    subject: body.subject,
    time,
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(body.type),
    sequence: String(record.seq),
    epoch: origin.epoch,
    data: body.data,
  };
  return { topic: origin.topics.event(body.type), payload: JSON.stringify(payload) };
}

type TicketEvent = EventOf<
  'issued' | 'called' | 'recalled' | 'started' | 'finished' | 'no-show' | 'cancelled' | 'released'
>;

function queueBody(event: QueueEvent): PublicBody {
  if (isOfHours(event)) return hoursBody(event);
  switch (event.type) {
    case 'issued': {
      const { service, language, handover, ahead, insisted, declined, estimate, bulk, more = [] } = event;
      const told = {
        ...(estimate ? { estimate } : {}),
        ...(insisted === undefined ? {} : { insisted }),
        ...(declined === undefined ? {} : { declined }),
        ...(bulk === undefined ? {} : { bulk }),
      };
      return ticketBody('ticket-issued', event, { service, language, handover, ahead, ...told, more: [...more] });
    }
    case 'called': {
      const { service, waited, how, score, passedOver, isBack } = event;
      const isInHall = isBack !== true;
      const told = { service, waited, how, score, passedOver, isInHall };
      return ticketBody('ticket-called', event, { ...told, ...signalsIn(event) });
    }
    case 'recalled':
      return ticketBody('ticket-recalled', event, { times: event.times, ...signalsIn(event) });
    case 'started':
      return ticketBody('ticket-started', event, {});
    case 'finished':
      return finishedBody(event);
    case 'no-show':
      return ticketBody('ticket-no-show', event, { service: event.service });
    case 'cancelled':
      // The reason is what somebody typed: it may name a person.
      return ticketBody('ticket-cancelled', event, {});
    case 'released':
      return ticketBody('ticket-released', event, {});
    default:
      return groupBody(event);
  }
}

/** Events that are told by families. */
function groupBody(event: Exclude<QueueEvent, HoursEvent | TicketEvent>): PublicBody {
  if (isTurn(event)) return turnBody(event);
  switch (event.type) {
    case 'transferred':
    case 'referred':
    case 'taken-over':
    case 'service-finished':
    case 'handed-off':
    case 'requeued':
    case 'service-added':
    case 'service-dropped':
    case 'papers-marked':
    case 'bulk-marked':
    case 'needs-set':
    case 'pager-needed':
      return visitBody(event);
    case 'recognized':
    case 'segment-changed':
      return segmentBody(event);
    case 'diverted':
    case 'machine-changed':
      return guidanceBody(event);
    case 'rated':
    case 'low-rated':
      return recordBody(event);
    case 'alert-raised':
    case 'alert-repeated':
    case 'alert-acknowledged':
    case 'alert-cleared':
      return alertBody(event);
    case 'print-started':
    case 'print-ended':
    case 'print-failed':
    case 'print-unknown':
      return printBody(event);
    case 'reprint-asked':
    case 'reprint-ended':
      return copyBody(event);
    case 'undone':
    case 'counter-opened':
    case 'counter-paused':
    case 'counter-closed':
    case 'profile-switched':
    case 'request-stands':
    case 'request-ended':
      return counterBody(event);
    case 'rules-applied':
    case 'day-opened':
    case 'clock-set':
    case 'refused':
      return branchBody(event);
    default:
      return unreachable(event, 'events-public');
  }
}

function finishedBody(event: EventOf<'finished'>): PublicBody {
  const { service, served, step = null } = event;
  return ticketBody('ticket-finished', event, { service, served, step: step && { ...step } });
}

type PrintEvent = EventOf<'print-started' | 'print-ended' | 'print-failed' | 'print-unknown'>;

function printBody(event: PrintEvent): PublicBody {
  switch (event.type) {
    case 'print-started':
    case 'print-ended':
      return ticketBody(event.type, event, { printer: event.device });
    case 'print-failed':
      return ticketBody(event.type, event, { printer: event.device, reason: event.reason });
    case 'print-unknown':
      return ticketBody(event.type, event, { printer: event.device, reason: event.reason });
    default:
      return unreachable(event, 'events-public');
  }
}

function branchBody(event: EventOf<'rules-applied' | 'day-opened' | 'clock-set' | 'refused'>): PublicBody {
  const head = headOf(event);
  switch (event.type) {
    case 'rules-applied':
      return { type: 'rules-applied', subject: 'branch', data: { ...head, version: event.rules.version } };
    case 'day-opened':
      // The opening balance stays inside: it is the journal's own, and large.
      return {
        type: 'day-opened',
        subject: 'branch',
        data: { ...head, day: event.day, openingHash: event.openingHash },
      };
    case 'clock-set':
      return { type: 'clock-set', subject: 'branch', data: { ...head, isTrusted: event.isTrusted } };
    case 'refused':
      return {
        type: 'command-refused',
        subject: 'branch',
        data: { ...head, asked: event.asked, code: event.refusal.code },
      };
    default:
      return unreachable(event, 'events-public');
  }
}

type CounterEvent = EventOf<
  | 'undone'
  | 'counter-opened'
  | 'counter-paused'
  | 'counter-closed'
  | 'profile-switched'
  | 'request-stands'
  | 'request-ended'
>;

function counterBody(event: CounterEvent): PublicBody {
  const head = headOf(event);
  const subject = event.counter === null ? 'branch' : `counter/${event.counter}`;
  switch (event.type) {
    case 'undone': {
      const restored = event.restored.map(({ ticket, status, counter }) => ({ ticket, status, counter }));
      return { type: 'command-undone', subject, data: { ...head, what: event.what, restored } };
    }
    case 'counter-opened':
      return { type: 'counter-opened', subject, data: { ...head, profile: event.profile } };
    case 'counter-paused':
      return { type: 'counter-paused', subject, data: { ...head, reason: event.reason } };
    case 'counter-closed':
      return { type: 'counter-closed', subject, data: head };
    case 'profile-switched': {
      const changes = event.changes.map(({ counter, from, to }) => ({ counter, from, to }));
      return { type: 'profile-switched', subject, data: { ...head, changes, cause: event.cause.kind } };
    }
    case 'request-stands':
      return { type: 'counter-waits', subject, data: head };
    case 'request-ended':
      return { type: 'counter-wait-ended', subject, data: { ...head, reason: event.reason } };
    default:
      return unreachable(event, 'events-public');
  }
}

const deviceRecord = z.discriminatedUnion('type', [
  z.object({ type: z.literal('daemon-started'), branchSpeed: z.number().optional() }),
  z.object({ type: z.literal('device-running'), device: z.string(), detail: z.string().nullable() }),
  z.object({ type: z.literal('device-lost'), device: z.string(), reason: z.string() }),
  z.object({ type: z.literal('condition-raised'), device: z.string(), condition: z.string() }),
  z.object({ type: z.literal('condition-cleared'), device: z.string(), condition: z.string() }),
  z.object({ type: z.literal('test-print-asked'), device: z.string(), actor: z.object({ kind: by }) }),
  z.object({ type: z.literal('disk-trouble'), device: z.literal('journal'), code: z.string(), since: z.number() }),
]);
/** Fails to compile when devices go through something that is not published. */
type Checked = DeviceEvent['type'] extends z.infer<typeof deviceRecord>['type'] ? true : never;
const isEveryDeviceEventPublished: Checked = true;

function deviceBody(record: StoredRecord): PublicBody {
  const { at } = record;
  const body = typeof record.body === 'object' && record.body !== null ? record.body : {};
  const parsed = deviceRecord.safeParse({ ...body, type: record.type });
  if (!isEveryDeviceEventPublished || record.stream !== 'device' || !parsed.success) {
    return { type: 'internal', subject: 'branch', data: { at } };
  }
  const event = parsed.data;
  if (event.type === 'daemon-started') {
    const { branchSpeed } = event;
    const training = branchSpeed === undefined ? {} : { branchSpeed };
    return { type: event.type, subject: 'branch', data: { at, ...training } };
  }
  const subject = `device/${event.device}`;
  const head = { at, device: event.device };
  switch (event.type) {
    case 'device-running':
      return { type: event.type, subject, data: { ...head, detail: event.detail } };
    case 'device-lost':
      return { type: event.type, subject, data: { ...head, reason: event.reason } };
    case 'condition-raised':
      return { type: event.type, subject, data: { ...head, condition: event.condition } };
    case 'condition-cleared':
      return { type: event.type, subject, data: { ...head, condition: event.condition } };
    case 'test-print-asked':
      return { type: event.type, subject, data: { ...head, by: event.actor.kind } };
    case 'disk-trouble':
      return { type: event.type, subject, data: { ...head, code: event.code, since: event.since } };
    default:
      return unreachable(event, 'events-public');
  }
}
