import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { catalogue } from './index.ts';

const units = catalogue.flatMap((driver) => (driver.attach === 'bus' ? [driver] : []));

describe('the framing of a unit on a bus', () => {
  it.each(units)('of $name is 7E1 as a technician writes it, with and without quotation marks', (driver) => {
    for (const written of ['7E1', '"7E1"', '7e1']) {
      const settings = driver.settings.parse({ address: 3, line: parseDocument(written).toJS() });
      expect(driver.lineSettings(settings), written).toMatchObject({ dataBits: 7, parity: 'even', stopBits: 1 });
    }
  });

  it.each(units)('of $name is no other number', (driver) => {
    const { error } = driver.settings.safeParse({ address: 3, line: 71 });
    expect(error?.issues).toMatchObject([{ code: 'invalid_value', path: ['line'] }]);
  });

  it.each([
    ['display-alpha', '7E1', 7],
    ['keypad-line', '8N1', 8],
  ])('of %s is %s when nothing is set, and editors say so', (name, usual, dataBits) => {
    const driver = units.find((unit) => unit.name === name) ?? expect.unreachable();
    expect(driver.lineSettings(driver.settings.parse({ address: 3 }))).toMatchObject({ dataBits });
    const { properties } = z.toJSONSchema(driver.settings, { io: 'input' });
    expect(properties?.line).toMatchObject({ type: 'string', default: usual });
  });
});
