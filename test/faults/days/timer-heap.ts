import type { Millis, Timer } from '../../../src/clock.ts';

/** A timer that is set, as its owner has it too: a day sets ninety thousand. */
export class Pending implements Timer {
  readonly due: Millis;
  /** Among timers of one due time the one that was set first comes first. */
  readonly order: number;
  readonly run: () => void;
  /** It is in a heap, and neither ran nor was cancelled. */
  isSet = true;
  readonly #heap: TimerHeap;

  constructor(heap: TimerHeap, due: Millis, order: number, run: () => void) {
    this.#heap = heap;
    this.due = due;
    this.order = order;
    this.run = run;
  }

  cancel(): void {
    this.#heap.cancel(this);
  }
}

/** Timers in the order of their due times. */
export interface TimerHeap {
  /** One that is set, and in no heap. */
  add(timer: Pending): void;
  first(): Pending | undefined;
  /** Also of one that is not there any more. */
  cancel(timer: Pending): void;
  size(): number;
}

/** Makes an empty {@link TimerHeap}: most timers of a poll are cancelled before they are due, and cost a flag then. */
export function timerHeap(): TimerHeap {
  const heap: Pending[] = [];
  let set = 0;
  const isBefore = (one: Pending, other: Pending): boolean =>
    one.due < other.due || (one.due === other.due && one.order < other.order);
  const rise = (timer: Pending): void => {
    let place = heap.push(timer) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above] as Pending;
      if (!isBefore(timer, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = timer;
  };
  const sink = (timer: Pending): void => {
    let place = 0;
    for (let below = 1; below < heap.length; below = 2 * place + 1) {
      const right = heap[below + 1];
      const next = right && isBefore(right, heap[below] as Pending) ? below + 1 : below;
      const child = heap[next] as Pending;
      if (!isBefore(child, timer)) break;
      heap[place] = child;
      place = next;
    }
    heap[place] = timer;
  };
  return {
    add(timer) {
      set += 1;
      rise(timer);
    },
    first() {
      for (let top = heap[0]; top; top = heap[0]) {
        if (top.isSet) return top;
        const last = heap.pop();
        if (last && last !== top) sink(last);
      }
      return undefined;
    },
    cancel(timer) {
      if (!timer.isSet) return;
      timer.isSet = false;
      set -= 1;
    },
    size: () => set,
  };
}
