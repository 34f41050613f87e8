import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { Connection, Message, PublishEnd } from './connection.ts';

/** A message on its way, with what its sender does at its end. */
export interface Outgoing {
  readonly message: Message;
  ended(end: PublishEnd): void;
}

/** One kind of sender: availability, answers, states, events. Keeps its own bounded backlog. */
export interface Lane {
  /** A connection is there: everything that the broker may have lost is to be sent again. */
  begin(): void;
  /** The connection is gone; what was in flight has ended as lost. */
  cut(): void;
  /** The next message, null when there is none ready; taken is sent. */
  take(): Outgoing | null;
  /** It is fetching what it will send next, and says when it has it. Left out: it has everything at hand. */
  isFetching?(): boolean;
}

/** Most messages in flight, whatever the broker allows: what may come twice after a lost connection. */
export const WINDOW = 20;

export interface WindowParts {
  readonly connection: Connection;
  readonly lanes: readonly Lane[];
  readonly clock: Clock;
  /** The broker has acknowledged nothing for twice the keepalive. */
  onStalled(): void;
}

/**
 * The messages in flight on one connection: at most min(20, receive maximum), of all lanes together, taken in
 * turn, so that no lane starves another even when the broker allows one. MQTT.js does not heed the maximum itself.
 * Single-use.
 */
export class Window {
  readonly #parts: WindowParts;
  readonly #size: number;
  #flying = 0;
  #turn = 0;
  #isFilling = false;
  #isRefilling = false;
  #isShut = false;
  #watchdog: Timer | null = null;
  /** When the broker acknowledged the last time, or got the first message of those in flight. */
  #heardAt: Millis = 0;
  #whenIdle: (() => void)[] = [];

  constructor(parts: WindowParts) {
    this.#parts = parts;
    this.#size = Math.max(1, Math.min(WINDOW, parts.connection.receiveMaximum));
  }

  /** A lane has something, or a place became free. */
  wake(): void {
    if (this.#isShut || this.#isFilling) return;
    this.#isFilling = true;
    while (this.#flying < this.#size) {
      const outgoing = this.#take();
      if (!outgoing) break;
      this.#send(outgoing);
    }
    this.#isFilling = false;
    if (this.#flying === 0 && !this.#parts.lanes.some((lane) => lane.isFetching?.())) this.#settle();
  }

  /** Resolves when nothing is in flight and no lane has or fetches anything; also when it is shut. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
      if (this.#isShut) this.#settle();
      else this.wake();
    });
  }

  /** The connection is gone or about to be left: nothing is taken any more. */
  shut(): void {
    this.#isShut = true;
    this.#watchdog?.cancel();
    this.#settle();
  }

  #take(): Outgoing | null {
    const { lanes } = this.#parts;
    for (let tried = 0; tried < lanes.length; tried += 1) {
      const lane = lanes[this.#turn % lanes.length];
      this.#turn += 1;
      const outgoing = lane?.take() ?? null;
      if (outgoing) return outgoing;
    }
    return null;
  }

  #send(outgoing: Outgoing): void {
    if (this.#flying === 0) this.#heardAt = this.#parts.clock.monotonic();
    this.#flying += 1;
    if (!this.#watchdog) this.#watch(this.#limit);
    let isOver = false;
    this.#parts.connection.publish(outgoing.message, (end) => {
      // A second PUBACK for the same message must not free a second place.
      if (isOver) return;
      isOver = true;
      this.#flying -= 1;
      this.#heardAt = this.#parts.clock.monotonic();
      outgoing.ended(end);
      this.#refill();
    });
  }

  /** Acknowledgements come several at once: what takes their places leaves in one piece, after the rest of what was heard. */
  #refill(): void {
    if (this.#isRefilling) return;
    this.#isRefilling = true;
    this.#parts.clock.after(0, () => {
      this.#isRefilling = false;
      this.wake();
    });
  }

  get #limit(): Millis {
    return seconds(2 * this.#parts.connection.keepalive);
  }

  /** One timer looks when the silence may be too long, and again if it was broken: messages come and go by hundreds meanwhile. */
  #watch(within: Millis): void {
    if (within <= 0) return;
    this.#watchdog = this.#parts.clock.after(within, () => {
      this.#watchdog = null;
      if (this.#flying === 0) return;
      const left = this.#heardAt + this.#limit - this.#parts.clock.monotonic();
      if (left > 0) this.#watch(left);
      else this.#parts.onStalled();
    });
  }

  #settle(): void {
    const waiting = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of waiting) resolve();
  }
}
