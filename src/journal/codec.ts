import { LobbydError } from '../errors.ts';
import { EVENT_VERSIONS, type EventType, type QueueEvent } from '../queue/events.ts';
import type { ReadRecord } from './selection.ts';
import type { Draft } from './store.ts';
import { lift } from './upcast.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * A queue event as the journal keeps it: type and time in columns of their own, all the rest in the body.
 *
 * @param label where the wall clock stands when it is written
 */
export function draftOf(event: QueueEvent, label: Pick<Draft, 'offset' | 'isTrusted'>): Draft {
  const { type, at, ...body } = event;
  const { offset, isTrusted } = label;
  return { stream: 'queue', type, version: EVENT_VERSIONS[type], at, offset, isTrusted, body };
}

/**
 * The queue event in a record, in today's shape whatever version it was written in; null for a record of devices.
 *
 * @throws LobbydError `journal/unknown-event`, `journal/newer-event`, `journal/bad-event` with the record's number
 */
export function eventOf(record: ReadRecord): QueueEvent | null {
  const body = liftedOf(record);
  // Assigned: names that follow a spread in a literal cost the engine several times as much, at every event of a replay.
  return body && asEvent({ ...body }, record);
}

/**
 * The same for who has read the record from the file and wants nothing else of it: its body becomes the event, uncopied.
 *
 * @throws LobbydError as {@link eventOf}
 */
export function ownEventOf(record: ReadRecord): QueueEvent | null {
  const body = liftedOf(record);
  return body && asEvent(body, record);
}

function asEvent(body: Body, { type, at }: ReadRecord): QueueEvent {
  return Object.assign(body, { type, at }) as unknown as QueueEvent;
}

/** Null: a record of devices. */
function liftedOf(record: ReadRecord): Body | null {
  if (record.stream === 'device') return null;
  const { type } = record;
  if (!isEventType(type)) throw foreign(record, 'journal/unknown-event', `its type ${type} is unknown`);
  const version = EVENT_VERSIONS[type];
  if (!(record.version >= 1 && record.version <= version)) {
    throw foreign(record, 'journal/newer-event', `its version ${record.version} of ${type} is newer than ${version}`);
  }
  const body = lift(type, record.version, bodyOf(record));
  const wrong = missingIn(body);
  if (wrong !== null) throw bad(record, `its body has no ${wrong}`);
  return body;
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_VERSIONS, type);
}

function bodyOf(record: ReadRecord): Body {
  const { body } = record;
  if (isObject(body)) return body;
  throw bad(record, 'its body is no object');
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
const isObjectOrNull = (value: unknown): boolean => value === null || isObject(value);

/**
 * Of what every event has beside its own fields the first that a body has not; the hash chain vouches that these are as they were
 * written. One by one: a table of checks costs a replay several times as much.
 */
function missingIn({ actor, counter, teller, rule, command, answer }: Body): string | null {
  if (!isObject(actor) || typeof actor.kind !== 'string') return 'actor';
  if (!isTextOrNull(counter)) return 'counter';
  if (!isTextOrNull(teller)) return 'teller';
  if (!isTextOrNull(rule)) return 'rule';
  if (!isObjectOrNull(command)) return 'command';
  return isObjectOrNull(answer) ? null : 'answer';
}

function foreign(record: ReadRecord, code: 'journal/unknown-event' | 'journal/newer-event', what: string): LobbydError {
  return new LobbydError({
    code,
    what: `record ${record.seq} was written by a newer lobbyd: ${what}`,
    where: `journal, record ${record.seq}`,
    next: 'install the version of lobbyd that wrote it, or a newer one',
  });
}

function bad(record: ReadRecord, what: string): LobbydError {
  return new LobbydError({
    code: 'journal/bad-event',
    what: `record ${record.seq} (${record.type}) is no event: ${what}`,
    where: `journal, record ${record.seq}`,
    next: 'report this with the journal: a program wrote what it cannot read',
  });
}
