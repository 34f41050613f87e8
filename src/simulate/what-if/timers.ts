import type { Instant } from '../../queue/rules.ts';

/** When something is done: of two in one moment the lower order is first. */
export interface Moment {
  readonly at: Instant;
  readonly order: number;
}

interface Timer extends Moment {
  readonly act: () => void;
}

/** What is still to be done, in order of time. */
export class Timers {
  /** The next one last. */
  readonly #timers: Timer[] = [];

  get next(): Moment | null {
    return this.#timers.at(-1) ?? null;
  }

  put(at: Instant, order: number, act: () => void): void {
    const timer = { at, order, act };
    let index = this.#timers.length;
    while (index > 0 && !isBefore(timer, this.#timers[index - 1] ?? timer)) index -= 1;
    this.#timers.splice(index, 0, timer);
  }

  take(): void {
    this.#timers.pop()?.act();
  }
}

/** Whether something is done before something else. */
export function isBefore(a: Moment, b: Moment): boolean {
  return a.at !== b.at ? a.at < b.at : a.order < b.order;
}
