import type { Config, WireDriver } from '../../../src/config/config.ts';
import type { TicketPrinter } from '../../../src/devices/kinds.ts';

/** Sees whether a driver is at a slip, or still clears the line to its printer: nothing else shows that, and its time may not stand still. */
export interface PrinterWatch {
  /** The printer of the daemon that was opened last is at a slip, or is there and not ready yet. */
  isBusy(): boolean;
  /** Records of these types are on disk. */
  wrote(types: readonly string[]): void;
  /** The same configuration, with a printer that is watched. */
  watched(config: Config): Config;
}

/**
 * Makes a {@link PrinterWatch} for a branch with one printer.
 *
 * @param onSlip a slip begins. Its driver may set no timer for that: it goes on with a question whose wire fell asleep before the answer
 */
export function printerWatch(onSlip: () => void): PrinterWatch {
  let printer: TicketPrinter | null = null;
  let isPrinting = false;
  const watched = (driver: WireDriver): WireDriver => {
    if (driver.kind !== 'printer') return driver;
    return {
      ...driver,
      async open(settings, context) {
        const device = await driver.open(settings, context);
        printer = device.port;
        return device;
      },
    };
  };
  return {
    isBusy() {
      const readiness = printer?.readiness();
      return isPrinting || (readiness?.kind === 'not-ready' && readiness.trouble === 'gone');
    },
    wrote(types) {
      for (const type of types) if (type.startsWith('print-')) isPrinting = type === 'print-started';
      if (types.includes('print-started')) onSlip();
    },
    watched: (config) => ({
      ...config,
      wireDevices: config.wireDevices.map((device) => ({ ...device, driver: watched(device.driver) })),
    }),
  };
}
