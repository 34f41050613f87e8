/** Tells apart what a printer sends on one wire (TM-T88III specification, appendix G; Citizen CT-S310 manual, 5.3). */

/** One thing that the printer said. */
export type Received =
  /** The answer to DLE EOT: `0xx1xx10`. */
  | { readonly kind: 'real-time'; readonly byte: number }
  /** Automatic status: `0xx1xx00` and the next three bytes that are not XON or XOFF. */
  | { readonly kind: 'automatic'; readonly bytes: readonly number[] }
  /** The answer to GS r: `0xx0xxxx`; near end is bits 0 and 1, bits 2 and 3 cannot be set while it answers. */
  | { readonly kind: 'queued'; readonly byte: number }
  /** GS ( H: 37 22, four characters, 00. */
  | { readonly kind: 'process-id'; readonly id: string }
  /** XON or XOFF that the line discipline let through. */
  | { readonly kind: 'flow' }
  | { readonly kind: 'garbage'; readonly byte: number };

const XON = 0x11;
const XOFF = 0x13;
const PROCESS_ID_LENGTH = 7;
const AUTOMATIC_LENGTH = 4;
/** An automatic status with more flow control bytes between its own than this is noise. */
const AUTOMATIC_SPAN = 12;

/** What a try to read one unit at the start gives: a unit and its length, more bytes needed, or no such unit. */
type Try = { readonly unit: Received; readonly length: number } | 'more' | 'none';

/**
 * Reads what can be read. Never throws; bytes that fit nothing are garbage, and reading goes on at the next byte.
 *
 * @param pending what the call before left over
 * @returns what was said, and fewer than twelve bytes that may be the start of a longer unit
 */
export function receive(
  pending: readonly number[],
  bytes: Uint8Array,
): { readonly items: readonly Received[]; readonly pending: readonly number[] } {
  const input = [...pending, ...bytes];
  const items: Received[] = [];
  let at = 0;
  while (at < input.length) {
    const found = unitAt(input, at);
    if (found === 'more') break;
    if (found === 'none') {
      items.push({ kind: 'garbage', byte: input[at] ?? 0 });
      at += 1;
    } else {
      items.push(found.unit);
      at += found.length;
    }
  }
  return { items, pending: input.slice(at) };
}

function unitAt(input: readonly number[], at: number): Try {
  const byte = input[at] ?? 0;
  if (byte === XON || byte === XOFF) return { unit: { kind: 'flow' }, length: 1 };
  if (byte === 0x37) return processIdAt(input, at);
  if ((byte & 0x93) === 0x12) return { unit: { kind: 'real-time', byte }, length: 1 };
  if ((byte & 0x93) === 0x10) return automaticAt(input, at);
  if ((byte & 0x9c) === 0x00) return { unit: { kind: 'queued', byte }, length: 1 };
  return 'none';
}

/** Header 37H, identifier 22H, d1–d4 of 20H–7EH, NUL. */
function processIdAt(input: readonly number[], at: number): Try {
  const fits = (offset: number, byte: number): boolean => {
    if (offset === 1) return byte === 0x22;
    if (offset === PROCESS_ID_LENGTH - 1) return byte === 0x00;
    return byte >= 0x20 && byte <= 0x7e;
  };
  for (let offset = 1; offset < PROCESS_ID_LENGTH; offset += 1) {
    const byte = input[at + offset];
    if (byte === undefined) return 'more';
    if (!fits(offset, byte)) return 'none';
  }
  const id = String.fromCharCode(...input.slice(at + 2, at + PROCESS_ID_LENGTH - 1));
  return { unit: { kind: 'process-id', id }, length: PROCESS_ID_LENGTH };
}

function automaticAt(input: readonly number[], at: number): Try {
  const bytes: number[] = [input[at] ?? 0];
  for (let offset = 1; offset < AUTOMATIC_SPAN; offset += 1) {
    const byte = input[at + offset];
    if (byte === undefined) return 'more';
    if (byte === XON || byte === XOFF) continue;
    if ((byte & 0x90) !== 0x00) return 'none';
    bytes.push(byte);
    if (bytes.length === AUTOMATIC_LENGTH) return { unit: { kind: 'automatic', bytes }, length: offset + 1 };
  }
  return 'none';
}
