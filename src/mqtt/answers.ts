import type { Incidents } from '../incidents.ts';
import type { Message } from './connection.ts';
import type { CommandAnswer } from './schema/commands.ts';
import type { Lane, Outgoing } from './window.ts';

/** Where an answer goes. */
export interface ReplyTarget {
  /** `…/res/<client>` of this branch. */
  readonly topic: string;
  readonly correlation: Uint8Array | null;
}

/** Answers that wait for the broker; the oldest is dropped beyond it, and its client asks again with the same id. */
export const ANSWERS_WAITING = 64;

/** Answers on their way to the clients, kept over a lost connection. */
export class AnswerLane implements Lane {
  readonly #incidents: Incidents;
  readonly #onReady: () => void;
  #waiting: Message[] = [];
  #flying: Message[] = [];
  #isConnected = false;

  constructor(incidents: Incidents, onReady: () => void) {
    this.#incidents = incidents;
    this.#onReady = onReady;
  }

  send(target: ReplyTarget, answer: CommandAnswer): void {
    if (this.#waiting.length >= ANSWERS_WAITING) {
      this.#waiting.shift();
      this.#incidents.raise({
        code: 'mqtt/answers-dropped',
        what: `more than ${ANSWERS_WAITING} answers wait for the broker: the oldest are dropped`,
        next: 'find the client that sends so many commands; it may ask again with the same ids',
      });
    }
    this.#waiting.push({
      topic: target.topic,
      payload: JSON.stringify(answer),
      isRetained: false,
      contentType: 'application/json',
      ...(target.correlation ? { correlation: target.correlation } : {}),
    });
    this.#onReady();
  }

  begin(): void {
    this.#isConnected = true;
  }

  cut(): void {
    this.#isConnected = false;
    this.#waiting = [...this.#flying, ...this.#waiting].slice(-ANSWERS_WAITING);
    this.#flying = [];
  }

  take(): Outgoing | null {
    const message = this.#isConnected ? this.#waiting.shift() : undefined;
    if (!message) return null;
    this.#flying.push(message);
    return {
      message,
      ended: (end) => {
        // A refused answer is not tried again: the client has no right to hear it, and asks again if it has.
        if (end.kind !== 'lost') this.#flying = this.#flying.filter((other) => other !== message);
        if (this.#waiting.length === 0) this.#incidents.clear('mqtt/answers-dropped', 'all answers are sent');
      },
    };
  }
}
