import type { PrinterView } from '../../devices/printer-escpos/emulator-body.ts';
import { partText, type Slip } from '../../devices/printer-escpos/slip.ts';
import './loaded.ts';
import { memoryShelf } from '../../src/branch/kept-state.fake.ts';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import type { Clock } from '../../src/clock.ts';
import type { Config } from '../../src/config/config.ts';
import type { WireConfig } from '../../src/config/schema/wire.ts';
import { memoryFiles } from '../../src/config/spec.ts';
import { mqttSettings } from '../../src/daemon/mqtt.ts';
import { type Daemon, type DaemonParts, startDaemon } from '../../src/daemon.ts';
import type { Emulator } from '../../src/devices/driver.ts';
import { type EmulatorHost, hostEmulators } from '../../src/devices/emulator-host.ts';
import { hex } from '../../src/devices/line-unit/nonce.ts';
import { type Log, silentLog } from '../../src/devices/log.ts';
import { type FakePins, fakePins } from '../../src/devices/wire/gpio.fake.ts';
import type { GpioWish, PinsFactory } from '../../src/devices/wire/gpio.ts';
import { type WirePair, wirePair } from '../../src/devices/wire/pair.ts';
import { seededRandom } from '../../src/devices/wire/seeded.ts';
import { eventOf } from '../../src/journal/codec.ts';
import { type MemoryStore, memoryStore } from '../../src/journal/memory.ts';
import type { StoredRecord } from '../../src/journal/store.ts';
import type { Connector } from '../../src/mqtt/connection.ts';
import type { EventOf, EventType, QueueEvent } from '../../src/queue/events.ts';
import { FakeBroker } from '../broker/fake-connection.ts';
import { type AppendHooks, beginLife, type Life } from './life.ts';
import { isPrinter, nameOf } from './stand-names.ts';
import { numberTold } from './told.ts';

/** Something that a person could see, hear or take, or a byte that came. */
export interface Happening {
  /** Virtual time since the stand was built, ms. */
  readonly at: number;
  readonly device: string;
  /** What it shows from now on; `bytes` for bytes that reached it from the daemon; `slip` for one that was cut. */
  readonly what: 'view' | 'bytes' | 'slip';
  readonly text: string;
}

export interface StandOptions {
  /** What is there: every device of it is emulated. */
  readonly config: Config;
  /** What the daemon starts with; left out: all that is there. */
  readonly runs?: Config;
  /** Wall time at the start, Unix ms. */
  readonly start?: number;
  /** Of the noise. */
  readonly seed?: number;
  readonly log?: Log;
  /** In the place of the stand's own. */
  readonly clock?: FakeClock;
  deviceClock?(slot: string): Clock;
  readonly connector?: Connector;
  readonly store?: MemoryStore;
  /** Bytes that arrive at once on every wire. */
  readonly chunkSize?: number;
  /** A training. */
  readonly branchSpeed?: number;
}

/** A whole branch in one process: emulated devices on in-memory wires, a scripted broker, a journal in memory, and the daemon. */
export interface Stand {
  readonly config: Config;
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly broker: FakeBroker;
  readonly wires: ReadonlyMap<string, WirePair>;
  readonly happenings: readonly Happening[];
  /** Every slip that was cut or torn off, by printer, oldest first. */
  readonly slips: readonly Slip[];
  /** Numbers that the kiosk's screen told. */
  readonly told: ReadonlySet<string>;
  /** Share of the bytes of a wire in which a bit flips now, by the wire. */
  readonly noise: Map<string, number>;
  /** The pins of this machine, of the device on pins that was opened last; null before that. */
  readonly pins: FakePins | null;
  /** Buttons on pins, from 1, that are down at the next start. */
  readonly pinsDown: Set<number>;
  /** Called around each append of the daemon that runs. */
  hooks: Partial<AppendHooks>;
  /** The daemon of the moment. */
  readonly daemon: Daemon;
  readonly isRunning: boolean;
  /**
   * Starts the daemon, after its end on the same journal and the same devices; with other files when they are given.
   */
  start(over?: Partial<Pick<DaemonParts, 'config' | 'isBackFromPowerDown' | 'httpOf'>>): Promise<void>;
  stop(): Promise<void>;
  /** A power cut of the controller alone. */
  kill(): void;
  /** A person does something at a device. */
  act(device: string, action: string): Promise<void>;
  /** Lets time pass, ms. */
  pass(by: number): Promise<void>;
  view<T = Readonly<Record<string, unknown>>>(device: string): T;
  /** All records. */
  journal(): Promise<readonly StoredRecord[]>;
  /** Queue events from record `from` on. */
  events(from?: number): Promise<readonly QueueEvent[]>;
  eventsOf<T extends EventType>(type: T): Promise<readonly EventOf<T>[]>;
  /** Payloads of acknowledged events, in the order in which the broker got them. */
  messages(): readonly string[];
  /** The newest retained payload of each state topic, by what follows `/state/`. */
  retained(): ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Ends everything. */
  close(): Promise<void>;
}

const SEED = 42;
/** Turns of the machine in which lazy imports of loaded modules come through, without virtual time passing. */
const REAL_TURNS = 50;

/** Builds a {@link Stand}; its daemon is not started. */
export async function openStand(options: StandOptions): Promise<Stand> {
  const stand = new BranchStand(options);
  await stand.build();
  return stand;
}

class BranchStand implements Stand {
  readonly config: Config;
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly broker = new FakeBroker();
  readonly wires = new Map<string, WirePair>();
  readonly happenings: Happening[] = [];
  readonly slips: Slip[] = [];
  readonly told = new Set<string>();
  readonly noise = new Map<string, number>();
  readonly pinsDown = new Set<number>();
  pins: FakePins | null = null;
  hooks: Partial<AppendHooks> = {};
  readonly #random: () => number;
  readonly #options: StandOptions;
  readonly #deviceClock: (slot: string) => Clock;
  readonly #hosts = new Map<string, EmulatorHost>();
  readonly #shown = new Map<string, string>();
  readonly #counted = new WeakSet<Slip>();
  #life: Life | null = null;
  #daemon: Daemon | null = null;

  constructor(options: StandOptions) {
    this.#options = options;
    this.config = options.config;
    this.clock = options.clock ?? fakeClock(options.start);
    this.#deviceClock = options.deviceClock ?? (() => this.clock);
    this.#random = seededRandom(options.seed ?? SEED);
    this.store = options.store ?? memoryStore({ clock: this.clock });
  }

  get daemon(): Daemon {
    if (!this.#daemon) throw new RangeError('the daemon does not run');
    return this.#daemon;
  }

  get isRunning(): boolean {
    return this.#daemon !== null;
  }

  async build(): Promise<void> {
    const { wireDevices, buses } = this.config;
    for (const { id, wire, line, ...device } of wireDevices)
      await this.#host(id, wire, line.baud, [{ id, ...device }], false);
    for (const { id, wire, line, units } of buses) await this.#host(id, wire, line.baud, units, true);
  }

  readonly #states = memoryShelf();

  async start(over: Parameters<Stand['start']>[0] = {}): Promise<void> {
    await this.#openJournal();
    const runs = over.config ?? this.#options.runs ?? this.config;
    const hooks = (): Partial<AppendHooks> => this.hooks;
    const life = beginLife(this.clock, this.store, {
      get takes() {
        return hooks().takes ?? 0;
      },
      before: (count, types) => this.hooks.before?.(count, types),
      after: (count, types) => this.hooks.after?.(count, types),
    });
    this.#life = life;
    const starting = startDaemon({
      config: runs,
      mqtt: mqttSettings(runs, memoryFiles({})),
      store: life.store,
      clock: life.clock(this.clock),
      deviceClock: (slot) => life.clock(this.#deviceClock(slot)),
      log: this.#options.log ?? silentLog,
      seed: SEED,
      ...(this.#options.branchSpeed === undefined ? {} : { branchSpeed: this.#options.branchSpeed }),
      wires: (wire) => life.wires(this.#pairOf(wire).factory),
      pins: (wish) => this.#pinsOf(wish),
      connector: life.connector(this.#options.connector ?? this.broker),
      states: this.#states,
      ...over,
    }).then((daemon) => {
      if (!life.isDead) this.#daemon = daemon;
    });
    // A daemon that is killed while it starts never comes back.
    await this.#until(starting, () => life.isDead);
    if (!life.isDead) await starting;
  }

  async stop(): Promise<void> {
    const stopping = this.daemon.stop();
    const life = this.#life;
    await this.#until(stopping, () => life?.isDead === true);
    this.#daemon = null;
    await this.#openJournal();
    if (life?.isDead) return;
    const faults = await stopping;
    if (faults[0]) throw faults[0];
  }

  kill(): void {
    this.#life?.kill();
    this.#daemon = null;
  }

  async act(device: string, action: string): Promise<void> {
    const end = await this.#hostOf(device).act(device, action);
    if (end.kind === 'refused') throw new RangeError(`${device} knows no ${action}, but ${end.known.join(', ')}`);
  }

  pass(by: number): Promise<void> {
    return this.clock.advance(by);
  }

  view<T>(device: string): T {
    return this.#hostOf(device).view(device) as T;
  }

  async journal(): Promise<readonly StoredRecord[]> {
    const records: StoredRecord[] = [];
    const head = this.store.head().seq;
    while (records.length < head) records.push(...(await this.store.read(records.length + 1, 1_000)));
    return records;
  }

  async events(from = 1): Promise<readonly QueueEvent[]> {
    return (await this.journal()).filter(({ seq }) => seq >= from).flatMap((record) => eventOf(record) ?? []);
  }

  async eventsOf<T extends EventType>(type: T): Promise<readonly EventOf<T>[]> {
    return (await this.events()).filter((event): event is EventOf<T> => event.type === type);
  }

  messages(): readonly string[] {
    return this.broker.connections.flatMap(({ events }) => events);
  }

  retained(): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
    const states = new Map<string, Readonly<Record<string, unknown>>>();
    for (const { sent } of this.broker.connections) {
      for (const { message, end } of sent) {
        const [, thing] = message.topic.split('/state/');
        if (thing === undefined || end?.kind !== 'acknowledged') continue;
        if (message.payload === '') states.delete(thing);
        else states.set(thing, JSON.parse(message.payload) as Readonly<Record<string, unknown>>);
      }
    }
    return states;
  }

  async close(): Promise<void> {
    this.kill();
    await Promise.all([...new Set(this.#hosts.values())].map((host) => host.close()));
  }

  /** A new process waits for what the dead one was writing, and opens the file anew. */
  async #openJournal(): Promise<void> {
    while (!this.store.isAlive(0)) await this.clock.advance(10);
    while (!(await this.store.reopen().then(Boolean, () => false))) await this.clock.advance(10);
  }

  /** Modules are loaded lazily, outside virtual time: turns of the machine first, and time only when they do not help. */
  async #until(work: Promise<unknown>, isEnough: () => boolean): Promise<void> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    work.then(over, over);
    for (let turn = 0; !isOver && !isEnough(); turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.clock.advance(turn < REAL_TURNS ? 0 : 10);
    }
  }

  async #host(
    id: string,
    wire: WireConfig,
    baud: number,
    devices: readonly Pick<Config['devices'][number], 'id' | 'driver' | 'settings'>[],
    isShared: boolean,
  ): Promise<void> {
    const clock = this.#deviceClock(id);
    const pair = wirePair({ clock, name: nameOf(wire), baud, isShared, chunkSize: this.#options.chunkSize ?? 16 });
    this.wires.set(id, pair);
    const host = await hostEmulators({
      at: { kind: 'pair', pair },
      clock,
      log: this.#options.log ?? silentLog,
      onChange: (device) => this.#changed(device),
      seats: devices.map((device) => ({
        id: device.id,
        emulate: async (context) => {
          const noisy = {
            ...context,
            send: (bytes: Uint8Array) => context.send(this.#spoil(id, bytes)),
            makeNonce: () => hex(Math.floor(this.#random() * 2 ** 32), 8),
          };
          return this.#overheard(device.id, id, await device.driver.emulate(device.settings, noisy), isShared);
        },
      })),
    });
    for (const device of devices) this.#hosts.set(device.id, host);
  }

  /** Bytes to a device with a wire of its own are happenings; on a bus everybody would hear everything. */
  #overheard(device: string, wire: string, emulator: Emulator, isShared: boolean): Emulator {
    return {
      receive: (bytes) => {
        if (!isShared) this.#happened(device, 'bytes', String(bytes.length));
        emulator.receive(this.#spoil(wire, bytes));
      },
      act: (action) => emulator.act(action),
      view: () => emulator.view(),
      close: () => emulator.close(),
    };
  }

  #spoil(wire: string, bytes: Uint8Array): Uint8Array {
    const share = this.noise.get(wire);
    if (share === undefined) return bytes;
    return bytes.map((byte) => (this.#random() < share ? byte ^ (1 << Math.floor(this.#random() * 8)) : byte));
  }

  #changed(device: string): void {
    const host = this.#hosts.get(device);
    if (!host) return;
    const view = host.view(device);
    if (isPrinter(view)) {
      this.#printed(device, view);
      return;
    }
    const text = JSON.stringify(view);
    if (this.#shown.get(device) === text) return;
    this.#shown.set(device, text);
    this.#happened(device, 'view', text);
    const told = numberTold(text);
    if (told !== null) this.told.add(told);
  }

  #printed(device: string, { slips }: PrinterView): void {
    const last = slips.findLastIndex((slip) => this.#counted.has(slip));
    for (const slip of slips.slice(last + 1)) {
      this.#counted.add(slip);
      this.slips.push(slip);
      this.#happened(device, 'slip', labelOn(slip) ?? '');
    }
  }

  #happened(device: string, what: Happening['what'], text: string): void {
    this.happenings.push({ at: this.clock.monotonic(), device, what, text });
  }

  #hostOf(device: string): EmulatorHost {
    const host = this.#hosts.get(device);
    if (!host) throw new RangeError(`no device ${device}`);
    return host;
  }

  /** Fresh ones for each opening of the device, as the machine's are. */
  #pinsOf(wish: GpioWish): PinsFactory {
    const pins = fakePins(wish);
    pins.standing = wish.buttons.map((_, button) => (this.pinsDown.has(button + 1) ? 'down' : 'up'));
    this.pins = pins;
    return pins.factory;
  }

  #pairOf(wire: WireConfig): WirePair {
    const pair = [...this.wires.values()].find(({ factory }) => factory.name === nameOf(wire));
    if (!pair) throw new RangeError(`no wire ${nameOf(wire)}`);
    return pair;
  }
}

/** The lines of a slip as a customer reads them. */
export function textOf(slip: Slip): readonly string[] {
  return slip.parts.map(partText).filter((text) => text !== '');
}

/**
 * The number on a slip that a customer takes for a ticket, by its code; null for one that was torn off, or marked as void. A test
 * slip in which the current went has the next ticket below it, on the same paper.
 */
export function labelOn(slip: Slip): string | null {
  if (slip.end === 'torn' || textOf(slip).some((text) => text.includes('VOID'))) return null;
  const labels = slip.parts.flatMap((part) => (part.kind === 'qr' ? (part.data.split(':')[4] ?? []) : []));
  return labels[0] ?? null;
}
