// From an event of the branch to its place on the front panel: the real demo, a browser slowed six times, presses at the
// kiosk. An event's `time` is when it was decided: the commit with its fsync, the broker and the stream are in the figure.
// After `npm run build`: node test/bench/paint.mjs [PRESSES]
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { WANTED } from '../../src/setup/packages.mjs';

const SLOWED = 6;
const GOAL_MS = 100;
const EVERY_MS = 400;
const BUTTONS = 12;
const presses = Number(process.argv[2] ?? 60);
const executablePath = WANTED.test.find(({ name }) => name === 'chromium')?.find();
if (!executablePath) {
  process.stdout.write('skipped: chromium is missing\n');
  process.exit(0);
}

const program = fileURLToPath(new URL('../../dist/src/demo/main.js', import.meta.url));
const demo = spawn(process.execPath, [program, '--port', '0', '--quiet'], { stdio: ['pipe', 'pipe', 'inherit'] });
const url = await new Promise((resolve) => {
  createInterface({ input: demo.stdout }).on('line', (line) => {
    const found = /The branch is at (http:\S+)/.exec(line)?.[1];
    if (found) resolve(found);
  });
});

/** Runs in the page, before its own script: notes when each event was decided, heard and painted. */
function watch() {
  const seen = [];
  globalThis.seenEvents = seen;
  const Stream = globalThis.EventSource;
  globalThis.EventSource = class extends Stream {
    constructor(...args) {
      super(...args);
      this.addEventListener('mqtt', ({ data }) => {
        const { time, data: told, type } = JSON.parse(JSON.parse(data).message.text);
        const heard = Date.now();
        const gist = told.label ?? told.device;
        // The page draws in the next frame; what is posted in that frame comes after its paint.
        requestAnimationFrame(() => {
          setTimeout(() => {
            const isShown = document.querySelector('.last-event')?.textContent?.includes(gist) ?? false;
            seen.push({ type, decided: Date.parse(time), heard, painted: Date.now(), isShown });
          });
        });
      });
    }
  };
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.addInitScript(watch);
const slow = await page.context().newCDPSession(page);
await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
await page.goto(url);
await page.locator('.service.on').first().waitFor({ timeout: 120_000 });
await page.evaluate(() => globalThis.seenEvents.splice(0));
for (let press = 0; press < presses; press += 1) {
  await page
    .locator('.service')
    .nth(press % BUTTONS)
    .click();
  await page.waitForTimeout(EVERY_MS);
}
await page.waitForTimeout(4 * EVERY_MS);
const seen = await page.evaluate(() => globalThis.seenEvents);
await browser.close();
demo.kill('SIGTERM');
await new Promise((resolve) => demo.once('close', resolve));

const share = (values, part) =>
  values.sort((one, other) => one - other)[Math.floor(values.length * part)] ?? Number.NaN;
const shown = seen.filter(({ isShown }) => isShown);
const whole = shown.map(({ decided, painted }) => painted - decided);
const drawn = seen.map(({ heard, painted }) => painted - heard);
process.stdout.write(
  `decided to painted, ${whole.length} events, browser slowed ${SLOWED} times: median ${share(whole, 0.5)} ms, ` +
    `p95 ${share(whole, 0.95)} ms (goal ${GOAL_MS}); of it heard to painted: p95 ${share(drawn, 0.95)} ms; ` +
    `${seen.length - shown.length} had given way to a newer event in the same frame\n`,
);
