import type { StoredRecord } from './store.ts';

/** Fields of a body that a reader looks for first, in the order in which they are shown. */
const FIRST = ['label', 'service', 'counter', 'teller', 'device', 'rule', 'day'] as const;
/** Longest text of a body that is shown; `export` has all of it. */
const BODY_LENGTH = 160;

/**
 * A record as one line for a person: number, wall time, type, what matters first, then the rest of the body, cut.
 *
 * @param zone IANA time zone of the wall time; undefined: the machine's
 */
export function lineOf(record: StoredRecord, zone?: string): string {
  const body = typeof record.body === 'object' && record.body !== null ? (record.body as Record<string, unknown>) : {};
  const actor = body.actor as { readonly kind?: string; readonly device?: string } | undefined;
  const known = FIRST.filter((name) => typeof body[name] === 'string').map((name) => shown(name, body[name] as string));
  const who = actor?.kind ? [`by ${actor.device ?? actor.kind}`] : [];
  return [String(record.seq).padStart(7), wallTime(record, zone), record.type.padEnd(16), ...known, ...who, rest(body)]
    .join('  ')
    .trimEnd();
}

function shown(name: string, value: string): string {
  return name === 'label' || name === 'day' ? value : `${name} ${value}`;
}

/** `2026-01-05 09:31:07.123`, or how far into branch time it is while the wall clock was not trusted. */
function wallTime({ at, offset, isTrusted }: StoredRecord, zone: string | undefined): string {
  const options = { dateStyle: 'short', timeStyle: 'medium', ...(zone ? { timeZone: zone } : {}) } as const;
  const wall = at + offset;
  const millis = String(wall % 1_000).padStart(3, '0');
  const text = `${new Intl.DateTimeFormat('sv-SE', options).format(wall)}.${millis}`;
  return isTrusted ? text : `${text}?`;
}

/** The head that every event has, and what stands in the line already. */
const SHOWN_ELSEWHERE = new Set<string>([...FIRST, 'actor', 'command', 'answer', 'opening', 'openingHash', 'rules']);

function rest(body: Readonly<Record<string, unknown>>): string {
  const others = Object.entries(body).filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== null);
  if (others.length === 0) return '';
  const text = others.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
  return text.length > BODY_LENGTH ? `${text.slice(0, BODY_LENGTH)}…` : text;
}
