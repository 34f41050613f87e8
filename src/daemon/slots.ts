import type { BusConfig, Config, KioskConfig, PinsDeviceConfig, WireDeviceConfig } from '../config/config.ts';

/** What is opened and closed as one: a device with a wire or pins of its own, or a bus with all its units. */
export interface Slot {
  /** Of the device or the bus. */
  readonly id: string;
  /**
   * The same text for the same device with the same settings in the same use. Otherwise it is opened anew: an input that
   * begins to work for another counter must get the presses that the one before it did not answer.
   */
  readonly key: string;
  readonly config:
    | { readonly kind: 'device'; readonly device: OwnDevice }
    | { readonly kind: 'bus'; readonly bus: BusConfig };
}

/** A device that shares what it hangs on with nobody. */
type OwnDevice = WireDeviceConfig | PinsDeviceConfig;

/** All slots of a configuration. */
export function slotsOf(config: Config): readonly Slot[] {
  return [
    ...ownDevices(config).map(
      (device): Slot => ({ id: device.id, key: deviceKey(config, device), config: { kind: 'device', device } }),
    ),
    ...config.buses.map((bus): Slot => ({ id: bus.id, key: busKey(config, bus), config: { kind: 'bus', bus } })),
  ];
}

/** Key of the slot that a device hangs on; null when the configuration has no such device. */
export function slotKeyOf(config: Config, device: string): string | null {
  const own = ownDevices(config).find(({ id }) => id === device);
  if (own) return deviceKey(config, own);
  const bus = config.buses.find(({ units }) => units.some(({ id }) => id === device));
  return bus ? busKey(config, bus) : null;
}

/** Slots of `after` that are new, or other than they were. */
export function changedSlots(before: Config, after: Config): readonly Slot[] {
  const keys = new Map(slotsOf(before).map(({ id, key }) => [id, key]));
  return slotsOf(after).filter(({ id, key }) => keys.get(id) !== key);
}

function ownDevices({ wireDevices, pinsDevices }: Config): readonly OwnDevice[] {
  return [...wireDevices, ...pinsDevices];
}

function deviceKey(config: Config, device: OwnDevice): string {
  const way = device.attach === 'pins' ? null : [device.wire, device.line];
  return JSON.stringify([device.driver.name, device.settings, way, useOf(config, device.id)]);
}

function busKey(config: Config, { wire, line, units }: BusConfig): string {
  const unitKeys = units.map(({ id, driver, settings }) => [id, driver.name, settings, useOf(config, id)]);
  return JSON.stringify([wire, line, unitKeys]);
}

/** Whose input a device is. Outputs are led by whoever holds them and need no new start. */
function useOf(config: Config, device: string): unknown {
  const counter = config.counters.find(({ keypad }) => keypad === device);
  if (counter) return counter.rules.id;
  const kiosk = config.kiosks.find(({ panel }) => panel === device);
  // The kiosk asks its printer before it takes a press, and its reader who comes: another of them is another kiosk.
  if (kiosk)
    return [kiosk, keyOf(config, kiosk.printer), keyOf(config, kiosk.card?.reader ?? null), cardsOf(config, kiosk)];
  return config.kiosks.find(({ card }) => card?.reader === device)?.id ?? null;
}

function keyOf(config: Config, device: string | null): string | null {
  return device === null ? null : slotKeyOf(config, device);
}

/** What cards say at a kiosk that has a reader. */
function cardsOf({ cards, segments }: Config, { card }: KioskConfig): unknown {
  return card && [cards, segments[0]?.id];
}
