/**
 * What a scanner sends in its serial mode: the text of a code, then an end that is programmed, carriage return from the
 * factory. Around the text it may put STX and ETX (ISO/IEC 646: 02, 03), and before it the kind of the code,
 * `]` and two signs (ISO/IEC 15424, "symbology identifiers"). It is asked nothing and answers nothing.
 */

const STX = 0x02;
/** Line feed, carriage return, end of text. */
const ENDS: ReadonlySet<number> = new Set([0x03, 0x0a, 0x0d]);
/** Longest text that is a code here, characters. */
export const LONGEST_CODE = 256;

/** What a byte is to who reads a code. */
export type Sign =
  | { readonly kind: 'text'; readonly sign: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  /** No sign of ASCII: another speed, another framing, or a code that is none of ours. */
  | { readonly kind: 'damaged' };

/** Reads one byte of the wire. */
export function signOf(byte: number): Sign {
  if (ENDS.has(byte)) return { kind: 'end' };
  if (byte === STX) return { kind: 'start' };
  if (byte < 0x20 || byte > 0x7e) return { kind: 'damaged' };
  return { kind: 'text', sign: String.fromCharCode(byte) };
}

/** The text of a code without the identifier of its kind and without blanks around it. */
export function codeOf(text: string): string {
  return text.replace(/^\][A-Za-z][0-9A-Za-z]/, '').trim();
}
