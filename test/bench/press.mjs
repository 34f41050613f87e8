// From the edge of a GPIO button to the bytes that print its number: through the kernel's side of sysfs (test/gpio), onoff,
// panel, queue, journal with its fsync, spooler and printer session of the released daemon. Needs root and /dev/fuse.
// After `npm run build`: node test/bench/press.mjs [PRESSES]
import { fileURLToPath } from 'node:url';
import { emulatePrinter } from '../../dist/devices/printer-escpos/emulator.js';
import { printerSettings } from '../../dist/devices/printer-escpos/settings.js';
import { systemClock } from '../../dist/src/clock.js';
import { missingForStand, openGpioStand } from '../gpio/gpio-stand.mjs';
import { openKioskStand, pressInTurn } from '../gpio/kiosk-stand.mjs';

const WARM_UP = 32;
const presses = Number(process.argv[2] ?? 400);
const program = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

const missing = missingForStand();
if (missing !== null) {
  process.stdout.write(`skipped: ${missing}\n`);
  process.exit(0);
}
const gpio = await openGpioStand();
const kiosk = await openKioskStand({
  program,
  before: gpio.before,
  clock: systemClock(() => true),
  emulatePrinter: (context) => emulatePrinter(printerSettings.parse({}), context),
});
await pressInTurn(gpio, kiosk, WARM_UP, true);
const { delays } = await pressInTurn(gpio, kiosk, presses, true);
await kiosk.close();
await gpio.close();
delays.sort((one, other) => one - other);
const at = (share) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))].toFixed(1);
process.stdout.write(
  `edge to print command, ${delays.length} presses one by one: median ${at(0.5)} ms, p99 ${at(0.99)} ms\n`,
);
