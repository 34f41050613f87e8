import type { Actor } from '../queue/commands.ts';
import type { StoredRecord } from './store.ts';
import { wallText } from './wall-text.ts';
import { nameOf } from './who.ts';

/** Fields of a body that a reader looks for first, in the order in which they are shown. */
const FIRST = ['label', 'service', 'counter', 'teller', 'device', 'rule', 'day'] as const;
/** Longest text of a body that is shown; `export` has all of it. */
const BODY_LENGTH = 160;

/**
 * Writes a record as one line for a person: number, wall time, type, what matters first, then the rest of the body, cut.
 *
 * @param zone IANA time zone of the wall times; undefined: the machine's
 */
export function lineWriter(zone?: string): (record: StoredRecord) => string {
  const wall = wallText(zone);
  return (record) => {
    const { body } = record;
    const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const actor = fields.actor as Actor | undefined;
    const known = FIRST.filter((name) => typeof fields[name] === 'string').map((name) =>
      shown(name, fields[name] as string),
    );
    const who = actor?.kind ? [`by ${nameOf(actor) ?? actor.kind}`] : [];
    const head = [String(record.seq).padStart(7), wallTime(record, wall), record.type.padEnd(16)];
    return [...head, ...known, ...who, rest(fields)].join('  ').trimEnd();
  };
}

function shown(name: string, value: string): string {
  return name === 'label' || name === 'day' ? value : `${name} ${value}`;
}

/** `2026-01-05 09:31:07.123`, with a question mark where the wall clock was not trusted. */
function wallTime({ at, offset, isTrusted }: StoredRecord, wall: (at: number) => string): string {
  const millis = String((at + offset) % 1_000).padStart(3, '0');
  return `${wall(at + offset)}.${millis}${isTrusted ? '' : '?'}`;
}

/** The head that every event has, and what stands in the line already. */
const SHOWN_ELSEWHERE = new Set<string>([...FIRST, 'actor', 'command', 'answer', 'opening', 'openingHash', 'rules']);

function rest(body: Readonly<Record<string, unknown>>): string {
  const others = Object.entries(body).filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== null);
  if (others.length === 0) return '';
  const text = others.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
  return text.length > BODY_LENGTH ? `${text.slice(0, BODY_LENGTH)}…` : text;
}
