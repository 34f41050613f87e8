import { z } from 'zod';
import type { AnyDriver } from '../../devices/driver.ts';
import { nearest } from '../problems.ts';
import { id, reference } from './values.ts';
import { type WireConfig, wireSchema } from './wire.ts';

/** A device of a branch file. Settings are already what its driver's schema made of them. */
export type DeviceEntry =
  | { readonly id: string; readonly driver: string; readonly wire: WireConfig; readonly settings: unknown }
  | { readonly id: string; readonly driver: string; readonly bus: string; readonly settings: unknown }
  /** On pins of this machine, which its settings name. */
  | { readonly id: string; readonly driver: string; readonly settings: unknown };

/**
 * The schema of one device: a branch for each driver of the catalogue, chosen by `driver`, so that wire, bus and
 * settings are checked as that driver wants them.
 */
export function deviceSchema(catalogue: readonly AnyDriver[]): z.ZodType<DeviceEntry> {
  const names = catalogue.map(({ name }) => name);
  const [first, ...others] = catalogue.map(optionOf);
  if (!first) return z.never({ error: () => 'no device: this program has no drivers' });
  return z
    .discriminatedUnion('driver', [first, ...others], {
      error: (issue) => (issue.code === 'invalid_union' ? driverExpected(issue.input, names) : undefined),
    })
    .describe('A device: printer, panel, keypad, display, card reader, scanner of codes.');
}

function optionOf(driver: AnyDriver) {
  const common = {
    id: id('Id by which counters, kiosks, topics and logs refer to it.'),
    driver: z.literal(driver.name).describe(`${driver.summary} A ${driver.kind}.`),
    settings: settingsOf(driver).prefault({}),
  };
  switch (driver.attach) {
    case 'wire':
      return z.strictObject({ ...common, wire: wireSchema });
    case 'bus':
      return z.strictObject({ ...common, bus: reference('The bus that it hangs on.', 'a bus') });
    case 'pins':
      return z.strictObject(common);
  }
}

/** A driver's own schema, closed: a setting that it does not know is a typing error, not a wish to be passed over. */
function settingsOf(driver: AnyDriver): z.ZodType {
  const schema: z.ZodType = driver.settings;
  const isOpen = schema instanceof z.ZodObject && schema.def.catchall === undefined;
  return (isOpen ? schema.strict() : schema).describe(`Settings of a ${driver.name}.`);
}

function driverExpected(device: unknown, names: readonly string[]): string {
  const name = typeof device === 'object' && device !== null && 'driver' in device ? device.driver : '';
  return nearest(typeof name === 'string' ? name : '', names, 'the name of a driver');
}
