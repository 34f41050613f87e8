import type { BusDevice, DriverContext, Exchange, ExchangeEnd, UnitVerdict } from '../../src/devices/driver.ts';
import type { Keypad, KeypadKey, PadScreen, Press } from '../../src/devices/kinds.ts';
import { conditionReporter } from '../../src/devices/line-protocol/conditions.ts';
import { addressText, type Frame, hear, LINE_FEED, SILENCE } from '../../src/devices/line-protocol/frame.ts';
import {
  askState,
  messageOf,
  pressId,
  type UnitMessage,
  type WirePress,
} from '../../src/devices/line-protocol/messages.ts';
import { keyOf, LONGEST_ANSWER, padFace } from './protocol.ts';
import { asks, type Input, isForeign, isUrgent, next, question, type Session, START } from './session.ts';
import type { KeypadLineSettings } from './settings.ts';
import { TwinWatch } from './twins.ts';

type Listener = (press: Press<KeypadKey>) => void;
const NOT_THERE: UnitVerdict = { kind: 'ill', reason: 'no answer' };
const QUIET: UnitVerdict = { kind: 'well', isActive: false };

/** A keypad on an RS-485 bus: interprets {@link next} over the slots that the bus gives it. */
export class KeypadLine implements BusDevice<'keypad'> {
  readonly address: string;
  readonly isPolled = true;
  readonly port: Keypad;
  readonly #settings: KeypadLineSettings;
  readonly #context: DriverContext;
  readonly #report: ReturnType<typeof conditionReporter>;
  readonly #twins: TwinWatch;
  #session: Session = START;
  #looked: { readonly bytes: Uint8Array; readonly frames: readonly Frame[] } | null = null;
  /** An answer that left the session as it was, without a press: the same one again is not worth a look, and nothing else comes for hours. */
  #calm: { readonly bytes: Uint8Array; readonly session: Session } | null = null;
  readonly #poll: Exchange;
  readonly #damaged: string;
  /** Who answered last in its place, in words. */
  #stranger = '';
  #listener: Listener | null = null;
  #wake: () => void = () => {};

  constructor(settings: KeypadLineSettings, context: DriverContext) {
    this.#settings = settings;
    this.#context = context;
    this.#report = conditionReporter(context);
    this.address = addressText(settings.address);
    this.#damaged = `damaged answers from address ${this.address}`;
    this.#poll = this.#exchange(askState(settings.address));
    const clash = `two units answer at address ${this.address}`;
    this.#twins = new TwinWatch(context.clock, this.address, (isThere) =>
      this.#report('address-clash', isThere, clash),
    );
    this.port = {
      onPress: (listener) => {
        this.#listener = listener;
      },
      show: (screen: PadScreen) => this.#feed({ kind: 'face', face: padFace(screen) }),
    };
  }

  isUrgent(): boolean {
    return isUrgent(this.#session);
  }

  onWake(wake: () => void): void {
    this.#wake = wake;
  }

  reset(): void {
    this.#feed({ kind: 'reset' });
  }

  next(): Exchange {
    const isPoll = asks(this.#session) === 'poll';
    const exchange = isPoll ? this.#poll : this.#exchange(question(this.#session, this.#settings.address));
    this.#feed({ kind: 'asked' });
    return exchange;
  }

  #exchange(bytes: Uint8Array): Exchange {
    const { baud, answerWithin } = this.#settings;
    const answerTime = Math.ceil((LONGEST_ANSWER * 10_000) / baud);
    const isWhole = (heard: Uint8Array): boolean => this.#isWhole(heard);
    return { bytes, reply: { timeoutMs: answerTime + answerWithin, isWhole }, pauseMs: 0 };
  }

  ended(end: ExchangeEnd): UnitVerdict {
    switch (end.kind) {
      case 'sent':
      case 'silent':
        this.#feed({ kind: 'silence' });
        return NOT_THERE;
      case 'cut':
        return NOT_THERE;
      case 'answered':
      case 'garbled':
        return this.#heard(end.bytes);
    }
  }

  afterAnswer(bytes: Uint8Array): boolean {
    return this.#twins.heardAfter(bytes);
  }

  async close(): Promise<void> {
    this.#listener = null;
  }

  /** The frames among the bytes; those of the bytes looked at last are at hand, as the bus shows an answer twice. */
  #framesIn(bytes: Uint8Array): readonly Frame[] {
    if (this.#looked?.bytes !== bytes) this.#looked = { bytes, frames: hear(SILENCE, bytes).frames };
    return this.#looked.frames;
  }

  /** Nothing is whole without a line feed: most pieces of an answer need no second look. */
  #isWhole(bytes: Uint8Array): boolean {
    if (this.#isCalm(bytes)) return true;
    return bytes.includes(LINE_FEED) && this.#framesIn(bytes).some(({ address }) => address === this.address);
  }

  #isCalm(bytes: Uint8Array): boolean {
    return this.#calm?.session === this.#session && Buffer.compare(this.#calm.bytes, bytes) === 0;
  }

  #heard(bytes: Uint8Array): UnitVerdict {
    if (this.#isCalm(bytes)) {
      this.#twins.answered(1);
      return QUIET;
    }
    const frames = this.#framesIn(bytes);
    const own = frames.filter(({ address }) => address === this.address);
    const [frame] = own;
    const message = frame ? messageOf(frame) : null;
    if (message) {
      this.#twins.answered(own.length);
      const before = this.#session;
      const verdict = this.#answered(message);
      const isCalm = own.length === 1 && verdict.kind === 'well' && !verdict.isActive && before === this.#session;
      this.#calm = isCalm ? { bytes, session: before } : null;
      return verdict;
    }
    const other = frames[0]?.address;
    if (frame || other === undefined) {
      this.#feed({ kind: 'noise' });
      return { kind: 'ill', reason: 'garbled answer' };
    }
    this.#stranger = `unit ${other} answers in the place of ${this.address}`;
    this.#feed({ kind: 'foreign' });
    return { kind: 'ill', reason: `unit ${other} answered in the place of ${this.address}`, isForeign: true };
  }

  #answered(message: UnitMessage): UnitVerdict {
    const { press, late } = this.#feed({ kind: 'message', message, isListening: this.#listener !== null });
    if (late) this.#warnLate(late);
    if (press) this.#handOn(press);
    if (this.#session.phase === 'strange') return { kind: 'ill', reason: 'another kind of unit has this address' };
    return { kind: 'well', isActive: message.kind === 'state' && message.press !== null, isAwaited: press !== null };
  }

  #handOn(press: WirePress): void {
    const key = keyOf(press.key);
    if (key === null) {
      this.#context.log.warn(
        { device: this.#context.device, key: press.key },
        'the keypad sent a key that has no meaning',
      );
      this.#feed({ kind: 'dealt', press });
      return;
    }
    const acknowledge = (): void => void this.#feed({ kind: 'dealt', press });
    this.#listener?.({ key, id: pressId(press), ageMs: press.ageMs, acknowledge });
  }

  #warnLate(press: WirePress): void {
    this.#context.log.warn(
      { device: this.#context.device, press: pressId(press) },
      'a press older than one dealt with was passed over; if the keypad was restarted, its firmware must draw a new boot nonce',
    );
  }

  #feed(input: Input): ReturnType<typeof next> {
    const wasUrgent = this.isUrgent();
    const step = next(this.#session, input);
    if (step.session === this.#session) return step;
    this.#session = step.session;
    this.#report('key-held', step.session.isKeyHeld);
    this.#report('garbled', step.session.quality.isGarbled, this.#damaged);
    this.#report('wrong-device', step.session.phase === 'strange');
    this.#report('wrong-address', isForeign(step.session), this.#stranger);
    if (!wasUrgent && this.isUrgent()) this.#wake();
    return step;
  }
}
