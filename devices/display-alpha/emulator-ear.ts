import { type Clock, type Millis, ms, seconds } from '../../src/clock.ts';

/** A command that was meant for this sign and whose checksum, where it had one, was right. */
export interface SignCommand {
  /** Command code: `A` TEXT, `G` STRING, `E` special. */
  readonly code: string;
  readonly data: string;
}

/** A longer gap inside a packet ends it. */
const GAP: Millis = seconds(1);
/** In a packet with several commands the sender has to be silent for so long after each further STX. */
const NESTED_PAUSE: Millis = ms(100);
const NULS_NEEDED = 5;
const COMMAND_MOST = 400;

type Place = 'outside' | 'header' | 'between' | 'command' | 'check';

/**
 * The receiver of the sign: written from the description of the protocol (docs of the maker, 9708-8061F §5), apart from the
 * driver. Bytes have seven bits here, as on a line with parity.
 */
export class SignEar {
  readonly #clock: Clock;
  readonly #address: string;
  #place: Place = 'outside';
  #nuls = 0;
  #held = '';
  #header = '';
  #check = '';
  #sum = 0;
  #lastAt: Millis = 0;
  #stxAt: Millis = 0;
  #commands = 0;
  #isTooSoon = false;
  /** Commands whose checksum was wrong since the start. */
  badChecksums = 0;

  /** @param address 1–255 */
  constructor(clock: Clock, address: number) {
    this.#clock = clock;
    this.#address = `0${address.toString(16)}`.slice(-2).toUpperCase();
  }

  /** Takes one byte; gives the command that it completed, null mostly. */
  take(byte: number): SignCommand | null {
    const bits = byte & 0x7f;
    const now = this.#clock.monotonic();
    if (now - this.#lastAt > GAP) this.#leave();
    this.#lastAt = now;
    if (bits === 0x00) {
      this.#nuls += 1;
      return null;
    }
    const isStart = bits === 0x01 && this.#nuls >= NULS_NEEDED;
    this.#nuls = 0;
    if (isStart) return this.#enter();
    return this.#place === 'outside' ? null : this.#inside(bits, now);
  }

  #leave(): null {
    this.#place = 'outside';
    return null;
  }

  #enter(): null {
    this.#place = 'header';
    this.#header = '';
    this.#commands = 0;
    return null;
  }

  #inside(bits: number, now: Millis): SignCommand | null {
    switch (this.#place) {
      case 'header':
        this.#header += String.fromCharCode(bits);
        if (this.#header.length === 3) this.#place = 'between';
        return null;
      case 'between':
        return bits === 0x02 ? this.#open(now) : this.#leave();
      case 'command':
        return this.#inCommand(bits, now);
      case 'check':
        return this.#inCheck(bits, now);
      default:
        return null;
    }
  }

  #open(now: Millis): null {
    this.#place = 'command';
    this.#commands += 1;
    this.#held = '';
    this.#sum = 0x02;
    this.#stxAt = now;
    this.#isTooSoon = false;
    return null;
  }

  #inCommand(bits: number, now: Millis): SignCommand | null {
    if (this.#held === '' && this.#commands > 1) this.#isTooSoon = now - this.#stxAt < NESTED_PAUSE;
    if (bits === 0x04) return this.#done('outside');
    if (bits === 0x02) {
      const command = this.#done('outside');
      this.#open(now);
      return command;
    }
    this.#sum += bits;
    if (bits === 0x03) {
      this.#place = 'check';
      this.#check = '';
    } else if (this.#held.length === COMMAND_MOST) this.#leave();
    else this.#held += String.fromCharCode(bits);
    return null;
  }

  #inCheck(bits: number, now: Millis): SignCommand | null {
    if (this.#check.length < 4 && bits >= 0x20) {
      this.#check += String.fromCharCode(bits);
      return null;
    }
    const isRight = /^[0-9A-F]{4}$/.test(this.#check) && Number.parseInt(this.#check, 16) === this.#sum % 0x10000;
    if (!isRight) {
      this.badChecksums += 1;
      return this.#leave();
    }
    const command = this.#done('outside');
    if (bits === 0x02) this.#open(now);
    return command;
  }

  #done(place: Place): SignCommand | null {
    this.#place = place;
    if (this.#isTooSoon || this.#held === '' || !this.#isMeant()) return null;
    return { code: this.#held.charAt(0), data: this.#held.slice(1) };
  }

  /** `Z` means signs of every type; `00` every address, `?` any digit. */
  #isMeant(): boolean {
    const to = this.#header.slice(1);
    if (this.#header.charAt(0) !== 'Z') return false;
    return to === '00' || [0, 1].every((place) => to[place] === '?' || to[place] === this.#address[place]);
  }
}
