import { hash } from 'node:crypto';

/** SHA-256 of a text's UTF-8 bytes, 64 lower-case hex digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/**
 * JSON whose text depends on the value alone: members sorted by name, members without a value left out, no spaces.
 *
 * @param value plain JSON; anything that `JSON.stringify` leaves out is left out here too
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** What `day-opened` carries beside its opening balance: SHA-256 of the canonical JSON of the snapshot, hex. */
export function openingHashOf(snapshot: unknown): string {
  return sha256(canonicalJson(snapshot));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted((value as Record<string, unknown>)[name])]));
}
