import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { emulatePrinter } from '../../../devices/printer-escpos/emulator.ts';
import { printerSettings } from '../../../devices/printer-escpos/settings.ts';
import type { EmulatorContext } from '../../../src/devices/driver.ts';
import type { Bench } from '../frame/bench.ts';
import { type Figure, notMeasured } from '../frame/figure.ts';
import { spreadOf } from '../frame/statistics.ts';
import { clock } from '../stand/branch-stand.ts';
import { closeLater } from '../stand/closing.ts';
import { PROGRAM, ROOT } from '../stand/places.ts';
import { openRawCommits } from '../stand/raw-commit.ts';

/** What is used of test/gpio/gpio-stand.mjs and kiosk-stand.mjs: plain JavaScript, which is not built. */
interface GpioModule {
  missingForStand(): string | null;
  openGpioStand(): Promise<{ readonly before: readonly string[]; close(): Promise<void> }>;
}
interface KioskModule {
  openKioskStand(parts: object): Promise<{ close(): Promise<void> }>;
  pressInTurn(gpio: object, kiosk: object, count: number, isOneByOne: boolean): Promise<{ readonly delays: number[] }>;
}

const ID = 'gpio-press';
const TITLE = 'edge of GPIO button → number at printer';
const BUTTONS = 8;
const RAW_A_ROUND = 10;

async function standOf<Module>(name: string): Promise<Module> {
  return (await import(pathToFileURL(join(ROOT, 'test/gpio', name)).href)) as Module;
}

/** How long is it from the edge of a button on a GPIO pin, through the kernel's sysfs, to the bytes that print its number? */
export const bench: Bench = {
  async run(context) {
    const { missingForStand, openGpioStand } = await standOf<GpioModule>('gpio-stand.mjs');
    const missing = missingForStand();
    if (missing !== null) return [notMeasured({ id: ID, title: TITLE, unit: 'ms' }, missing)];
    const { openKioskStand, pressInTurn } = await standOf<KioskModule>('kiosk-stand.mjs');
    const gpio = await openGpioStand();
    closeLater(() => gpio.close());
    const kiosk = await openKioskStand({
      program: PROGRAM,
      before: gpio.before,
      clock,
      emulatePrinter: (own: EmulatorContext) => emulatePrinter(printerSettings.parse({}), own),
    });
    closeLater(() => kiosk.close());
    const commits = openRawCommits(context.directory);
    await pressInTurn(gpio, kiosk, 4 * BUTTONS, true);
    const delays: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round < (context.isQuick ? 5 : 50); round += 1) {
      delays.push(...(await pressInTurn(gpio, kiosk, BUTTONS, true)).delays);
      for (let turn = 0; turn < RAW_A_ROUND; turn += 1) raw.push(commits.once());
    }
    return [figure(delays, raw)];
  },
};

function figure(delays: readonly number[], raw: readonly number[]): Figure {
  return {
    id: ID,
    title: TITLE,
    unit: 'ms',
    reading: spreadOf(delays),
    raw: { what: 'one SQLite commit', reading: spreadOf(raw) },
    goal: null,
    note: 'With onoff as it is on a chip in user space; the printer answers four questions before the number is sent.',
  };
}
