import type { Branch } from '../branch/port.ts';
import { wallTimeOf } from './events-body.ts';
import type { LivePanic } from './schema/live.ts';
import type { Lane, Outgoing } from './window.ts';

interface LiveParts {
  readonly topic: string;
  readonly branch: Pick<Branch, 'now' | 'wallOf'>;
  /** Something may be taken. */
  onReady(): void;
}

/**
 * What goes out before it is on disk. One call of each counter waits at most: a further one while the broker is away says
 * nothing new. What was in flight when the connection broke is sent again.
 */
export class LiveLane implements Lane {
  readonly #parts: LiveParts;
  readonly #waiting = new Map<string, LivePanic>();
  #isConnected = false;

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /** A teller calls for help. */
  panic(counter: string): void {
    const { branch, onReady } = this.#parts;
    if (!this.#waiting.has(counter)) this.#waiting.set(counter, { counter, at: wallTimeOf(branch, branch.now()) });
    onReady();
  }

  begin(): void {
    this.#isConnected = true;
  }

  cut(): void {
    this.#isConnected = false;
  }

  take(): Outgoing | null {
    const [next] = this.#isConnected ? this.#waiting : [];
    if (!next) return null;
    const [counter, signal] = next;
    this.#waiting.delete(counter);
    return {
      message: {
        topic: this.#parts.topic,
        payload: JSON.stringify(signal),
        isRetained: false,
        contentType: 'application/json',
      },
      ended: (end) => {
        if (end.kind === 'lost' && !this.#waiting.has(counter)) this.#waiting.set(counter, signal);
      },
    };
  }
}
