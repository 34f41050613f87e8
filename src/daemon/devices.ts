import type { HealthRecorder } from '../branch/health-recorder.ts';
import type { Clock } from '../clock.ts';
import type { BusConfig, Config, PinsDeviceConfig, WireDeviceConfig } from '../config/config.ts';
import type { WireConfig } from '../config/schema/wire.ts';
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
import type { Devices } from './people.ts';

export interface DevicesParts {
  readonly config: Config;
  readonly clock: Clock;
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

/** Wires of this machine: serial ports and TCP. */
export function systemWires(clock: Clock, log: Log): (wire: WireConfig, line: LineSettings) => WireFactory {
  return (wire, line) =>
    wire.kind === 'serial'
      ? serialWires({ path: wire.path, line, clock, log })
      : tcpWires({ host: wire.host, port: wire.port, clock });
}

/**
 * Puts every device and every bus under its supervisor. Returns at once with the ports of all devices: they take what is
 * shown and printed from now on, whether their wires are there or not.
 */
export async function openDevices(parts: DevicesParts): Promise<Devices> {
  const devices: { readonly [K in DeviceKind]: Map<string, DevicePorts[K]> } = {
    printer: new Map(),
    display: new Map(),
    keypad: new Map(),
    panel: new Map(),
  };
  const keep = <K extends DeviceKind>(kind: K, id: string, port: DevicePorts[K]): void => {
    const ports: Map<string, DevicePorts[K]> = devices[kind];
    ports.set(id, port);
  };
  await Promise.all([
    ...parts.config.wireDevices.map((device) => openWireDevice(parts, device, keep)),
    ...parts.config.buses.map((bus) => openBus(parts, bus, keep)),
    ...parts.config.pinsDevices.map((device) => openPinsDevice(parts, device, keep)),
  ]);
  return devices;
}

type Keep = <K extends DeviceKind>(kind: K, id: string, port: DevicePorts[K]) => void;

async function openWireDevice(parts: DevicesParts, { id, driver, settings, wire, line }: WireDeviceConfig, keep: Keep) {
  const supervised = await superviseDevice<DeviceKind>({
    ...surroundings(parts),
    device: id,
    wires: parts.wires(wire, line),
    open: (context) => driver.open(settings, context),
  });
  keep(driver.kind, id, supervised.port);
  parts.lifetime.hold(id, () => supervised.close());
}

async function openPinsDevice(parts: DevicesParts, { id, driver, settings }: PinsDeviceConfig, keep: Keep) {
  const supervised = await supervisePins<DeviceKind>({
    ...surroundings(parts),
    device: id,
    pins: parts.pins(driver.pins(settings)),
    open: (context) => driver.open(settings, context),
  });
  keep(driver.kind, id, supervised.port);
  parts.lifetime.hold(id, () => supervised.close());
}

async function openBus(parts: DevicesParts, { id, wire, line, units }: BusConfig, keep: Keep) {
  const bus = await superviseBus({
    ...surroundings(parts),
    bus: id,
    wires: parts.wires(wire, line),
    line,
    units: units.map((unit) => ({
      device: unit.id,
      open: (context) => unit.driver.open(unit.settings, context),
    })),
  });
  for (const unit of units) {
    const opened = bus.units.get(unit.id);
    if (opened) keep(unit.kind, unit.id, opened.port);
  }
  parts.lifetime.hold(id, () => bus.close());
}

function surroundings({ clock, log, health, ports }: DevicesParts) {
  return { clock, log, ports, onHealth: health.report };
}
