/**
 * The unit's own framing: written from docs/line-protocol.md for the emulators, apart from the daemon's codec, so that a
 * mistake in one is not made by both. It works byte by byte on a fixed buffer, as firmware would.
 */

/** A request that was addressed to this unit and came whole. */
export interface Request {
  readonly letter: string;
  readonly rest: string;
}

/** One step of the check for each half byte: the sixteen remainders of the polynomial 1021. */
const REMAINDERS = [
  0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50a5, 0x60c6, 0x70e7, 0x8108, 0x9129, 0xa14a, 0xb16b, 0xc18c, 0xd1ad,
  0xe1ce, 0xf1ef,
] as const;

/** Check over ASCII characters, as firmware computes it: a table of sixteen words. */
export function unitCheck(characters: string): string {
  let remainder = 0xffff;
  for (let place = 0; place < characters.length; place += 1) {
    const byte = characters.charCodeAt(place);
    remainder = step(step(remainder, byte >> 4), byte & 0x0f);
  }
  return `000${remainder.toString(16)}`.slice(-4).toUpperCase();
}

function step(remainder: number, nibble: number): number {
  const index = ((remainder >> 12) ^ nibble) & 0x0f;
  return ((remainder << 4) & 0xffff) ^ (REMAINDERS[index] ?? 0);
}

/** A frame of the unit, check and line feed included. */
export function unitFrame(address: number, letter: string, rest: string): string {
  const tens = Math.trunc(address / 10) % 10;
  const covered = `<${tens}${address % 10}${letter}${rest}`;
  return `${covered}*${unitCheck(covered)}\n`;
}

/** Bytes that the unit's receive buffer holds. */
const BUFFER = 96;

/** Listens on the wire for one address. */
export class UnitEar {
  /** Two digits. */
  readonly #address: string;
  /** What is heard of a frame, its start included. */
  #buffer: number[] = [];
  #isInFrame = false;
  /** Whether the second half of the code page is text as well: Hanzi, of two bytes each. */
  readonly #isEightBit: boolean;

  constructor(address: number, isEightBit = false) {
    this.#isEightBit = isEightBit;
    this.#address = `0${address}`.slice(-2);
  }

  /** Takes one byte; gives the request that it completed, null mostly. */
  take(byte: number): Request | null {
    if (byte === 0x3e) {
      this.#buffer = [byte];
      this.#isInFrame = true;
      return null;
    }
    if (!this.#isInFrame) return null;
    if (byte === 0x0a) {
      this.#isInFrame = false;
      return this.#whole(String.fromCharCode(...this.#buffer));
    }
    // Most frames on a bus are for somebody else.
    const place = this.#buffer.length;
    if (place <= 2 && byte !== this.#address.charCodeAt(place - 1)) this.#isInFrame = false;
    const isAscii = byte >= 0x20 && byte < 0x7f && byte !== 0x3c;
    const isText = isAscii || (this.#isEightBit && byte >= 0xa1 && byte <= 0xfe);
    if (!isText || place === BUFFER) this.#isInFrame = false;
    else this.#buffer.push(byte);
    return null;
  }

  #whole(line: string): Request | null {
    const star = line.length - 5;
    if (star < 4 || line[star] !== '*') return null;
    const covered = line.slice(0, star);
    if (unitCheck(covered) !== line.slice(star + 1)) return null;
    return { letter: covered.charAt(3), rest: covered.slice(4) };
  }
}
