import { type Clock, type Millis, ms, type Timer } from '../../clock.ts';
import type { Exchange, ExchangeEnd, Link, UnitVerdict } from '../driver.ts';
import type { BusNoise } from './bus-alarm.ts';
import { JamWatch } from './bus-jam.ts';
import type { Polling } from './bus-polling.ts';
import {
  type Awaited,
  afterJam,
  type Choice,
  choose,
  openingSchedule,
  retried,
  type Schedule,
  type SlotOutcome,
  settled,
} from './bus-schedule.ts';
import { isOverlong, runSlot, type Slot } from './bus-slot.ts';
import { outcomeOf, type UnitOnBus } from './bus-unit.ts';
import { characterTime, frameGap } from './line-time.ts';
import type { LineSettings, Wire } from './wire.ts';

/** After an ill answer, or bytes out of turn, the wire must be silent for so long: what comes late is not the next one's answer. */
const SETTLE: Millis = ms(20);

export interface BusLifeOptions {
  readonly clock: Clock;
  readonly line: LineSettings;
  readonly units: readonly UnitOnBus[];
  readonly polling: Polling;
  readonly noise: BusNoise;
  /** The port hangs: it must be opened anew. */
  onStuck(detail: string): void;
}

/** One life of a bus on one open wire. */
export interface BusLife extends Link {
  /** A unit has something to say, or the life begins. */
  wake(): void;
  /** The noise is over: who was taken for dead in it is tried again, but for who made it. */
  calm(): void;
}

/**
 * Owns an open bus: one exchange at a time, silence between them, slots as the schedule says. Sets no timer while
 * nobody is polled and nobody has anything to say.
 */
export function busLife(wire: Wire, options: BusLifeOptions): BusLife {
  return new OpenBus(wire, options);
}

type SlotChoice = Choice & { readonly kind: 'slot' };

class OpenBus implements BusLife {
  readonly #wire: Wire;
  readonly #options: BusLifeOptions;
  #schedule: Schedule;
  #slot: Slot | null = null;
  #timer: Timer | null = null;
  /** Inside a decision: whoever wakes the bus now is seen at its end. */
  #isBusy = false;
  #isOver = false;
  /** Who answered last, until another unit is asked. */
  #answered: UnitOnBus | null = null;
  /** Silence that the last exchange asked for ends here. */
  #pauseUntil: Millis;
  #lastByteAt = Number.NEGATIVE_INFINITY;
  /** The last exchange was ill, or bytes came out of turn. */
  #isUnsettled = false;
  #awaited: Awaited | null = null;
  /** The slot after which an answer was awaited the last time. */
  #awaitedAt = Number.NEGATIVE_INFINITY;
  readonly #jam = new JamWatch();
  /** Of each unit whether it has something to say: asked anew before every choice. */
  readonly #urgent: boolean[] = [];
  readonly #wake = (): void => this.wake();
  readonly #hasPolled: boolean;

  constructor(wire: Wire, options: BusLifeOptions) {
    this.#wire = wire;
    this.#options = options;
    this.#pauseUntil = this.#now();
    this.#hasPolled = options.units.some(({ driver }) => driver.isPolled);
    this.#schedule = openingSchedule(
      options.units.map((unit) => unit.driver.isPolled),
      this.#now(),
    );
  }

  onBytes(bytes: Uint8Array): void {
    this.#lastByteAt = this.#now();
    if (this.#slot?.isListening) {
      this.#slot.onBytes(bytes);
      return;
    }
    this.#isUnsettled = true;
    if (this.#answered?.isTwin(bytes) !== true) this.#options.noise.stray(bytes);
  }

  end(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#slot?.cut();
  }

  wake(): void {
    if (this.#isBusy || this.#isOver || this.#slot) return;
    this.#timer?.cancel();
    this.#isBusy = true;
    let isDecided = false;
    while (!isDecided) isDecided = this.#decide();
    this.#isBusy = false;
  }

  calm(): void {
    this.#schedule = retried(this.#schedule, this.#jam.jammer, this.#now());
    this.wake();
  }

  #now(): Millis {
    return this.#options.clock.monotonic();
  }

  #isDead(index: number): boolean {
    return this.#schedule.units[index]?.isDead === true;
  }

  #arm(until: Millis): void {
    this.#timer?.cancel();
    // Whole milliseconds: a timer for a part of one comes too soon, and a second one would follow it.
    const delay = Math.ceil(Math.max(0, until - this.#now()));
    this.#timer = this.#options.clock.after(delay, this.#wake);
  }

  /** Serves the next one; false when it turned out that there is more to decide at once. */
  #decide(): boolean {
    const choice = this.#choose(this.#now());
    if (choice.kind !== 'slot') {
      this.#jam.free();
      if (choice.kind === 'wait') this.#arm(choice.until);
      return true;
    }
    const free = this.#freeAt();
    if (free > this.#now()) {
      this.#hold(free);
      return true;
    }
    this.#jam.free();
    this.#isUnsettled = false;
    if (this.#jam.isJammed) return this.#refresh();
    this.#jam.suspects(null);
    this.#awaited = null;
    return this.#give(choice);
  }

  /** When somebody is to be served, from this time on, unless somebody wakes the bus before. */
  #nextAt(from: Millis): Millis {
    const choice = this.#choose(from);
    return choice.kind === 'wait' ? choice.until : from;
  }

  #choose(now: Millis): Choice {
    const { units } = this.#options;
    for (let index = 0; index < units.length; index += 1) this.#urgent[index] = units[index]?.isUrgent() === true;
    return choose(this.#schedule, this.#urgent, now, this.#awaited);
  }

  /** When the wire will have been silent long enough, if nothing more comes. */
  #freeAt(): Millis {
    const gap = frameGap(this.#options.line);
    return Math.max(this.#pauseUntil, this.#lastByteAt + (this.#isUnsettled ? Math.max(SETTLE, gap) : gap));
  }

  #hold(until: Millis): void {
    const now = this.#now();
    this.#arm(until);
    if (this.#pauseUntil > now || !this.#jam.held(now)) return;
    const { suspect } = this.#jam;
    const jammer = suspect?.isRepeated ? this.#options.units[suspect.unit] : undefined;
    jammer?.health.garbled(jammer.driver.address, true);
    for (const unit of this.#options.units) {
      unit.health.follow('backing-off', `${this.#wire.name} is never quiet: somebody babbles`);
    }
  }

  /** The jam is over: everybody is asked at once, and painted anew. */
  #refresh(): false {
    this.#schedule = afterJam(this.#schedule, this.#jam.over(), this.#now(), this.#options.polling);
    this.#options.units.forEach((unit, index) => {
      unit.reset();
      if (this.#isDead(index)) unit.health.ill(unit.driver.address, 'it jams the bus', true);
      else unit.health.begin(unit.driver.isPolled);
    });
    return false;
  }

  #give(choice: SlotChoice): boolean {
    const { clock, line, noise, units, onStuck } = this.#options;
    const unit = units[choice.unit];
    const exchange = unit?.next();
    if (!unit || !exchange) {
      this.#settle(choice, exchange === null ? 'nothing' : 'ill');
      if (exchange === undefined) unit?.health.ill(unit.driver.address, 'its driver failed', this.#isDead(choice.unit));
      return false;
    }
    noise.speaking(unit.device);
    this.#answered = null;
    this.#slot = runSlot(exchange, {
      clock,
      wire: this.#wire,
      characterTime: characterTime(line),
      isWhole: unit.isWhole,
      onEnd: (end) => this.#ended(unit, choice, exchange, end),
      onStuck,
    });
    return true;
  }

  #ended(unit: UnitOnBus, choice: SlotChoice, exchange: Exchange, end: ExchangeEnd): void {
    this.#slot = null;
    this.#isBusy = true;
    this.#answered = end.kind === 'answered' ? unit : null;
    const wasDead = this.#isDead(choice.unit);
    const verdict = unit.ended(end);
    if (!this.#isOver) {
      this.#isUnsettled = verdict.kind === 'ill' || end.kind === 'garbled' || end.kind === 'silent';
      this.#jam.suspects(verdict.kind === 'ill' && end.kind === 'garbled' ? choice.unit : null);
      this.#pauseUntil = this.#now() + Math.max(exchange.pauseMs, this.#isUnsettled ? SETTLE : 0);
      if (verdict.kind === 'well' && verdict.isAwaited) this.#await(choice.unit);
      this.#settle(choice, outcomeOf(end, verdict));
      this.#judge(unit, end, verdict, this.#isDead(choice.unit));
      if (wasDead && verdict.kind === 'well') unit.reset();
    }
    this.#isBusy = false;
    // Where units are polled somebody always comes next: who, is seen when the wire has rested and it is somebody's time.
    const free = this.#freeAt();
    if (this.#hasPolled && free > this.#now() && !this.#isOver) this.#arm(this.#nextAt(free));
    else this.wake();
  }

  /** Once in a poll cycle, in which each unit has two slots at most: presses of all keypads at once, on a slow disk, must not add up. */
  #await(unit: number): void {
    const { units, polling } = this.#options;
    if (this.#schedule.turns <= this.#awaitedAt + 2 * units.length) return;
    this.#awaitedAt = this.#schedule.turns;
    this.#awaited = { unit, until: this.#now() + polling.answerWithin };
  }

  #settle(choice: SlotChoice, outcome: SlotOutcome): void {
    const { polling } = this.#options;
    this.#schedule = settled(this.#schedule, choice.unit, choice.isUrgent, outcome, this.#now(), polling);
  }

  #judge(unit: UnitOnBus, end: ExchangeEnd, verdict: UnitVerdict, dead: boolean): void {
    if (end.kind === 'garbled' && verdict.kind === 'ill' && verdict.isForeign !== true) {
      const isBusNoise = this.#options.noise.garbled(unit.device, end.bytes);
      if (isOverlong(end.bytes) || !isBusNoise) {
        unit.health.garbled(unit.driver.address, isOverlong(end.bytes));
      }
    }
    if (verdict.kind === 'ill') unit.health.ill(unit.driver.address, verdict.reason, dead);
    else unit.health.well();
  }
}
