/**
 * Takes an ESC/POS byte stream apart as a printer's firmware does when it empties its receive buffer. Written from
 * Epson's command reference: names are those of its chapters.
 */

/** One command, or one character to print. */
export type PrinterCommand =
  | { readonly kind: 'command'; readonly name: string; readonly data: readonly number[] }
  /** The bytes of one character: 1, 2 or 4. */
  | { readonly kind: 'character'; readonly bytes: readonly number[] };

/** Commands with a fixed number of parameter bytes: prefix, then the second byte of each. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  ESC: ['@2', ' !-3EGJMRVadt{', '$\\c'],
  FS: ['&.', '!-WC', 'S'],
  GS: ['', '!BHIabfhrw', 'LW'],
};

function parametersOf(prefix: string, second: number): number | null {
  if (prefix === 'DLE') return second === 4 || second === 5 ? 1 : null;
  const count = FIXED[prefix]?.findIndex((letters) => letters.includes(String.fromCharCode(second))) ?? -1;
  return count < 0 ? null : count;
}

const PREFIXES: Readonly<Record<number, string>> = { 16: 'DLE', 27: 'ESC', 28: 'FS', 29: 'GS' };

/**
 * Takes the first command or character off `buffer`.
 *
 * @param isHanzi whether bytes from 0x81 begin a GB18030 character
 * @returns null when more bytes are needed; the buffer is then untouched
 */
export function takeCommand(buffer: number[], isHanzi: boolean): PrinterCommand | null {
  const first = buffer[0];
  if (first === undefined) return null;
  const prefix = PREFIXES[first];
  if (prefix !== undefined) return takePrefixed(buffer, prefix);
  if (first < 0x20 || first === 0x7f) return named(buffer, CONTROLS[first] ?? 'ignored', 0, 1);
  if (isHanzi && first >= 0x81 && first <= 0xfe) return takeHanzi(buffer);
  // Most of a slip, character by character: taking a piece out of a list costs several times as much.
  buffer.shift();
  return { kind: 'character', bytes: [first] };
}

const CONTROLS: Readonly<Record<number, string>> = { 10: 'LF', 9: 'HT', 24: 'CAN' };

function named(buffer: number[], name: string, from: number, length: number): PrinterCommand {
  const data = buffer.splice(0, length).slice(from === 0 ? length : from);
  return { kind: 'command', name, data };
}

function takePrefixed(buffer: number[], prefix: string): PrinterCommand | null {
  const second = buffer[1];
  if (second === undefined) return null;
  const name = `${prefix} ${secondName(prefix, second)}`;
  if (name === 'GS V') return takeCut(buffer);
  if (name === 'GS (') return takeSized(buffer);
  const parameters = parametersOf(prefix, second);
  // An unknown command loses its two bytes; what follows is printed, as on a real printer.
  if (parameters === null) return named(buffer, 'ignored', 0, 2);
  return buffer.length < 2 + parameters ? null : named(buffer, name, 2, 2 + parameters);
}

function secondName(prefix: string, second: number): string {
  if (prefix === 'DLE') return second === 4 ? 'EOT' : second === 5 ? 'ENQ' : '?';
  return String.fromCharCode(second);
}

/** GS V m, or GS V m n for m = 65, 66. */
function takeCut(buffer: number[]): PrinterCommand | null {
  const mode = buffer[2];
  if (mode === undefined) return null;
  const length = mode === 65 || mode === 66 ? 4 : 3;
  return buffer.length < length ? null : named(buffer, 'GS V', 2, length);
}

/** Most bytes that the firmware holds of one command; a longer one is none of its own, and its bytes go by as they come. */
const HELD = 1_024;
/** Name of a command of which only the first bytes are there: the other ones are to be thrown away, `data` says how many. */
export const TOO_LONG = 'too long';

/** GS ( x pL pH …: `pL + pH × 256` bytes follow; the letter comes first in `data`. */
function takeSized(buffer: number[]): PrinterCommand | null {
  const [, , letter, low, high] = buffer;
  if (letter === undefined || low === undefined || high === undefined) return null;
  const length = 5 + low + high * 256;
  if (length > HELD) {
    buffer.splice(0, 5);
    return { kind: 'command', name: TOO_LONG, data: [length - 5] };
  }
  if (buffer.length < length) return null;
  const bytes = buffer.splice(0, length);
  return { kind: 'command', name: `GS ( ${String.fromCharCode(letter)}`, data: bytes.slice(5) };
}

/** GB18030: two bytes with a second of 40–FE, four with a second of 30–39. */
function takeHanzi(buffer: number[]): PrinterCommand | null {
  const second = buffer[1];
  if (second === undefined) return null;
  if (second >= 0x40 && second <= 0xfe && second !== 0x7f) return { kind: 'character', bytes: buffer.splice(0, 2) };
  if (second < 0x30 || second > 0x39) return { kind: 'character', bytes: buffer.splice(0, 1) };
  return buffer.length < 4 ? null : { kind: 'character', bytes: buffer.splice(0, 4) };
}
