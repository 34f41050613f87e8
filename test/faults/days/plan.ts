import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import type { PrinterView } from '../../../devices/printer-escpos/emulator-body.ts';
import { type Millis, ms, seconds } from '../../../src/clock.ts';
import type { Injected } from '../../oracle/alarms.ts';
import {
  BROKER_MISHAPS,
  CLOCK_BEHIND,
  CLOCK_MISHAPS,
  DEVICE_MISHAPS,
  DISK_MISHAPS,
  LONGEST,
  type Make,
  type Mishap,
} from './mishaps.ts';
import type { Surroundings } from './people.ts';
import { type SlotName, slotOf, type Units, unitsOf } from './slots.ts';

/** What was done on a day. */
export interface Played {
  readonly injected: readonly Injected[];
  readonly outages: readonly { readonly from: Millis; readonly to: Millis }[];
  readonly writtenAt: readonly Millis[];
}

interface Planned {
  readonly at: Millis;
  run(): void | Promise<void>;
}

/** A device that was hurt is watched until it was noticed, at most for so long. */
const WATCHED: Millis = seconds(12);
const BACK_AFTER: Millis = seconds(2);
const STARTS = 5;
/** `TimeoutStopSec` of the unit. */
const STOP_LIMIT: Millis = seconds(15);
/** Longest wait for a commit to be killed in. */
const NEXT_COMMIT: Millis = seconds(120);

/** Starts the daemon, lets people come, and lets things go wrong until the day is over and all is mended. */
export async function playMishaps(
  around: Surroundings,
  count: number,
  only: Make | null,
  within: Millis,
  open: () => void,
): Promise<Played> {
  const course = new Course(around);
  await course.start();
  open();
  const slot = Math.floor(within / Math.max(1, count));
  const plan: Planned[] = [];
  for (let index = 0; index < count; index += 1) plan.push(...course.plan(index * slot, slot, only));
  plan.sort((one, other) => one.at - other.at);
  for (const { at, run } of plan) {
    await course.pass(at);
    await run();
  }
  await course.pass(within + seconds(60));
  await course.mend();
  return course;
}

/** The course of one day: what is wrong now, and what was. */
class Course implements Played {
  readonly injected: (Injected & { to: Millis })[] = [];
  readonly outages: { readonly from: Millis; to: Millis }[] = [];
  readonly writtenAt: Millis[] = [];
  readonly #around: Surroundings;
  readonly #units: Units;
  readonly #goingSince = new Map<Mishap, Millis>();

  constructor(around: Surroundings) {
    this.#around = around;
    this.#units = unitsOf(around.counters);
    around.clock.isQuiet = (slot) => this.#isQuiet(slot as SlotName);
  }

  async start(): Promise<void> {
    const { stand, chance, clock, watch } = this.#around;
    stand.hooks = {
      get takes() {
        return chance.is(0.01) ? 200 + chance.below(1_500) : 1 + chance.below(6);
      },
      after: (_count, types) => {
        watch.wrote(types);
        clock.stir();
        this.#written();
      },
    };
    await this.#outage(async () => {});
  }

  /** Something goes wrong in a stretch of the day. */
  plan(from: Millis, within: Millis, only: Make | null): Planned[] {
    const { chance } = this.#around;
    const at = from + chance.below(Math.max(1, within - LONGEST));
    const draw = chance.below(100);
    if (draw < 25 && !only) return [{ at, run: () => this.#powerCut() }];
    const list = draw < 65 ? DEVICE_MISHAPS : draw < 80 ? DISK_MISHAPS : draw < 95 ? BROKER_MISHAPS : CLOCK_MISHAPS;
    const make = only ?? list[chance.below(list.length)];
    if (!make) return [];
    const mishap = make(this.#around);
    const [least, most] = mishap.lasts;
    const lasts = seconds(least) + chance.below(seconds(most - least));
    const cut = { at: at + chance.below(lasts + seconds(10)), run: () => this.#powerCut() };
    const begin = { at, run: () => this.#begin(mishap, lasts) };
    return chance.is(0.15) ? [begin, cut] : [begin];
  }

  /** Lets time pass; a daemon that is gone comes back, as systemd sees to. */
  async pass(until: Millis): Promise<void> {
    const { stand, clock } = this.#around;
    while (clock.monotonic() < until) {
      await clock.advanceTo(until, () => !stand.isRunning);
      if (stand.isRunning) continue;
      await clock.advance(Math.min(BACK_AFTER, until - clock.monotonic()));
      await this.#outage(async () => {});
    }
  }

  async mend(): Promise<void> {
    const { stand, clock } = this.#around;
    for (const mishap of this.#goingSince.keys()) this.#end(mishap);
    stand.store.fillDisk(0);
    stand.store.refuseReopen(0);
    clock.wake(null, WATCHED);
    if (!stand.isRunning) await this.#outage(async () => {});
  }

  #begin(mishap: Mishap, lasts: Millis): void {
    const { clock } = this.#around;
    const { what, devices, causes, raises, codes, isSmudging = false } = mishap;
    const from = clock.monotonic();
    this.#goingSince.set(mishap, from);
    const to = codes.includes(CLOCK_BEHIND) ? Number.POSITIVE_INFINITY : from + lasts;
    this.injected.push({ what, devices, causes, raises, codes, isSmudging, from, to });
    // What nobody must report is felt only while the wires are awake.
    for (const device of causes.length > 0 && raises.length === 0 ? devices : [])
      clock.wake(slotOf(device), Math.min(lasts, WATCHED));
    mishap.begin();
    // By itself: whoever stops or starts the daemon may be waiting for just that.
    clock.after(lasts, () => this.#end(mishap));
  }

  #end(mishap: Mishap): void {
    if (!this.#goingSince.delete(mishap)) return;
    this.#around.clock.wake(null);
    const entry = this.injected.findLast(({ what }) => what === mishap.what);
    // A clock that was set back may be noticed at every later start.
    if (entry && Number.isFinite(entry.to)) entry.to = this.#around.clock.monotonic();
    mishap.end();
  }

  /** The controller loses its current, somewhere or in the middle of a commit, or is stopped in order; and comes back. */
  async #powerCut(): Promise<void> {
    const { stand, clock, chance } = this.#around;
    const kind = chance.of(['now', 'before', 'after', 'stop', 'twice'] as const);
    if (kind === 'before' || kind === 'after') await this.#killInCommit(kind);
    await this.#outage(async () => {
      if (kind === 'stop' && stand.isRunning) await this.#stop();
      else stand.kill();
      await clock.advance(ms(200) + chance.below(seconds(15)));
      if (kind !== 'twice') return;
      const starting = stand.start();
      await clock.advance(ms(chance.below(60)));
      stand.kill();
      await starting;
      await clock.advance(seconds(1));
    });
  }

  /** As systemd stops it: a stop that waits for a disk that stands still is killed. */
  async #stop(): Promise<void> {
    const { stand, clock } = this.#around;
    const limit = clock.after(STOP_LIMIT, () => stand.kill());
    await stand.stop();
    limit.cancel();
  }

  async #killInCommit(moment: 'before' | 'after'): Promise<void> {
    const { stand, clock } = this.#around;
    const usual = stand.hooks;
    const kill = (count: number, types: readonly string[]): void => {
      if (moment === 'after') usual.after?.(count, types);
      stand.hooks = usual;
      stand.kill();
    };
    stand.hooks = { takes: 3, ...(usual.after ? { after: usual.after } : {}), [moment]: kill };
    const until = clock.monotonic() + NEXT_COMMIT;
    while (stand.isRunning && clock.monotonic() < until) await clock.advance(seconds(1));
    stand.hooks = usual;
  }

  async #outage(during: () => Promise<void>): Promise<void> {
    const { stand, clock } = this.#around;
    const outage = { from: clock.monotonic(), to: Number.POSITIVE_INFINITY };
    this.outages.push(outage);
    await during();
    // A start that fails is tried again.
    for (let tries = 0; !stand.isRunning && tries < STARTS; tries += 1) {
      await stand.start().catch((caught: unknown) => {
        if (tries === STARTS - 1) throw caught;
      });
      if (!stand.isRunning) await clock.advance(BACK_AFTER);
    }
    clock.wake(null, seconds(5));
    outage.to = clock.monotonic();
  }

  #written(): void {
    const { stand, clock } = this.#around;
    while (this.writtenAt.length < stand.store.head().seq) this.writtenAt.push(clock.monotonic());
  }

  /** Whether no device of a wire has anything to do that nobody has to wait for. */
  #isQuiet(slot: SlotName): boolean {
    const { stand } = this.#around;
    if (!stand.isRunning) return false;
    const units = this.#units[slot];
    // Asked thousands of times a day, and mostly nothing is wrong: then who is busy is sooner seen than who is ill.
    const isUntroubled = this.#goingSince.size === 0;
    if (isUntroubled && !units.every((device) => this.#isIdle(device))) return false;
    const ill: string[] = [];
    for (const { device, state, conditions } of stand.daemon.health.all())
      if (state !== 'running' || conditions.length > 0) ill.push(device);
    if (isUntroubled) return !units.some((device) => ill.includes(device));
    const hurt = new Set([...this.#goingSince.keys()].flatMap(({ devices }) => devices));
    if (units.some((device) => ill.includes(device) && !hurt.has(device))) return false;
    if (units.some((device) => this.#isUnnoticed(device, ill))) return false;
    return units.every((device) => hurt.has(device) || this.#isIdle(device));
  }

  /** It was hurt in a way that it must report, and has not yet. */
  #isUnnoticed(device: string, ill: readonly string[]): boolean {
    const now = this.#around.clock.monotonic();
    return [...this.#goingSince].some(
      ([{ devices, raises }, from]) =>
        raises.length > 0 &&
        devices.includes(device) &&
        !devices.some((each) => ill.includes(each)) &&
        now < from + WATCHED,
    );
  }

  #isIdle(device: string): boolean {
    const { stand, watch } = this.#around;
    if (/^(?:keypad|panel)/.test(device))
      return stand.view<Pick<PadView, 'unacknowledged'>>(device).unacknowledged.length === 0;
    if (device !== 'printer1') return true;
    const { slip, buffered } = stand.view<PrinterView>(device);
    return slip.parts.length === 0 && buffered === 0 && !watch.isBusy();
  }
}
