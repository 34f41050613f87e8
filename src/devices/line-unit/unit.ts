import { type Millis, ms, seconds, type Timer } from '../../clock.ts';
import type { EmulatorContext } from '../driver.ts';
import { type Babble, babbler } from './babble.ts';
import { type Request, UnitEar, unitCheck, unitFrame } from './ear.ts';
import { type Faults, garble, noise, quietFaults } from './faults.ts';
import { hex } from './nonce.ts';

/** What makes one unit a keypad and the other a panel. */
export interface UnitModel {
  /** 1–99. */
  readonly address: number;
  /** Letter of the hello: `K` keypad, `P` panel. */
  readonly unit: string;
  /** Version of the protocol: 2 takes acknowledgement and face in one frame, or shows Hanzi. */
  readonly version: 1 | 2;
  /** Its face may have Hanzi; such a unit takes no two things in one frame. */
  readonly showsHanzi?: boolean;
  /** Letter of the frame that carries a press. */
  readonly pressLetter: string;
  /** Characters of the face. */
  readonly faceLength: number;
  /** Eight characters. */
  readonly firmware: string;
  /** Whether it sends a press by itself: only on a wire of its own. */
  readonly speaksFirst: boolean;
}

interface Kept {
  readonly sequence: number;
  readonly key: string;
  readonly at: Millis;
}

/** Presses that the unit keeps while nobody acknowledges them; further ones are refused at the key. */
export const PRESSES_KEPT = 8;
/** Silence between the end of a request and the answer. */
const TURN_ROUND: Millis = ms(3);
/** A press that is not acknowledged goes out again, where the unit speaks first. */
const RESEND: Millis = ms(500);
/** Without a right request for this long nobody is there. */
const ALONE_AFTER: Millis = seconds(3);
/** A key that is down for longer is reported as held. */
const HELD_AFTER: Millis = seconds(10);
/** Characters of the name of a press: boot nonce and sequence. */
const NAME_LENGTH = 12;

/**
 * The device's side of docs/line-protocol.md: keeps presses until they are acknowledged, answers requests, and shows the
 * face that it was given. The emulators of keypad and panel put keys and a face to it.
 */
export class LineUnit {
  readonly model: UnitModel;
  readonly faults: Faults = quietFaults();
  /** Noise without being asked. */
  readonly babble: Babble;
  readonly #context: EmulatorContext;
  readonly #makeNonce: () => string;
  readonly #ear: UnitEar;
  /** Set and not run yet: two or three, so that looking for one is cheaper than keeping a set. */
  readonly #timers: Timer[] = [];
  #nonce: string;
  #sequence = 0;
  #kept: Kept[] = [];
  #face: string;
  #faceCheck: string;
  #heardAt: Millis | null = null;
  #alone: Timer | null = null;
  #heldSince: Millis | null = null;
  #refused = 0;

  constructor(model: UnitModel, context: EmulatorContext, makeNonce: () => string) {
    this.model = model;
    this.#context = context;
    this.#makeNonce = makeNonce;
    this.babble = babbler(context.clock, () => context.send(noise(this.faults)));
    this.#ear = new UnitEar(model.address, model.showsHanzi);
    this.#nonce = makeNonce();
    this.#face = ' '.repeat(model.faceLength);
    this.#faceCheck = unitCheck(this.#face);
    if (model.speaksFirst) this.#every(RESEND, () => this.#speak());
  }

  /** The face last given by the daemon, blanks before that. */
  get face(): string {
    return this.#face;
  }

  /** Whether the daemon was heard in the last seconds. */
  get isOnline(): boolean {
    return this.#heardAt !== null && this.#context.clock.monotonic() - this.#heardAt < ALONE_AFTER;
  }

  /** Keys of presses that nobody has acknowledged yet, oldest first. */
  get unacknowledged(): readonly string[] {
    return this.#kept.map(({ key }) => key);
  }

  /** Presses refused since the start because {@link PRESSES_KEPT} were waiting. */
  get refused(): number {
    return this.#refused;
  }

  get nonce(): string {
    return this.#nonce;
  }

  receive(bytes: Uint8Array): void {
    if (this.faults.isMute) return;
    for (const byte of bytes) {
      const request = this.#ear.take(byte);
      if (request) this.#hear(request);
    }
  }

  /** A key went down and up: kept until acknowledged, refused when too many are kept. */
  press(key: string): void {
    if (this.#kept.length >= PRESSES_KEPT) this.#refused += 1;
    else {
      this.#sequence = (this.#sequence % 0xffff) + 1;
      this.#kept.push({ sequence: this.#sequence, key, at: this.#context.clock.monotonic() });
      if (this.model.speaksFirst && this.#kept.length === 1) this.#speak();
    }
    this.#context.onChange();
  }

  /** A key is stuck: one press, then it stays down until {@link release}. */
  hold(key: string): void {
    this.press(key);
    this.#heldSince = this.#context.clock.monotonic();
  }

  release(): void {
    this.#heldSince = null;
  }

  /** Power off and on: memory is lost, the nonce is new. */
  reboot(): void {
    this.#nonce = this.#makeNonce();
    this.#sequence = 0;
    this.#kept = [];
    this.#face = ' '.repeat(this.model.faceLength);
    this.#faceCheck = unitCheck(this.#face);
    this.#heardAt = null;
    this.#refused = 0;
    this.#context.onChange();
  }

  close(): void {
    this.babble.quiet();
    this.#alone?.cancel();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.length = 0;
  }

  #hear(request: Request): void {
    const answer = this.#answer(request);
    if (answer === null) return;
    const wasOnline = this.isOnline;
    this.#heardAt = this.#context.clock.monotonic();
    this.#alone?.cancel();
    this.#alone = this.#context.clock.after(ALONE_AFTER, () => this.#context.onChange());
    if (!wasOnline) this.#context.onChange();
    this.#once(TURN_ROUND, () => this.#send(answer()));
    if (this.faults.hasTwin) this.#once(TURN_ROUND, () => this.#send(this.#twinsNews()));
  }

  /** The answer is made when it is sent: a press in between still gets in. Null: a request that the unit does not know. */
  #answer({ letter, rest }: Request): (() => string) | null {
    const { model } = this;
    const news = (): string => this.#news();
    switch (letter) {
      case 'Q':
        return rest === '' ? () => unitFrame(this.#speaker(), 'H', this.#introduction()) : null;
      case 'P':
        return rest === '' ? news : null;
      case 'A':
        if (rest.length !== NAME_LENGTH) return null;
        this.#acknowledged(rest);
        return news;
      case 'W':
        if (rest.length !== model.faceLength) return null;
        this.#shows(rest);
        return news;
      case 'D':
        if (model.version < 2 || model.showsHanzi || rest.length !== NAME_LENGTH + model.faceLength) return null;
        this.#acknowledged(rest.slice(0, NAME_LENGTH));
        this.#shows(rest.slice(NAME_LENGTH));
        return news;
      default:
        return null;
    }
  }

  #introduction(): string {
    const { unit, version, firmware } = this.model;
    return `${unit}${version}${this.#nonce}${firmware}`;
  }

  #shows(face: string): void {
    if (this.#face === face) return;
    this.#face = face;
    this.#faceCheck = unitCheck(face);
    this.#context.onChange();
  }

  #acknowledged(name: string): void {
    const [first] = this.#kept;
    if (!first || name !== this.#nameOf(first)) return;
    this.#kept.shift();
    this.#context.onChange();
  }

  #nameOf({ sequence }: Kept): string {
    return this.#nonce + hex(sequence, 4);
  }

  #news(): string {
    const now = this.#context.clock.monotonic();
    const isHeld = this.#heldSince !== null && now - this.#heldSince > HELD_AFTER;
    const state = (isHeld ? '1' : '0') + this.#faceCheck;
    const [first] = this.#kept;
    if (!first) return unitFrame(this.#speaker(), 'N', state);
    const age = Math.min(255, Math.floor((now - first.at) / 100));
    return unitFrame(this.#speaker(), this.model.pressLetter, state + this.#nameOf(first) + hex(age, 2) + first.key);
  }

  /** What a second unit of this address says, which nobody has given a face. */
  #twinsNews(): string {
    return unitFrame(this.#speaker(), 'N', `0${unitCheck(' '.repeat(this.model.faceLength))}`);
  }

  #speaker(): number {
    const { address } = this.model;
    return this.faults.isAddressWrong ? (address % 99) + 1 : address;
  }

  #speak(): void {
    if (this.#kept.length > 0 && !this.faults.isMute) this.#send(this.#news());
  }

  #send(frame: string): void {
    if (!this.faults.isMute) this.#context.send(garble(this.faults, bytesOf(frame)));
  }

  #once(delay: Millis, run: () => void): void {
    const timer = this.#context.clock.after(delay, () => {
      const last = this.#timers.pop();
      if (last && last !== timer) this.#timers[this.#timers.indexOf(timer)] = last;
      run();
    });
    this.#timers.push(timer);
  }

  #every(period: Millis, run: () => void): void {
    this.#once(period, () => {
      run();
      this.#every(period, run);
    });
  }
}

/** The bytes of a frame, which has ASCII alone. By hand: an encoder costs a frame as short as these several times as much. */
function bytesOf(frame: string): Uint8Array {
  const bytes = new Uint8Array(frame.length);
  for (let place = 0; place < frame.length; place += 1) bytes[place] = frame.charCodeAt(place);
  return bytes;
}
