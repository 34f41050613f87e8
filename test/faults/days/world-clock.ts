import type { FakeClock } from '../../../src/clock.fake.ts';
import type { Clock, Millis, Timer } from '../../../src/clock.ts';
import { ms } from '../../../src/clock.ts';
import { type Pending, timerHeap } from './timer-heap.ts';

/**
 * Virtual time in which hours pass between two presses and nobody counts the polls: while nothing can happen on any wire
 * the time of the devices stands still, and the clock goes from one due time of the branch to the next.
 */
export interface WorldClock extends FakeClock {
  /** Time of wires, emulators and supervisors: stands still while they sleep, wakes when one of them is used. */
  readonly devices: Clock;
  /** Whether the devices may sleep: asked whenever they have been awake for a while. */
  isQuiet: () => boolean;
  /** Something happens to a device: it stays awake for `atLeast`, ms. */
  wake(atLeast?: Millis): void;
  /** Timers that ran, and for how long the devices were awake: what a run costs. */
  readonly spent: { timers: number; awake: Millis };
}

/** Long enough for a face to be brought to a pad that is asked often; who still waits for something says so. */
const AWAKE: Millis = ms(80);

/**
 * Makes a {@link WorldClock}. Unlike the fake clock it lets all promises settle between two timers, however many there are.
 *
 * @param start wall time at the start, Unix milliseconds; monotonic time starts at 0
 */
export function worldClock(start: Millis = Date.UTC(2026, 0, 5, 1, 0, 0)): WorldClock {
  return new World(start);
}

class World implements WorldClock {
  readonly devices: Clock;
  isQuiet: () => boolean = () => true;
  readonly spent = { timers: 0, awake: 0 };
  readonly #branch = timerHeap();
  readonly #wires = timerHeap();
  #now = 0;
  #deviceNow = 0;
  #isAwake = true;
  #sleepAt: Millis = AWAKE;
  #wallOffset: Millis;
  #isTrusted = true;
  #order = 0;

  constructor(start: Millis) {
    this.#wallOffset = start;
    this.devices = {
      monotonic: () => this.#deviceNow,
      wall: () => this.wall(),
      isWallTrusted: () => this.#isTrusted,
      after: (delay, run) => {
        if (!this.#isAwake) this.wake();
        return this.#set(this.#wires, this.#deviceNow + Math.max(0, delay), run);
      },
    };
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
    return this.#set(this.#branch, this.#now + Math.max(0, delay), run);
  }

  wake(atLeast = AWAKE): void {
    this.#isAwake = true;
    this.#sleepAt = Math.max(this.#sleepAt, this.#now + atLeast);
  }

  advance(by: Millis): Promise<void> {
    const end = this.#now + by;
    return new Promise((resolve, reject) => {
      const step = (): void => {
        try {
          if (this.#runNext(end)) setImmediate(step);
          else resolve();
        } catch (caught) {
          reject(caught);
        }
      };
      setImmediate(step);
    });
  }

  setWall(wall: Millis): void {
    this.#wallOffset = wall - this.#now;
  }

  setTrusted(isTrusted: boolean): void {
    this.#isTrusted = isTrusted;
  }

  pending(): number {
    return this.#branch.size() + this.#wires.size();
  }

  #set(heap: ReturnType<typeof timerHeap>, due: Millis, run: () => void): Timer {
    this.#order += 1;
    const timer: Pending = { due, order: this.#order, run };
    heap.add(timer);
    return { cancel: () => heap.cancel(timer) };
  }

  /** @returns false when nothing more is due until then */
  #runNext(end: Millis): boolean {
    const own = this.#branch.first();
    const device = this.#isAwake ? this.#wires.first() : undefined;
    const ownAt = own?.due ?? Number.POSITIVE_INFINITY;
    const deviceAt = device ? this.#now + Math.max(0, device.due - this.#deviceNow) : Number.POSITIVE_INFINITY;
    const isDevice = deviceAt < ownAt || (deviceAt === ownAt && (device?.order ?? 0) < (own?.order ?? 0));
    const at = isDevice ? deviceAt : ownAt;
    if (this.#isAwake && this.#sleepAt <= Math.min(at, end)) {
      this.#look();
      return true;
    }
    const timer = isDevice ? device : own;
    if (!timer || at > end) {
      this.#goTo(end);
      return false;
    }
    (isDevice ? this.#wires : this.#branch).cancel(timer);
    this.#goTo(at);
    // A sum of fractions may miss it by a hair, and a timer that finds itself too early would be set again for ever.
    if (isDevice) this.#deviceNow = Math.max(this.#deviceNow, timer.due);
    this.spent.timers += 1;
    timer.run();
    return true;
  }

  #goTo(at: Millis): void {
    if (at <= this.#now) return;
    if (this.#isAwake) {
      this.spent.awake += at - this.#now;
      this.#deviceNow += at - this.#now;
    }
    this.#now = at;
  }

  #look(): void {
    this.#goTo(this.#sleepAt);
    if (this.isQuiet()) this.#isAwake = false;
    else this.#sleepAt = this.#now + AWAKE;
  }
}
