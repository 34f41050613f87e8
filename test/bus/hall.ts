import { expect } from 'vitest';
import { DisplayAlpha } from '../../devices/display-alpha/driver.ts';
import { emulateSign } from '../../devices/display-alpha/emulator.ts';
import { signLoad } from '../../devices/display-alpha/protocol.ts';
import { settings as signSettings } from '../../devices/display-alpha/settings.ts';
import { KeypadLine } from '../../devices/keypad-line/driver.ts';
import { emulateKeypad, type PadView } from '../../devices/keypad-line/emulator.ts';
import { LOAD } from '../../devices/keypad-line/protocol.ts';
import { settings as padSettings } from '../../devices/keypad-line/settings.ts';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import { type Millis, ms, seconds } from '../../src/clock.ts';
import type { BusDevice, DriverContext, Emulator, EmulatorContext } from '../../src/devices/driver.ts';
import { type EmulatorHost, hostEmulators } from '../../src/devices/emulator-host.ts';
import type { CounterDisplay, DeviceHealth, DeviceKind, Keypad } from '../../src/devices/kinds.ts';
import { silentLog } from '../../src/devices/log.ts';
import { keptLog, type Line } from '../../src/devices/spec.ts';
import { type SupervisedBus, superviseBus } from '../../src/devices/wire/bus.ts';
import { pollCycle, quietRound, type UnitLoad } from '../../src/devices/wire/bus-load.ts';
import { wirePair } from '../../src/devices/wire/pair.ts';
import { seededRandom } from '../../src/devices/wire/seeded.ts';
import type { LineSettings } from '../../src/devices/wire/wire.ts';
import { countedClock, countedWires, type Work } from './work.ts';

/** The line of a bus that signs share. */
export const LINE: LineSettings = { baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1, flow: 'none' };
/** A press until its answer is on disk. */
const COMMIT: Millis = ms(8);
/** A called number blinks for so long. */
const BLINK: Millis = seconds(8);
/** Between question and answer of an emulated pad. */
const TURN_ROUND: Millis = ms(3);

export interface BusWishes {
  readonly pads: number;
  readonly signs: number;
  /** 9600 when left out. */
  readonly baud?: number;
  /** Bytes that the adapter hands on at once, 16 when left out. */
  readonly chunkSize?: number;
  /** One pad more, with the address of the first. */
  readonly hasTwin?: boolean;
}

/** One bus with real drivers and emulators, all in virtual time, and a branch that answers every press. */
export interface HallBus {
  readonly name: string;
  readonly pads: number;
  readonly bus: SupervisedBus;
  readonly host: EmulatorHost;
  readonly lines: readonly Line[];
  readonly answers: Answers;
  /** The poll cycle of this bus with the turn-round of the emulated pads: what the wire itself needs. */
  readonly cycle: Millis;
  readonly work: Readonly<Work>;
  /** How long a press on a bus where nobody pressed for a while may wait until it is heard. */
  readonly quietRound: Millis;
  press(pad: number, key?: string): void;
  act(unit: string, action: string): Promise<void>;
  health(device: string): DeviceHealth;
  areAllWell(): boolean;
}

/** Several buses under one clock. */
export interface Hall {
  readonly clock: FakeClock;
  readonly buses: readonly HallBus[];
  /** A number between 0 and 1, the same ones in each run. */
  random(): number;
  close(): Promise<void>;
}

/** Builds a {@link Hall}. */
export async function openHall(wishes: readonly BusWishes[]): Promise<Hall> {
  const clock = fakeClock();
  const buses: HallBus[] = [];
  for (const [index, wish] of wishes.entries()) buses.push(await openBus(clock, `bus-${index + 1}`, wish));
  return {
    clock,
    buses,
    random: seededRandom(485),
    async close() {
      const closed = Promise.all(buses.map(({ bus }) => bus.close()));
      await clock.advance(5_000);
      await closed;
      for (const { host } of buses) await host.close();
    },
  };
}

function withEmulatorsTime(load: UnitLoad): UnitLoad {
  const quick = <T extends UnitLoad['quiet']>(exchange: T): T =>
    exchange && exchange.answered > 0 ? { ...exchange, turnRound: TURN_ROUND } : exchange;
  return { quiet: quick(load.quiet), news: quick(load.news), show: quick(load.show) };
}

interface Built {
  readonly id: string;
  readonly load: UnitLoad;
  open(context: DriverContext): Promise<BusDevice<DeviceKind>>;
  emulate(context: EmulatorContext): Promise<Emulator>;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

function padOf(address: number, baud: number): Built {
  const settings = padSettings.parse({ address, line: '7E1', baud });
  return {
    id: `keypad-${address}`,
    load: LOAD,
    open: async (context) => new KeypadLine(settings, context),
    emulate: async (context) => emulateKeypad(settings, context),
  };
}

function signOf(address: number, baud: number): Built {
  const settings = signSettings.parse({ address, baud });
  return {
    id: `display-${address}`,
    load: signLoad(settings.width, settings.colour),
    open: async (context) => new DisplayAlpha(settings, context),
    emulate: async (context) => emulateSign(settings, context),
  };
}

async function openBus(clock: FakeClock, name: string, wish: BusWishes): Promise<HallBus> {
  const line = { ...LINE, baud: wish.baud ?? LINE.baud };
  const pair = wirePair({
    clock,
    name: `pair:${name}`,
    baud: line.baud,
    isShared: true,
    chunkSize: wish.chunkSize ?? 16,
  });
  const { log, lines } = keptLog();
  const pads = numbers(wish.pads).map((address) => padOf(address, line.baud));
  const built = [...pads, ...numbers(wish.signs).map((address) => signOf(address, line.baud))];
  const answers = new Answers(clock);
  const host = await hostEmulators({
    at: { kind: 'pair', pair },
    seats: [...built, ...(wish.hasTwin ? [{ ...padOf(1, line.baud), id: 'twin' }] : [])],
    clock,
    log: silentLog,
    onChange: (id) => answers.look(id, host?.view(id)),
  });
  const units = built.map(({ id, open }) => ({ device: id, open }));
  const work = { exchanges: 0, bytes: 0, timers: 0 };
  const counted = { clock: countedClock(clock, work), wires: countedWires(pair.factory, work) };
  const loads = built.map(({ load }) => load);
  const bus = await superviseBus({ ...counted, bus: name, log, seed: 1, onHealth() {}, line, units, loads });
  for (const [index, { id }] of pads.entries()) answers.give(id, bus.units, `display-${(index % wish.signs) + 1}`);
  return {
    name,
    pads: wish.pads,
    work,
    bus,
    host,
    lines,
    answers,
    quietRound: quietRound(loads, line),
    cycle: pollCycle(
      built.map(({ load }) => withEmulatorsTime(load)),
      line,
    ),
    press(pad, key = 'next') {
      answers.pressed(`keypad-${pad}`);
      void host.act(`keypad-${pad}`, `press ${key}`);
    },
    async act(unit, action) {
      await host.act(unit, action);
    },
    health(device) {
      const found = bus.health().find((health) => health.device === device);
      return found ?? expect.unreachable(device);
    },
    areAllWell: () => bus.health().every(({ state, conditions }) => state === 'running' && conditions.length === 0),
  };
}

/** Answers presses as a branch does, a moment later, on the pad and blinking on a sign; and knows how long each took. */
export class Answers {
  /** Key → answer on the pad, ms, in the order of the answers. */
  readonly waits: Millis[] = [];
  readonly #waitedAt: { readonly pad: string; readonly wait: Millis }[] = [];
  readonly #clock: FakeClock;
  readonly #pressedAt = new Map<string, Millis>();
  readonly #presses = new Map<string, number>();
  #given = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Presses that have no answer yet. */
  open(): number {
    return this.#pressedAt.size;
  }

  /** The waits of some pads. */
  waitsOf(isMeant: (pad: string) => boolean): readonly Millis[] {
    return this.#waitedAt.filter(({ pad }) => isMeant(pad)).map(({ wait }) => wait);
  }

  pressed(pad: string): void {
    const count = (this.#presses.get(pad) ?? 0) + 1;
    this.#presses.set(pad, count);
    this.#pressedAt.set(`${pad} ${count}`, this.#clock.monotonic());
  }

  give(pad: string, units: SupervisedBus['units'], sign: string): void {
    const keypad = units.get(pad)?.port as Keypad | undefined;
    const display = units.get(sign)?.port as CounterDisplay | undefined;
    let count = 0;
    keypad?.onPress((press) => {
      count += 1;
      const line1 = `${pad} ${count}`;
      this.#clock.after(COMMIT, () => {
        this.#given += 1;
        keypad.show({ line1, line2: `${this.#given} CALLED` });
        display?.show({ text: `A${this.#given % 1_000}`, isBlinking: true });
        press.acknowledge();
        this.#clock.after(BLINK, () => display?.show({ text: `A${this.#given % 1_000}`, isBlinking: false }));
      });
    });
  }

  look(id: string, view: unknown): void {
    const { line1 } = view as Partial<PadView>;
    const at = line1?.startsWith(id) ? this.#pressedAt.get(line1) : undefined;
    if (at === undefined || line1 === undefined) return;
    this.#pressedAt.delete(line1);
    const wait = this.#clock.monotonic() - at;
    this.waits.push(wait);
    this.#waitedAt.push({ pad: id, wait });
  }
}

/** The value below which this share of the list lies. */
export function quantile(list: readonly number[], share: number): number {
  const sorted = list.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.POSITIVE_INFINITY;
}
