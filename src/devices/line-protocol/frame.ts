import { crcHex } from './crc.ts';

/** Start of a frame from lobbyd to a unit. */
const TO_UNIT = '>';
/** Start of a frame from a unit to lobbyd. */
const FROM_UNIT = '<';
const TO_UNIT_BYTE = 0x3e;
const FROM_UNIT_BYTE = 0x3c;
/** Characters between start and check at most: a panel's face is the longest. */
const LONGEST = 80;
/** Ends a frame. */
export const LINE_FEED = 0x0a;

/** A frame from a unit whose check was right. */
export interface Frame {
  /** Two decimal digits. */
  readonly address: string;
  /** One letter. */
  readonly type: string;
  readonly body: string;
}

/** What has been heard of a frame that is not complete yet; null between frames. Start with {@link SILENCE}. */
export interface Hearing {
  readonly line: string | null;
}
export const SILENCE: Hearing = { line: null };

export interface Heard {
  readonly hearing: Hearing;
  /** In the order of their ends. */
  readonly frames: readonly Frame[];
  /** Lines that began as a unit's frame and did not end as one. */
  readonly garbled: number;
}

/**
 * A frame to a unit (docs/line-protocol.md, "Frames").
 *
 * @param address 1–99
 * @param type one letter
 * @param body printable ASCII without the start characters; bytes of Hanzi as characters up to FF
 */
export function frameTo(address: number, type: string, body = ''): Uint8Array {
  const head = `${TO_UNIT}${addressText(address)}${type}${body}`;
  const text = `${head}*${crcHex(head)}\n`;
  const bytes = new Uint8Array(text.length);
  // By hand: `Uint8Array.from` goes through an iterator, and a pad is asked many times a second.
  for (let place = 0; place < text.length; place += 1) bytes[place] = text.charCodeAt(place);
  return bytes;
}

/** An address as frames carry it: two decimal digits. */
export function addressText(address: number): string {
  return String(address).padStart(2, '0');
}

/**
 * Takes bytes as they come, in pieces of any size. A start character always begins a frame anew, so that one lost
 * line feed costs one frame. Frames of lobbyd itself, which an RS-485 adapter may echo, are passed over.
 * Never throws, whatever the bytes are.
 */
export function hear(hearing: Hearing, bytes: Uint8Array): Heard {
  const whole = hearing.line === null ? wholeLine(bytes) : null;
  if (whole !== null) return heardWhole(whole);
  let { line } = hearing;
  const frames: Frame[] = [];
  let garbled = 0;
  for (const byte of bytes) {
    if (byte === LINE_FEED) {
      const frame = line === null ? null : frameOf(line);
      if (frame) frames.push(frame);
      else if (line?.startsWith(FROM_UNIT)) garbled += 1;
      line = null;
      continue;
    }
    const next = take(line, byte);
    if (line?.startsWith(FROM_UNIT) && (next === null || next.length === 1)) garbled += 1;
    line = next;
  }
  return { hearing: { line }, frames, garbled };
}

/**
 * The line where the bytes are one frame and nothing else, as nearly all are; null otherwise. In one piece: a line that grows by
 * characters has to be put together anew before it can be looked at.
 */
function wholeLine(bytes: Uint8Array): string | null {
  const end = bytes.length - 1;
  if (end < 1 || end > LONGEST || bytes[0] !== FROM_UNIT_BYTE || bytes[end] !== LINE_FEED) return null;
  const codes = [FROM_UNIT_BYTE];
  for (let place = 1; place < end; place += 1) {
    const byte = bytes[place] ?? 0;
    if (byte < 0x20 || byte > 0x7e || byte === FROM_UNIT_BYTE || byte === TO_UNIT_BYTE) return null;
    codes.push(byte);
  }
  return String.fromCharCode(...codes);
}

function heardWhole(line: string): Heard {
  const frame = frameOf(line);
  return frame ? { hearing: SILENCE, frames: [frame], garbled: 0 } : { hearing: SILENCE, frames: [], garbled: 1 };
}

function take(line: string | null, byte: number): string | null {
  const character = String.fromCharCode(byte);
  if (character === FROM_UNIT || character === TO_UNIT) return character;
  if (line === null || byte < 0x20 || byte > 0x7e || line.length >= LONGEST) return null;
  return line + character;
}

/** `<` address type body `*` check. */
const SHAPE = /^(<([0-9]{2})([A-Z])([^<>]*))\*([0-9A-F]{4})$/;

function frameOf(line: string): Frame | null {
  const match = SHAPE.exec(line);
  if (!match) return null;
  const [, head = '', address = '', type = '', body = '', check = ''] = match;
  return crcHex(head) === check ? { address, type, body } : null;
}

/**
 * Text as a unit can show it: what is not printable ASCII, and the two start characters, become `?`; cut or filled
 * with spaces to `width`.
 */
export function fixedText(text: string, width: number): string {
  let shown = '';
  for (const character of text) {
    if (shown.length >= width) break;
    const isShown = character >= ' ' && character <= '~' && character !== FROM_UNIT && character !== TO_UNIT;
    shown += isShown ? character : '?';
  }
  return shown.padEnd(width, ' ');
}
