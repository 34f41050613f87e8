import type { HealthRecorder } from '../branch/health-recorder.ts';
import type { Clock } from '../clock.ts';
import type { BusConfig, Config, PinsDeviceConfig, UnitConfig, WireDeviceConfig } from '../config/config.ts';
import type { WireConfig } from '../config/schema/wire.ts';
import type { DriverContext } from '../devices/driver.ts';
import type { DeviceKind, DevicePorts } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import { superviseDevice } from '../devices/supervisor.ts';
import { supervisePins } from '../devices/supervisor-pins.ts';
import { superviseBus } from '../devices/wire/bus.ts';
import type { GpioWish, PinsFactory } from '../devices/wire/gpio.ts';
import { gpioPins } from '../devices/wire/gpio-open.ts';
import type { OpenPorts } from '../devices/wire/open-ports.ts';
import { serialWires } from '../devices/wire/serial.ts';
import { tcpWires } from '../devices/wire/tcp.ts';
import type { LineSettings, WireFactory } from '../devices/wire/wire.ts';
import type { Lifetime } from '../lifetime.ts';
import { type Slot, slotsOf } from './slots.ts';
import type { Late } from './watchdog.ts';

export interface DevicesParts {
  /** What a bus, or a device with a wire of its own, lives by. */
  clockOf(slot: string): Clock;
  readonly log: Log;
  readonly health: HealthRecorder;
  readonly ports: OpenPorts;
  readonly lifetime: Lifetime;
  /** How wires are opened; {@link systemWires} in a branch. */
  wires(wire: WireConfig, line: LineSettings): WireFactory;
  /** How pins are opened; {@link systemPins} in a branch. */
  pins(wish: GpioWish): PinsFactory;
}

/** Pins of this machine. */
export function systemPins(clock: Clock, log: Log): (wish: GpioWish) => PinsFactory {
  return (wish) => gpioPins(wish, { clock, log });
}

/** The devices of a branch by id, each as its kind. */
export type DeviceMaps = { readonly [K in DeviceKind]: ReadonlyMap<string, DevicePorts[K]> };

/** The devices of the configuration in force, each under its supervisor. */
export interface Devices extends DeviceMaps {
  /**
   * Closes what the configuration no longer has, or has otherwise, and opens what is new; the others notice nothing.
   * What uses the devices that go has let go of them before.
   */
  change(config: Config): Promise<void>;
  /** How late each supervisor is. */
  late(): readonly Late[];
}

/** Wires of this machine: serial ports and TCP. */
export function systemWires(clock: Clock, log: Log): (wire: WireConfig, line: LineSettings) => WireFactory {
  return (wire, line) =>
    wire.kind === 'serial'
      ? serialWires({ path: wire.path, line, clock, log })
      : tcpWires({ host: wire.host, port: wire.port, clock });
}

/** No device yet: {@link Devices.change} brings the first ones, whether their wires are there or not. */
export function noDevices(parts: DevicesParts): Devices {
  return new DeviceBench(parts);
}

interface Opened {
  readonly key: string;
  readonly devices: readonly string[];
  lateBy(): number;
  end(): Promise<void>;
}

class DeviceBench implements Devices {
  readonly #maps: { readonly [K in DeviceKind]: Map<string, DevicePorts[K]> } = {
    printer: new Map(),
    display: new Map(),
    keypad: new Map(),
    panel: new Map(),
    card: new Map(),
  };
  readonly #parts: DevicesParts;
  readonly #opened = new Map<string, Opened>();

  constructor(parts: DevicesParts) {
    this.#parts = parts;
  }

  get printer(): DeviceMaps['printer'] {
    return this.#maps.printer;
  }

  get display(): DeviceMaps['display'] {
    return this.#maps.display;
  }

  get keypad(): DeviceMaps['keypad'] {
    return this.#maps.keypad;
  }

  get panel(): DeviceMaps['panel'] {
    return this.#maps.panel;
  }

  get card(): DeviceMaps['card'] {
    return this.#maps.card;
  }

  async change(config: Config): Promise<void> {
    const slots = slotsOf(config);
    const kept = new Set(slots.filter(({ id, key }) => this.#opened.get(id)?.key === key).map(({ id }) => id));
    await Promise.all([...this.#opened.keys()].filter((id) => !kept.has(id)).map((id) => this.#end(id)));
    const known = new Set([...config.devices, ...config.buses].map(({ id }) => id));
    for (const { device } of this.#parts.health.all()) if (!known.has(device)) this.#parts.health.forget(device);
    await Promise.all(slots.filter(({ id }) => !kept.has(id)).map((slot) => this.#open(slot)));
  }

  late(): readonly Late[] {
    return [...this.#opened].map(([name, opened]) => ({ name, by: opened.lateBy() }));
  }

  async #end(id: string): Promise<void> {
    const opened = this.#opened.get(id);
    this.#opened.delete(id);
    for (const device of opened?.devices ?? []) for (const ports of Object.values(this.#maps)) ports.delete(device);
    await opened?.end();
  }

  async #open({ id, key, config }: Slot): Promise<void> {
    const opened = config.kind === 'bus' ? await this.#openBus(config.bus) : await this.#openDevice(config.device);
    const end = this.#parts.lifetime.hold(id, () => opened.close());
    this.#opened.set(id, { key, devices: opened.devices, lateBy: opened.lateBy, end });
  }

  #openDevice(device: WireDeviceConfig | PinsDeviceConfig) {
    return device.attach === 'pins' ? this.#openPinsDevice(device) : this.#openWireDevice(device);
  }

  async #openPinsDevice({ id, driver, settings }: PinsDeviceConfig) {
    const { lateBy, port, close } = await supervisePins<DeviceKind>({
      ...this.#surroundings(id),
      device: id,
      pins: this.#parts.pins(driver.pins(settings)),
      open: (context) => driver.open(settings, context),
    });
    this.#keep(driver.kind, id, port);
    return { lateBy, close, devices: [id] };
  }

  async #openWireDevice({ id, driver, settings, wire, line }: WireDeviceConfig) {
    const { lateBy, port, close } = await superviseDevice<DeviceKind>({
      ...this.#surroundings(id),
      device: id,
      wires: this.#parts.wires(wire, line),
      open: (context) => driver.open(settings, context),
    });
    this.#keep(driver.kind, id, port);
    return { lateBy, close, devices: [id] };
  }

  async #openBus({ id, wire, line, units }: BusConfig) {
    const bus = await superviseBus({
      ...this.#surroundings(id),
      bus: id,
      wires: this.#parts.wires(wire, line),
      line,
      loads: units.map(({ driver, settings }) => driver.load(settings)),
      units: units.map((unit) => ({
        device: unit.id,
        open: (context) => unit.driver.open(unit.settings, context),
      })),
    });
    for (const unit of units) {
      const opened = bus.units.get(unit.id);
      if (opened) this.#keep(unit.kind, unit.id, opened.port);
    }
    return { lateBy: bus.lateBy, close: () => bus.close(), devices: units.map((unit) => unit.id) };
  }

  #keep<K extends DeviceKind>(kind: K, id: string, port: DevicePorts[K]): void {
    const ports: Map<string, DevicePorts[K]> = this.#maps[kind];
    ports.set(id, port);
  }

  #surroundings(slot: string) {
    const { log, ports, health } = this.#parts;
    return { clock: this.#parts.clockOf(slot), log, ports, onHealth: health.report };
  }
}

/**
 * Opens and closes the drivers of these slots without a wire: what cannot be opened at all (a broken installation) is
 * known before anything is changed.
 *
 * @throws whatever the driver throws
 */
export async function tryDrivers(slots: readonly Slot[], { clock, log }: { readonly clock: Clock; readonly log: Log }) {
  const context = (device: string): DriverContext => ({ device, clock, log, condition() {} });
  for (const { config } of slots) {
    const devices: readonly (WireDeviceConfig | PinsDeviceConfig | UnitConfig)[] =
      config.kind === 'bus' ? config.bus.units : [config.device];
    for (const { id, driver, settings } of devices) await (await driver.open(settings, context(id))).close();
  }
}
