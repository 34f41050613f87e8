import type { DriverContext, PinsDevice, PinsLink } from './driver.ts';
import type { DeviceKind } from './kinds.ts';
import { openDriver, type SupervisedDevice } from './supervisor.ts';
import {
  type LifeEnd,
  type LifeHooks,
  type OpenedLife,
  type SupervisorSurroundings,
  supervise,
} from './supervisor-wire.ts';
import type { PinsFactory } from './wire/gpio.ts';

export interface SupervisePinsOptions<K extends DeviceKind> extends SupervisorSurroundings {
  /** The device's id in the configuration. */
  readonly device: string;
  readonly pins: PinsFactory;
  /** Opens the driver: `(context) => definition.open(settings, context)`. */
  open(context: DriverContext): Promise<PinsDevice<K>>;
}

/**
 * As `superviseDevice`, for a device on pins of this machine.
 *
 * @throws LobbydError `device/driver` when the driver itself does not open (a broken installation)
 */
export async function supervisePins<K extends DeviceKind>(
  options: SupervisePinsOptions<K>,
): Promise<SupervisedDevice<K>> {
  const opened: { device: PinsDevice<K> | null } = { device: null };
  const supervised = supervise({
    ...options,
    name: options.device,
    port: options.pins.name,
    onHealth: (health) => options.onHealth(health),
    open: (hooks) => openLife(options, hooks, () => opened.device),
  });
  return openDriver(options, options.pins.name, supervised, async (context) => {
    opened.device = await options.open(context);
    return opened.device;
  });
}

async function openLife<K extends DeviceKind>(
  { pins, ports, device: name }: SupervisePinsOptions<K>,
  { onClosed, guard }: LifeHooks,
  device: () => PinsDevice<K> | null,
): Promise<LifeEnd> {
  let link: PinsLink | null = null;
  const end = await pins.open({
    onButton: (button, change) => guard('button', () => link?.onButton(button, change)),
    onClosed,
  });
  if (end.kind === 'refused') return end;
  const entry = ports?.add(end.pins.name, name);
  const life: OpenedLife = {
    begin(report) {
      link = device()?.begin(end.pins, end.standing, report) ?? null;
    },
    end(reason) {
      entry?.remove();
      link?.end(reason);
    },
    close: () => void end.pins.close(),
  };
  return { kind: 'open', life };
}
