import { type Clock, type Millis, ms, type Timer } from '../../../src/clock.ts';
import { Pending, timerHeap } from './timer-heap.ts';

/** Who is busy is looked at again so soon. */
const LOOK_AGAIN: Millis = ms(20);

const NEVER: Millis = Number.POSITIVE_INFINITY;

/** The time of one wire and all who live on it: stands still while they sleep. */
export class SlotClock implements Clock {
  readonly #world: Omit<Clock, 'after'>;
  readonly #nextOrder: () => number;
  readonly #awake: Millis;
  readonly #underWay: Millis;
  readonly #isQuiet: () => boolean;
  readonly #heap = timerHeap();
  #now = 0;
  /** The timer that {@link nextAt} has seen. */
  #next: Pending | null = null;
  #isAwake = true;
  #isBusy = false;
  /** On the clock of the world. */
  #sleepAt: Millis;

  /**
   * @param awake how long they stay awake after something happened, ms
   * @param underWay a timer that is due so soon is something on the wire, and nobody sleeps then; 0 where somebody always speaks
   */
  constructor(
    world: Omit<Clock, 'after'>,
    nextOrder: () => number,
    awake: Millis,
    underWay: Millis,
    isQuiet: () => boolean,
  ) {
    this.#isQuiet = isQuiet;
    this.#underWay = underWay;
    this.#awake = awake;
    this.#world = world;
    this.#nextOrder = nextOrder;
    this.#sleepAt = world.monotonic() + awake;
  }

  monotonic(): Millis {
    return this.#now;
  }

  wall(): Millis {
    return this.#world.wall();
  }

  isWallTrusted(): boolean {
    return this.#world.isWallTrusted();
  }

  after(delay: Millis, run: () => void): Timer {
    if (!this.#isAwake) this.wake();
    const timer = new Pending(this.#heap, this.#now + Math.max(0, delay), this.#nextOrder(), run);
    this.#heap.add(timer);
    return timer;
  }

  wake(atLeast = this.#awake): void {
    this.#isAwake = true;
    this.#sleepAt = Math.max(this.#sleepAt, this.#world.monotonic() + atLeast);
  }

  /** Something happened in the branch: who is awake may have to be told of it. */
  stir(): void {
    if (this.#isAwake) this.wake();
  }

  pending(): number {
    return this.#heap.size();
  }

  /** The world's time goes on. */
  pass(by: Millis): void {
    if (this.#isAwake) this.#now += by;
  }

  /**
   * When the first timer is due on the clock of the world, never while all sleep. They fall asleep at the last timer before their
   * time is over: what lies between is nobody's.
   *
   * @param now on the clock of the world: asked of every wire at every timer
   */
  nextAt(now: Millis, end: Millis): Millis {
    const timer = this.#isAwake ? this.#heap.first() : undefined;
    this.#next = timer ?? null;
    if (!timer) return NEVER;
    const left = Math.max(0, timer.due - this.#now);
    const at = now + left;
    if (at > end || at < this.#sleepAt || at - now < this.#underWay) return at;
    const wasBusy = this.#isBusy;
    this.#isBusy = !this.#isQuiet();
    if (!this.#isBusy && !wasBusy) {
      this.#isAwake = false;
      return NEVER;
    }
    // What they did last may still have to be told.
    this.#sleepAt = at + (this.#isBusy ? LOOK_AGAIN : this.#awake);
    return at;
  }

  /** Of the timer that {@link nextAt} has seen. */
  nextOrder(): number {
    return this.#next?.order ?? 0;
  }

  /** Runs the timer that {@link nextAt} has seen. */
  runNext(): void {
    const timer = this.#next;
    if (!timer) return;
    this.#heap.cancel(timer);
    // A sum of fractions may miss it by a hair, and a timer that finds itself too early would be set again for ever.
    this.#now = Math.max(this.#now, timer.due);
    timer.run();
  }
}
