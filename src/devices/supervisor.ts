import { type Millis, seconds, sleep } from '../clock.ts';
import { asFault, messageOf } from '../errors.ts';
import type { DriverContext, WireDevice } from './driver.ts';
import type { DeviceHealth, DeviceKind, DevicePorts } from './kinds.ts';
import { type SupervisedWire, type SupervisorSurroundings, superviseWire } from './supervisor-wire.ts';
import type { WireFactory } from './wire/wire.ts';

export interface SuperviseDeviceOptions<K extends DeviceKind> extends SupervisorSurroundings {
  /** The device's id in the configuration. */
  readonly device: string;
  readonly wires: WireFactory;
  /** Opens the driver: `(context) => definition.open(settings, context)`. */
  open(context: DriverContext): Promise<WireDevice<K>>;
}

/** A device under supervision. */
export interface SupervisedDevice<K extends DeviceKind> {
  readonly port: DevicePorts[K];
  health(): DeviceHealth;
  /** How late its timers are. */
  readonly lateBy: SupervisedWire['lateBy'];
  /** Ends wire and device, goes on past a failing step, never rejects; one shared promise. */
  close(): Promise<void>;
}

/** How long a driver may take to close. */
const CLOSE_LIMIT: Millis = seconds(3);

/**
 * Opens a driver and keeps its wire open: opened again after each loss, in its own time, so that no device delays
 * another. A driver that throws loses its wire, nothing else.
 *
 * @throws LobbydError `device/driver` when the driver itself does not open (a broken installation)
 */
export async function superviseDevice<K extends DeviceKind>(
  options: SuperviseDeviceOptions<K>,
): Promise<SupervisedDevice<K>> {
  const { device: name, wires } = options;
  const opened: { device: WireDevice<K> | null } = { device: null };
  const supervised = superviseWire({
    ...options,
    name,
    onHealth: (health) => options.onHealth(health),
    begin(wire, report) {
      return opened.device?.begin(wire, report) ?? { onBytes() {}, end() {} };
    },
  });
  return openDriver(options, wires.name, supervised, async (context) => {
    opened.device = await options.open(context);
    return opened.device;
  });
}

/**
 * Opens a driver, and then what it lives on.
 *
 * @param port name of what it lives on
 * @throws LobbydError `device/driver`
 */
export async function openDriver<K extends DeviceKind>(
  surroundings: Pick<SupervisorSurroundings, 'clock' | 'log'> & { readonly device: string },
  port: string,
  supervised: SupervisedWire,
  open: (context: DriverContext) => Promise<Pick<WireDevice<K>, 'port' | 'close'>>,
): Promise<SupervisedDevice<K>> {
  const { device: name, log } = surroundings;
  const context = { device: name, clock: supervised.clock, log, condition: supervised.condition };
  const device = await open(context).catch((caught: unknown) => {
    throw asFault(caught, {
      code: 'device/driver',
      what: `the driver of ${name} does not open: ${messageOf(caught)}`,
      where: port,
      next: 'see whether the installation is whole (npm ci), and report it otherwise',
    });
  });
  supervised.start();
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await supervised.close();
    await closeDriver(name, device, surroundings);
  };
  return {
    port: device.port,
    health: supervised.health,
    lateBy: supervised.lateBy,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Closes a driver within {@link CLOSE_LIMIT}; what goes wrong is logged. */
export async function closeDriver(
  device: string,
  driver: { close(): Promise<void> },
  { clock, log }: Pick<SupervisorSurroundings, 'clock' | 'log'>,
): Promise<void> {
  const closed = (async () => driver.close())().then(
    () => true,
    (caught: unknown) => {
      log.error({ device, err: caught }, 'a driver did not close');
      return true;
    },
  );
  if (!(await Promise.race([closed, sleep(clock, CLOSE_LIMIT).then(() => false)]))) {
    log.error({ device }, `a driver did not close within ${CLOSE_LIMIT} ms`);
  }
}
