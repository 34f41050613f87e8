import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../src/clock.fake.ts';
import { listeningContext } from '../src/devices/line-unit/bench.fake.ts';
import { catalogue } from './index.ts';

/** What a driver cannot do without. */
const LEAST = { bus: { address: 3 }, wire: {}, pins: { buttons: Array.from({ length: 8 }, (_, pin) => ({ pin })) } };

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('the catalogue', () => {
  it('lists exactly the drivers that have a folder, under the name of the folder', () => {
    expect(catalogue.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
  });

  it('names each driver by its kind first', () => {
    for (const { name, kind } of catalogue) expect(name.startsWith(`${kind}-`)).toBe(true);
  });

  it.each(folders)('finds settings, driver, emulator, vectors and a README in %s', (folder) => {
    for (const file of ['settings.ts', 'driver.ts', 'emulator.ts', 'vectors.json', 'README.md']) {
      expect(existsSync(`${import.meta.dirname}/${folder}/${file}`), file).toBe(true);
    }
  });

  it.each(catalogue)('describes every setting of $name', ({ settings }) => {
    const shape = (settings as unknown as { shape: Record<string, { description?: string }> }).shape;
    for (const [key, schema] of Object.entries(shape)) expect(schema.description, key).toMatch(/\.$/);
  });

  it('says of every panel how many buttons it has, and of every display how many characters it shows', () => {
    const limits = catalogue.map(({ name, attach, settings, limits: of }) => [
      name,
      of?.(settings.parse(LEAST[attach])),
    ]);
    expect(Object.fromEntries(limits)).toMatchObject({
      'panel-line': { buttons: 8 },
      'panel-gpio': { buttons: 8 },
      'display-alpha': { characters: 8 },
    });
  });

  it.each(catalogue.filter(({ attach }) => attach !== 'pins'))(
    'refuses a wrong speed of $name with the speeds that there are',
    ({ settings }) => {
      const issues = settings.safeParse({ baud: 38_401 }).error?.issues ?? [];
      expect(issues.find(({ path }) => path[0] === 'baud')).toMatchObject({ code: 'invalid_value' });
    },
  );

  it.each(catalogue)('opens and emulates $name, and its emulator lists what it knows', async (driver) => {
    const clock = fakeClock();
    const chosen = driver.settings.parse(LEAST[driver.attach]);
    const device = await driver.open(chosen, listeningContext(clock));
    const emulator = await driver.emulate(chosen, { clock, send() {}, onChange() {} });
    expect(emulator.act('no such action')).toEqual({ kind: 'refused', known: driver.emulatorActions });
    expect(JSON.parse(JSON.stringify(emulator.view()))).toEqual(emulator.view());
    emulator.close();
    await device.close();
    await clock.advance(0);
    expect(clock.pending()).toBe(0);
  });
});
