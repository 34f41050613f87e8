import { type Clock, type Millis, ms } from '../../src/clock.ts';
import { hear, SILENCE } from '../../src/devices/line-protocol/frame.ts';
import { calmed, disturbed, QUIET } from '../../src/devices/wire/bus-noise.ts';
import { LONGEST_ANSWER } from './protocol.ts';

/** Without a second answer for so long there is none: longer than a round of questions. */
const CALM: Millis = ms(600);

/** Watches for a second pad with the same address: two answers to one question. */
export class TwinWatch {
  readonly #clock: Clock;
  readonly #address: string;
  readonly #tell: (isThere: boolean) => void;
  #seen = QUIET;
  /** What came after the last answer, as far as it may be another one. */
  #after = '';

  /** @param tell called with what is known at each answer: may say the same again */
  constructor(clock: Clock, address: string, tell: (isThere: boolean) => void) {
    this.#clock = clock;
    this.#address = address;
    this.#tell = tell;
  }

  /** The pad answered, with so many frames of its address. */
  answered(frames: number): void {
    this.#after = '';
    this.#seen = calmed(this.#seen, this.#clock.monotonic(), CALM);
    if (frames > 1) this.#twin();
    else this.#tell(this.#seen.isRaised);
  }

  /** Bytes after the answer; whether they look like another answer of this address. */
  heardAfter(bytes: Uint8Array): boolean {
    this.#after = (this.#after + String.fromCharCode(...bytes.slice(0, LONGEST_ANSWER))).slice(0, LONGEST_ANSWER);
    const start = `<${this.#address}`;
    if (!this.#after.startsWith(start.slice(0, this.#after.length))) return false;
    if (hear(SILENCE, new TextEncoder().encode(this.#after)).frames.length > 0) this.#twin();
    return true;
  }

  #twin(): void {
    this.#after = '';
    this.#seen = disturbed(this.#seen, this.#clock.monotonic());
    this.#tell(this.#seen.isRaised);
  }
}
