import type { FakeClock } from '../../../src/clock.fake.ts';
import { type Clock, type Millis, minutes, ms, type Timer } from '../../../src/clock.ts';
import { SlotClock } from './slot-clock.ts';
import { Pending, timerHeap } from './timer-heap.ts';

/**
 * Virtual time in which hours pass between two presses and nobody counts the polls: while nothing can happen on a wire the
 * time of those who live there stands still, and the clock goes from one due time to the next.
 */
export interface WorldClock extends FakeClock {
  /** Time of a bus, or of a device with a wire of its own, at both ends: wakes when somebody there sets a timer. */
  devices(slot: string): Clock;
  /** Whether the devices of a slot may sleep: asked whenever they have been awake for a while. */
  isQuiet: (slot: string) => boolean;
  /** Something happens to the devices of a slot, or of all: they stay awake for `atLeast`, ms. */
  wake(slot: string | null, atLeast?: Millis): void;
  /** Something happened in the branch: who is awake stays awake. */
  stir(): void;
  /** Moves time on to `until`, or until it is enough. */
  advanceTo(until: Millis, isEnough: () => boolean): Promise<void>;
  /** Timers that ran: what a run costs. */
  timers(): number;
}

/** A bus that polls costs most: long enough for a face to be brought to a pad; the others for a few questions and answers. */
const AWAKE: Millis = ms(200);
const POLLING_AWAKE: Millis = ms(20);
/** Longer than the longest frame of the branch, shorter than any heartbeat. */
const UNDER_WAY: Millis = ms(90);
/** A sign takes nothing for a second while its memory is set up, and is dark until it is told the rest. */
const SETTING_UP: Millis = ms(1_100);
/** No simulated day takes so long: somebody waits for what never happens. */
const LONGEST: Millis = minutes(24 * 60);
/** Timers between two turns of the machine's own loop, which knows nothing of virtual time: promises settle after each of them. */
const TIMERS_A_TURN = 16;

/**
 * Makes a {@link WorldClock}. Unlike the fake clock it lets all promises settle between two timers, however many there are.
 *
 * @param polling buses whose units are polled
 * @param signs buses of signs
 * @param start wall time at the start, Unix milliseconds; monotonic time starts at 0
 */
export function worldClock(
  polling: readonly string[] = [],
  signs: readonly string[] = [],
  start = Date.UTC(2026, 0, 5, 1, 0, 0),
): WorldClock {
  return new World(polling, signs, start);
}

class World implements WorldClock {
  isQuiet: (slot: string) => boolean = () => true;
  readonly #branch = timerHeap();
  readonly #slots = new Map<string, SlotClock>();
  /** The same, for who goes through them at every timer. */
  readonly #wires: SlotClock[] = [];
  readonly #polling: readonly string[];
  readonly #signs: readonly string[];
  #now = 0;
  #wallOffset: Millis;
  #isTrusted = true;
  #order = 0;
  #timers = 0;

  constructor(polling: readonly string[], signs: readonly string[], start: Millis) {
    this.#polling = polling;
    this.#signs = signs;
    this.#wallOffset = start;
  }

  devices(slot: string): Clock {
    const underWay = this.#signs.includes(slot) ? SETTING_UP : UNDER_WAY;
    const times = this.#polling.includes(slot) ? ([POLLING_AWAKE, 0] as const) : ([AWAKE, underWay] as const);
    const known = this.#slots.get(slot);
    if (known) return known;
    const made = new SlotClock(
      this,
      () => this.#nextOrder(),
      ...times,
      () => this.isQuiet(slot),
    );
    this.#slots.set(slot, made);
    this.#wires.push(made);
    return made;
  }

  timers(): number {
    return this.#timers;
  }

  monotonic(): Millis {
    return this.#now;
  }

  wall(): Millis {
    return this.#wallOffset + this.#now;
  }

  isWallTrusted(): boolean {
    return this.#isTrusted;
  }

  after(delay: Millis, run: () => void): Timer {
    const timer = new Pending(this.#branch, this.#now + Math.max(0, delay), this.#nextOrder(), run);
    this.#branch.add(timer);
    return timer;
  }

  wake(slot: string | null, atLeast?: Millis): void {
    for (const [name, clock] of this.#slots) if (slot === null || slot === name) clock.wake(atLeast);
  }

  stir(): void {
    for (const clock of this.#wires) clock.stir();
  }

  advance(by: Millis): Promise<void> {
    return this.advanceTo(this.#now + by, () => false);
  }

  advanceTo(until: Millis, isEnough: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      const step = (): void => {
        if (isOver) return;
        try {
          isOver = isEnough() || !this.#runNext(until);
          if (isOver) resolve();
        } catch (caught) {
          isOver = true;
          reject(caught);
        }
      };
      const turn = (): void => {
        if (isOver) return;
        for (let left = TIMERS_A_TURN; left > 0; left -= 1) setImmediate(step);
        setImmediate(turn);
      };
      turn();
    });
  }

  setWall(wall: Millis): void {
    this.#wallOffset = wall - this.#now;
  }

  setTrusted(isTrusted: boolean): void {
    this.#isTrusted = isTrusted;
  }

  pending(): number {
    return this.#wires.reduce((sum, slot) => sum + slot.pending(), this.#branch.size());
  }

  #nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  /** @returns false when nothing more is due until then */
  #runNext(end: Millis): boolean {
    const own = this.#branch.first();
    let at = own?.due ?? Number.POSITIVE_INFINITY;
    let order = own?.order ?? 0;
    let slot: SlotClock | null = null;
    for (const clock of this.#wires) {
      const due = clock.nextAt(this.#now, end);
      if (due > at || (due === at && clock.nextOrder() >= order)) continue;
      at = due;
      order = clock.nextOrder();
      slot = clock;
    }
    if (at > end) {
      this.#goTo(end);
      return false;
    }
    this.#goTo(at);
    this.#timers += 1;
    if (slot) slot.runNext();
    else if (own) {
      this.#branch.cancel(own);
      own.run();
    }
    return true;
  }

  #goTo(at: Millis): void {
    const by = at - this.#now;
    if (by <= 0) return;
    if (at > LONGEST)
      throw new RangeError('somebody waits for what never happens: a day and a night of virtual time are over');
    this.#now = at;
    for (const slot of this.#wires) slot.pass(by);
  }
}
