import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import type { PrinterView } from '../../../devices/printer-escpos/emulator-body.ts';
import { type Millis, ms, seconds } from '../../../src/clock.ts';
import type { Injected } from '../../oracle/alarms.ts';
import { BROKER_MISHAPS, CLOCK_MISHAPS, DEVICE_MISHAPS, DISK_MISHAPS, LONGEST, type Mishap } from './mishaps.ts';
import type { Surroundings } from './people.ts';

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

/** After a device was hurt or mended it is watched for so long: until the slowest way to notice it. */
const WATCHED: Millis = seconds(12);
/** Longest wait for a commit to be killed in. */
const NEXT_COMMIT: Millis = seconds(120);

/** Starts the daemon, lets people come, and lets things go wrong until the day is over and all is mended. */
export async function playMishaps(
  around: Surroundings,
  count: number,
  within: Millis,
  open: () => void,
): Promise<Played> {
  const course = new Course(around);
  await course.start();
  open();
  const slot = Math.floor(within / Math.max(1, count));
  const plan: Planned[] = [];
  for (let index = 0; index < count; index += 1) plan.push(...course.plan(index * slot, slot));
  plan.sort((one, other) => one.at - other.at);
  for (const { at, run } of plan) {
    await around.clock.advance(Math.max(0, at - around.clock.monotonic()));
    await run();
  }
  await around.clock.advance(Math.max(0, within + seconds(60) - around.clock.monotonic()));
  await course.mend();
  return course;
}

/** The course of one day: what is wrong now, and what was. */
class Course implements Played {
  readonly injected: Injected[] = [];
  readonly outages: { readonly from: Millis; to: Millis }[] = [];
  readonly writtenAt: Millis[] = [];
  readonly #around: Surroundings;
  readonly #going = new Set<Mishap>();

  constructor(around: Surroundings) {
    this.#around = around;
    around.clock.isQuiet = () => this.#isQuiet();
  }

  async start(): Promise<void> {
    const { stand, chance, clock } = this.#around;
    stand.hooks = {
      get takes() {
        return chance.is(0.01) ? 200 + chance.below(1_500) : 1 + chance.below(6);
      },
      after: () => {
        clock.wake();
        this.#written();
      },
    };
    await this.#outage(async () => {});
  }

  /** Something goes wrong in a stretch of the day. */
  plan(from: Millis, within: Millis): Planned[] {
    const { chance } = this.#around;
    const at = from + chance.below(Math.max(1, within - LONGEST));
    const draw = chance.below(100);
    if (draw < 25) return [{ at, run: () => this.#powerCut() }];
    const list = draw < 65 ? DEVICE_MISHAPS : draw < 80 ? DISK_MISHAPS : draw < 95 ? BROKER_MISHAPS : CLOCK_MISHAPS;
    const make = list[chance.below(list.length)];
    if (!make) return [];
    const mishap = make(this.#around);
    const [least, most] = mishap.lasts;
    const lasts = seconds(least) + chance.below(seconds(most - least));
    const cut = { at: at + chance.below(lasts + seconds(10)), run: () => this.#powerCut() };
    const planned = [
      { at, run: () => this.#begin(mishap, lasts) },
      { at: at + lasts, run: () => this.#end(mishap) },
    ];
    return chance.is(0.15) ? [...planned, cut] : planned;
  }

  async mend(): Promise<void> {
    const { stand, clock } = this.#around;
    for (const mishap of this.#going) this.#end(mishap);
    stand.store.fillDisk(0);
    stand.store.refuseReopen(0);
    clock.wake(WATCHED);
    if (!stand.isRunning) await this.#outage(async () => {});
  }

  #begin(mishap: Mishap, lasts: Millis): void {
    const { clock } = this.#around;
    const { what, devices, causes, raises, codes } = mishap;
    const from = clock.monotonic();
    this.#going.add(mishap);
    this.injected.push({ what, devices, causes, raises, codes, from, to: from + lasts });
    if (devices.some((device) => device !== 'journal' && device !== 'broker')) clock.wake(WATCHED);
    mishap.begin();
  }

  #end(mishap: Mishap): void {
    if (!this.#going.delete(mishap)) return;
    if (mishap.devices.length > 0) this.#around.clock.wake(WATCHED);
    mishap.end();
  }

  /** The controller loses its current, somewhere or in the middle of a commit, or is stopped in order; and comes back. */
  async #powerCut(): Promise<void> {
    const { stand, clock, chance } = this.#around;
    const kind = chance.of(['now', 'before', 'after', 'stop', 'twice'] as const);
    if (kind === 'before' || kind === 'after') await this.#killInCommit(kind);
    await this.#outage(async () => {
      if (kind === 'stop' && stand.isRunning) await stand.stop();
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
    if (!stand.isRunning) await stand.start();
    clock.wake(seconds(5));
    outage.to = clock.monotonic();
  }

  #written(): void {
    const { stand, clock } = this.#around;
    while (this.writtenAt.length < stand.store.head().seq) this.writtenAt.push(clock.monotonic());
  }

  /** Whether no device has anything to do that nobody has to wait for. */
  #isQuiet(): boolean {
    const { stand } = this.#around;
    if (!stand.isRunning) return false;
    const hurt = new Set([...this.#going].flatMap(({ devices }) => devices));
    for (const { device, state, conditions } of stand.daemon.health.all())
      if (!hurt.has(device) && (state !== 'running' || conditions.length > 0)) return false;
    for (const pad of ['keypad1', 'keypad2', 'panel1'])
      if (!hurt.has(pad) && stand.view<Pick<PadView, 'unacknowledged'>>(pad).unacknowledged.length > 0) return false;
    if (hurt.has('printer1')) return true;
    const { slip, buffered } = stand.view<PrinterView>('printer1');
    return slip.parts.length === 0 && buffered === 0;
  }
}
