import { type Clock, type Millis, seconds, type Timer } from '../../clock.ts';
import type { Exchange, ExchangeEnd } from '../driver.ts';
import type { Wire } from './wire.ts';

/** Bytes that one answer may have; more is somebody who does not stop. */
const REPLY_BOUND = 1_024;

/** A write that is not taken for so long beyond its wire time means that the port hangs. */
const WRITE_LIMIT: Millis = seconds(2);

/** Whether a garbled answer was ended by its bound. */
export function isOverlong(bytes: Uint8Array): boolean {
  return bytes.length > REPLY_BOUND;
}

export interface SlotOptions {
  readonly clock: Clock;
  readonly wire: Wire;
  /** Time of one character on the line. */
  readonly characterTime: Millis;
  isWhole(exchange: Exchange, bytes: Uint8Array): boolean;
  /** Called once, never before `runSlot` has returned. */
  onEnd(end: ExchangeEnd): void;
  /** The port takes no bytes: it must be opened anew. The slot ends with the wire. */
  onStuck(detail: string): void;
}

/** One exchange on the wire. */
export interface Slot {
  /** Whether it waits for an answer. */
  readonly isListening: boolean;
  onBytes(bytes: Uint8Array): void;
  /** The wire is gone: ends as `cut`. */
  cut(): void;
}

/**
 * Runs one exchange: sends, waits until the bytes are really out, listens. An answer must begin within its time-out
 * and, once begun, be whole within the same time again.
 */
export function runSlot(exchange: Exchange, options: SlotOptions): Slot {
  const slot = new RunningSlot(exchange, options);
  slot.start();
  return slot;
}

class RunningSlot implements Slot {
  readonly isListening: boolean;
  readonly #exchange: Exchange;
  readonly #options: SlotOptions;
  /** When the last byte has left, as far as can be known. */
  readonly #outAt: Millis;
  #timer: Timer | null = null;
  /** When there is something to see to: one timer serves a whole exchange, and looks again when it came too soon. */
  #deadline: Millis;
  #isOver = false;
  #isOut = false;
  #heard: Uint8Array = new Uint8Array(0);

  constructor(exchange: Exchange, options: SlotOptions) {
    const now = options.clock.monotonic();
    this.#exchange = exchange;
    this.#options = options;
    this.isListening = exchange.reply !== null;
    this.#outAt = now + exchange.bytes.length * options.characterTime;
    this.#deadline = this.#outAt + WRITE_LIMIT;
  }

  start(): void {
    void this.#options.wire.write(this.#exchange.bytes).then((end) => {
      if (end.kind === 'written') this.#written();
      else if (end.kind === 'full') this.#stuck();
      // A closed wire says so to its listener in a moment, and that cuts this slot.
      else this.#timer?.cancel();
    });
    this.#arm(this.#outAt + (this.#exchange.reply?.timeoutMs ?? 0));
  }

  onBytes(bytes: Uint8Array): void {
    const { reply } = this.#exchange;
    if (this.#isOver || !reply) return;
    const isFirst = this.#heard.length === 0;
    this.#heard = isFirst ? bytes : joined(this.#heard, bytes);
    if (isOverlong(this.#heard)) this.#finish({ kind: 'garbled', bytes: this.#heard });
    else if (this.#options.isWhole(this.#exchange, this.#heard)) this.#finish({ kind: 'answered', bytes: this.#heard });
    else if (isFirst && this.#isOut) this.#deadline = this.#now() + reply.timeoutMs;
  }

  cut(): void {
    this.#finish({ kind: 'cut' });
  }

  #now(): Millis {
    return this.#options.clock.monotonic();
  }

  #arm(at: Millis): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(Math.ceil(Math.max(0, at - this.#now())), () => this.#look());
  }

  #look(): void {
    if (this.#isOver) return;
    if (this.#now() < this.#deadline) this.#arm(this.#deadline);
    else if (!this.#isOut) this.#stuck();
    else if (this.#exchange.reply) this.#giveUp();
    else this.#finish({ kind: 'sent' });
  }

  #written(): void {
    if (this.#isOver) return;
    this.#isOut = true;
    const now = this.#now();
    const { reply } = this.#exchange;
    // An answer that came before the last byte was reported as sent has begun now.
    const from = this.#heard.length === 0 ? Math.max(now, this.#outAt) : now;
    this.#deadline = from + (reply?.timeoutMs ?? 0);
  }

  #giveUp(): void {
    this.#finish(this.#heard.length === 0 ? { kind: 'silent' } : { kind: 'garbled', bytes: this.#heard });
  }

  #stuck(): void {
    this.#timer?.cancel();
    if (!this.#isOver) this.#options.onStuck(`${this.#options.wire.name} takes no bytes`);
  }

  #finish(end: ExchangeEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer?.cancel();
    this.#options.onEnd(end);
  }
}

function joined(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(before.length + bytes.length);
  all.set(before);
  all.set(bytes, before.length);
  return all;
}
