import type { Config, WireDriver } from '../../../src/config/config.ts';
import type { TicketPrinter } from '../../../src/devices/kinds.ts';

/** Sees whether a driver is still clearing the line to its printer: nothing else shows that, and its time may not stand still. */
export interface PrinterWatch {
  /** The printer of the daemon that was opened last is there, but not ready yet. */
  isClearing(): boolean;
  /** The same configuration, with a printer that is watched. */
  watched(config: Config): Config;
}

/** Makes a {@link PrinterWatch} for a branch with one printer. */
export function printerWatch(): PrinterWatch {
  let printer: TicketPrinter | null = null;
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
    isClearing() {
      const readiness = printer?.readiness();
      return readiness?.kind === 'not-ready' && readiness.trouble === 'gone';
    },
    watched: (config) => ({
      ...config,
      wireDevices: config.wireDevices.map((device) => ({ ...device, driver: watched(device.driver) })),
    }),
  };
}
