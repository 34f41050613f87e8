import { type Millis, ms } from '../../clock.ts';

/** Bytes that let nobody speak for so long are a jam. */
const JAM_AFTER: Millis = ms(500);

/** Who seems to have begun a jam. */
export interface Suspect {
  /** Its place among the units. */
  readonly unit: number;
  /** The jam before began with it as well: no coincidence. */
  readonly isRepeated: boolean;
}

/** Whether a bus is jammed, and with whom that began. */
export class JamWatch {
  isJammed = false;
  /** Since when somebody could not be served for bytes on the wire. */
  #heldSince: Millis | null = null;
  /** The unit whose answer was garbled, until the wire is silent again: a jam would have begun with it. */
  #suspect: number | null = null;
  #isRepeated = false;
  /** With whom the last jam began. */
  #jammer: number | null = null;

  get jammer(): number | null {
    return this.#jammer;
  }

  get suspect(): Suspect | null {
    return this.#suspect === null ? null : { unit: this.#suspect, isRepeated: this.#isRepeated };
  }

  /** An exchange ended: with the garbled answer of a unit, or otherwise. */
  suspects(unit: number | null): void {
    this.#suspect = unit;
  }

  /** Nobody waits for the wire. */
  free(): void {
    this.#heldSince = null;
  }

  /** Somebody waits for silence. Gives whether a jam has begun with that. */
  held(now: Millis): boolean {
    this.#heldSince ??= now;
    if (this.isJammed || now - this.#heldSince < JAM_AFTER) return false;
    this.isJammed = true;
    this.#isRepeated = this.#suspect !== null && this.#suspect === this.#jammer;
    this.#jammer = this.#suspect;
    return true;
  }

  /** The wire is silent: the jam is over. Gives who began it. */
  over(): Suspect | null {
    const { suspect } = this;
    this.isJammed = false;
    this.#suspect = null;
    return suspect;
  }
}
