/**
 * Track 2 as readers send it in ASCII: start sign `;`, card number, separator `=`, expiry YYMM or another `=`, service
 * code and free digits, end sign `?`, at most 40 signs (ISO/IEC 7813:2006 §7.2.2, financial cards), then the LRC where the
 * reader sends it (ISO/IEC 7811-2 §"Error detection") and the reader's own line end. Tracks 1 (`%…?`) and 3 (`+…?`) may stand around it.
 */

import { type Millis, ms } from '../../src/clock.ts';
import type { CardBook, CardFace } from '../../src/devices/kinds.ts';
import { recogniseCard } from '../../src/devices/recognise-card.ts';

const START = 0x3b;
const END = 0x3f;
const SEPARATOR = 0x3d;
const ZERO = 0x30;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** Start signs of tracks 1 and 3. */
const OTHER_STARTS: readonly number[] = [0x25, 0x2b];
/** Signs of a track, start and end sign among them, without the LRC. */
const LONGEST = 39;
/** Between two signs of a swipe; a longer silence ends it. */
export const SILENCE: Millis = ms(250);

/** What came out of a swipe. */
export type Swipe = ({ readonly kind: 'card' } & CardFace) | { readonly kind: 'unreadable'; readonly why: string };

/** Where in a swipe the ear is; `over`: what else of it comes is not listened to. */
type Place = 'between' | 'track' | 'check' | 'other' | 'over';

/**
 * Listens to one reader. Of what it hears it keeps the track under way alone, in a buffer that is wiped as soon as
 * the track is looked up, given up or broken off: a card number is nowhere else.
 */
export class TrackEar {
  readonly #hasCheck: boolean;
  readonly #track = new Uint8Array(LONGEST);
  #length = 0;
  #place: Place = 'between';
  #heardAt: Millis = 0;

  /** @param hasCheck an LRC follows each track */
  constructor(hasCheck: boolean) {
    this.#hasCheck = hasCheck;
  }

  /**
   * Takes bytes.
   *
   * @param book null: nobody has said what cards are looked up in
   * @param at monotonic time, ms
   * @returns what came of swipes that are over by these bytes
   */
  take(bytes: Uint8Array, book: CardBook | null, at: Millis): readonly Swipe[] {
    const swipes: Swipe[] = [];
    if (at - this.#heardAt > SILENCE) swipes.push(...this.quiet());
    this.#heardAt = at;
    for (const byte of bytes) {
      const swipe = this.#takeOne(byte, book);
      if (swipe) swipes.push(swipe);
    }
    return swipes;
  }

  /** Whether something of a swipe has come and the rest has not. */
  get isListening(): boolean {
    return this.#place !== 'between';
  }

  /** Nothing came for {@link SILENCE}, or the wire is gone: what was begun is over. */
  quiet(): readonly Swipe[] {
    const isCut = this.#place === 'track' || this.#place === 'check';
    this.#go('between');
    return isCut ? [{ kind: 'unreadable', why: 'the track broke off' }] : [];
  }

  #takeOne(byte: number, book: CardBook | null): Swipe | null {
    switch (this.#place) {
      case 'between':
        if (byte === START) this.#begin();
        else if (OTHER_STARTS.includes(byte)) this.#place = 'other';
        return null;
      case 'other':
        // Of the other tracks nothing is kept.
        if (byte === END || byte === CARRIAGE_RETURN || byte === LINE_FEED) this.#place = 'between';
        return null;
      case 'track':
        return this.#takeSign(byte, book);
      case 'check':
        return this.#end(
          byte === lrcOf(this.#track.subarray(0, this.#length)) ? null : 'the check character is wrong',
          book,
        );
      case 'over':
        if (byte === CARRIAGE_RETURN || byte === LINE_FEED) this.#place = 'between';
        return null;
    }
  }

  #begin(): void {
    this.#go('track');
    this.#keep(START);
  }

  #takeSign(byte: number, book: CardBook | null): Swipe | null {
    if (byte === CARRIAGE_RETURN || byte === LINE_FEED) return this.#end('the track broke off', book);
    // Digits, and the signs 3A–3F of the five-bit code.
    if (byte < ZERO || byte > END || byte === START) return this.#end('a sign that no track has', book);
    if (this.#length === LONGEST) return this.#end('the track is too long', book);
    this.#keep(byte);
    if (byte !== END) return null;
    if (!this.#hasCheck) return this.#end(null, book);
    this.#place = 'check';
    return null;
  }

  #keep(byte: number): void {
    this.#track[this.#length] = byte;
    this.#length += 1;
  }

  #end(trouble: string | null, book: CardBook | null): Swipe {
    const swipe: Swipe =
      trouble === null ? lookUp(this.#track.subarray(0, this.#length), book) : { kind: 'unreadable', why: trouble };
    this.#go('over');
    return swipe;
  }

  #go(place: Place): void {
    this.#track.fill(0);
    this.#length = 0;
    this.#place = place;
  }
}

/** Looks up a whole track, from start to end sign; the card number goes no further. */
function lookUp(track: Uint8Array, book: CardBook | null): Swipe {
  const separator = track.indexOf(SEPARATOR);
  if (separator < 0 || !hasExpiry(track.subarray(separator + 1, -1))) {
    return { kind: 'unreadable', why: 'it is not the track of a bank card' };
  }
  if (!book) return { kind: 'unreadable', why: 'nobody has said what cards are looked up in' };
  const face = recogniseCard(track.subarray(1, separator), book);
  return face ? { kind: 'card', ...face } : { kind: 'unreadable', why: 'it is no card number' };
}

/** Year and month, or a second separator where the card has none. */
function hasExpiry(rest: Uint8Array): boolean {
  if (rest[0] === SEPARATOR) return true;
  const [year1 = -1, year2 = -1, month1 = -1, month2 = -1] = Array.from(rest.subarray(0, 4), (sign) => sign - ZERO);
  const month = month1 * 10 + month2;
  return [year1, year2, month1, month2].every((digit) => digit >= 0 && digit <= 9) && month >= 1 && month <= 12;
}

/** Even parity down each of the four data bits of all signs, as the ASCII sign that readers send for it. */
export function lrcOf(track: Uint8Array): number {
  return track.reduce((sum, sign) => sum ^ (sign & 0x0f), 0) + ZERO;
}
