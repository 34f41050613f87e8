import { LobbydError } from '../errors.ts';
import { EVENT_VERSIONS, type EventType, type QueueEvent } from '../queue/events.ts';
import type { ReadRecord } from './selection.ts';
import type { Draft } from './store.ts';
import { lift } from './upcast.ts';

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
  if (record.stream === 'device') return null;
  const { type } = record;
  if (!isEventType(type)) throw foreign(record, 'journal/unknown-event', `its type ${type} is unknown`);
  const version = EVENT_VERSIONS[type];
  if (!(record.version >= 1 && record.version <= version)) {
    throw foreign(record, 'journal/newer-event', `its version ${record.version} of ${type} is newer than ${version}`);
  }
  const body = lift(type, record.version, bodyOf(record));
  const wrong = HEAD_FIELDS.find(([name, isRight]) => !isRight(body[name]));
  if (wrong) throw bad(record, `its body has no ${wrong[0]}`);
  // Assigned: names that follow a spread in a literal cost the engine several times as much, at every event of a replay.
  return Object.assign({ ...body }, { type, at: record.at }) as unknown as QueueEvent;
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_VERSIONS, type);
}

function bodyOf(record: ReadRecord): Readonly<Record<string, unknown>> {
  const { body } = record;
  if (isObject(body)) return body;
  throw bad(record, 'its body is no object');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

/** What every event has beside its own fields; the hash chain vouches that these are as they were written. */
const HEAD_FIELDS: readonly (readonly [string, (value: unknown) => boolean])[] = [
  ['actor', (value) => isObject(value) && typeof value.kind === 'string'],
  ['counter', isTextOrNull],
  ['teller', isTextOrNull],
  ['rule', isTextOrNull],
  ['command', (value) => value === null || isObject(value)],
  ['answer', (value) => value === null || isObject(value)],
];

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
