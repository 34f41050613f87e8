import { eventOf } from '../journal/codec.ts';
import type { ReadRecord } from '../journal/selection.ts';
import { wallText } from '../journal/wall-text.ts';
import { nameOf, whoOf } from '../journal/who.ts';
import type { QueueEvent } from '../queue/events.ts';

/** Whom and what an audit asks for; null: everybody, everything. */
export interface AuditQuestion {
  /** A kind of actor (`keypad`), or the name of a device, a client, a person or a teller. */
  readonly actor: string | null;
  /** As it stands on the slip. */
  readonly ticket: string | null;
}

/** One thing that was done: who did it, and what. */
export interface Deed {
  readonly record: ReadRecord;
  readonly who: string;
  readonly label: string | null;
  readonly counter: string | null;
  readonly teller: string | null;
  readonly rule: string | null;
  readonly command: string | null;
  /** Why it was not done, where a command was refused. */
  readonly refusal: string | null;
}

/** Who did what, in the order of the journal; also what devices went through. */
export function* deedsOf(records: Iterable<ReadRecord>, { actor, ticket }: AuditQuestion): Generator<Deed> {
  for (const record of records) {
    const event = eventOf(record);
    if (actor !== null && !isBy(actor, record, event)) continue;
    const deed = event ? queueDeed(record, event) : deviceDeed(record);
    if (ticket !== null && !isAbout(ticket, deed, event)) continue;
    yield deed;
  }
}

function isBy(name: string, record: ReadRecord, event: QueueEvent | null): boolean {
  if (!event) return name === deviceOf(record) || name === (deviceOf(record) === null ? 'daemon' : 'device');
  const { actor, teller } = event;
  const through = 'through' in actor && actor.through !== undefined ? [actor.through.kind, nameOf(actor.through)] : [];
  return [actor.kind, nameOf(actor), teller, ...through].includes(name);
}

/** A refusal names the ticket that was asked for, an undo those that it restored. */
function isAbout(label: string, deed: Deed, event: QueueEvent | null): boolean {
  if (deed.label === label) return true;
  if (event?.type === 'refused') return Object.values(event.refusal).includes(label);
  return event?.type === 'undone' && event.answer?.kind === 'done' && event.answer.label === label;
}

function queueDeed(record: ReadRecord, event: QueueEvent): Deed {
  const { actor, counter, teller, rule, command } = event;
  return {
    record,
    who: whoOf(actor),
    label: 'label' in event ? event.label : null,
    counter,
    teller,
    rule,
    command: command && `${command.source} ${command.key}`,
    refusal: event.type === 'refused' ? `${event.asked}: ${event.refusal.code}` : null,
  };
}

function deviceDeed(record: ReadRecord): Deed {
  const device = deviceOf(record);
  const who = device === null ? 'daemon' : `device ${device}`;
  return { record, who, label: null, counter: null, teller: null, rule: null, command: null, refusal: null };
}

function deviceOf({ body }: ReadRecord): string | null {
  const device = typeof body === 'object' && body !== null ? (body as { readonly device?: unknown }).device : null;
  return typeof device === 'string' ? device : null;
}

/**
 * Writes deeds for people, one a line: number, wall time, who, what, and where.
 *
 * @param zone IANA time zone of the wall times; undefined: the machine's
 */
export function deedWriter(zone?: string): (deed: Deed) => string {
  const wall = wallText(zone);
  return ({ record, who, label, counter, teller, rule, refusal }) => {
    const { seq, at, offset, isTrusted, type } = record;
    const time = `${wall(at + offset)}${isTrusted ? '' : '?'}`;
    const more = [
      label,
      counter && `counter ${counter}`,
      teller && `teller ${teller}`,
      rule && `rule ${rule}`,
      refusal,
    ].filter((part) => part !== null);
    return [String(seq).padStart(7), time, who.padEnd(24), type.padEnd(16), ...more].join('  ').trimEnd();
  };
}

/** A deed as JSON for programs. */
export function deedJson({ record, ...deed }: Deed): string {
  const { seq, at, offset, isTrusted, type } = record;
  return JSON.stringify({ seq, at, time: isTrusted ? new Date(at + offset).toISOString() : null, type, ...deed });
}
