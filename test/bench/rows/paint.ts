import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Bench } from '../frame/bench.ts';
import { atMost, type Figure, notMeasured } from '../frame/figure.ts';
import { percentile, spreadOf } from '../frame/statistics.ts';
import { closeLater } from '../stand/closing.ts';
import { missing } from '../stand/places.ts';

const NAMED = { id: 'paint', title: 'event decided → painted, page slowed 6 ×', unit: 'ms' } as const;
const GOAL = 'p95 ≤ 100 ms';
/** Debian's. */
const CHROMIUM = '/usr/bin/chromium';
const SLOWED = 6;
const GOAL_MS = 100;
const EVERY_MS = 400;
const BUTTONS = 12;
const DEMO = fileURLToPath(new URL('../../../src/demo/main.js', import.meta.url));

/** One event as the page met it, Unix ms. */
interface Met {
  readonly decided: number;
  readonly heard: number;
  readonly painted: number;
  readonly isShown: boolean;
}

/** Runs in the page before its own script: notes when each event was decided, heard and painted. What is posted in a frame comes after its paint. */
const WATCH = `
  globalThis.metEvents = [];
  const Stream = globalThis.EventSource;
  globalThis.EventSource = class extends Stream {
    constructor(...args) {
      super(...args);
      this.addEventListener('mqtt', ({ data }) => {
        const { time, data: told } = JSON.parse(JSON.parse(data).message.text);
        const heard = Date.now();
        requestAnimationFrame(() => setTimeout(() => {
          const isShown = document.querySelector('.last-event')?.textContent?.includes(told.label ?? told.device) ?? false;
          globalThis.metEvents.push({ decided: Date.parse(time), heard, painted: Date.now(), isShown });
        }));
      });
    }
  };`;
const FRAME = `new Promise((done) => {
  const began = performance.now();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
})`;

/** How long after the branch has decided an event does the front panel show it, in a browser that is slowed as a small computer is? */
export const bench: Bench = {
  async run({ isQuick }) {
    if (!existsSync(CHROMIUM)) return [notMeasured(NAMED, missing('Chromium'), GOAL)];
    const url = await startDemo();
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    closeLater(() => browser.close());
    const met = await pressAndWatch(browser, url, isQuick ? 20 : 80);
    return [figure(met, await bareFrames(browser, isQuick ? 20 : 80))];
  },
};

async function startDemo(): Promise<string> {
  const demo = spawn(process.execPath, [DEMO, '--port', '0', '--quiet'], { stdio: ['pipe', 'pipe', 'inherit'] });
  closeLater(async () => {
    const ended = new Promise((resolve) => demo.once('close', resolve));
    demo.kill('SIGTERM');
    await ended;
  });
  return new Promise((resolve, reject) => {
    demo.once('close', () => reject(new Error('the demo ended before it had an address')));
    createInterface({ input: demo.stdout }).on('line', (line) => {
      const found = /The branch is at (http:\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
}

async function slowPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  return page;
}

async function pressAndWatch(browser: Browser, url: string, presses: number): Promise<readonly Met[]> {
  const page = await slowPage(browser);
  await page.addInitScript({ content: WATCH });
  await page.goto(url);
  await page.locator('.service.on').first().waitFor({ timeout: 120_000 });
  const spots = await buttonsOn(page);
  await page.evaluate('globalThis.metEvents.splice(0)');
  for (let press = 0; press < presses; press += 1) {
    const { x, y } = spots[press % spots.length] ?? { x: 0, y: 0 };
    await page.mouse.click(x, y);
    await page.waitForTimeout(EVERY_MS);
  }
  await page.waitForTimeout(4 * EVERY_MS);
  const met = (await page.evaluate('globalThis.metEvents')) as readonly Met[];
  await page.close();
  return met;
}

/** Where a finger would press: a locator's click looks at the page from within, in the time that is measured. */
async function buttonsOn(page: Page): Promise<readonly { readonly x: number; readonly y: number }[]> {
  const boxes = await Promise.all((await page.locator('.service').all()).map((button) => button.boundingBox()));
  const spots = boxes.flatMap((box) => (box ? [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }] : []));
  if (spots.length < BUTTONS) throw new Error(`the front panel shows ${spots.length} of ${BUTTONS} buttons`);
  return spots.slice(0, BUTTONS);
}

/** How long a page with nothing on it waits for its next frame. */
async function bareFrames(browser: Browser, count: number): Promise<readonly number[]> {
  const page = await slowPage(browser);
  const frames: number[] = [];
  for (let frame = 0; frame < count; frame += 1) frames.push(Number(await page.evaluate(FRAME)));
  await page.close();
  return frames;
}

function figure(met: readonly Met[], frames: readonly number[]): Figure {
  const shown = met.filter(({ isShown }) => isShown);
  const waits = shown.map(({ decided, painted }) => painted - decided).toSorted((one, other) => one - other);
  const drawn = met.map(({ heard, painted }) => painted - heard).toSorted((one, other) => one - other);
  const p95 = percentile(waits, 0.95);
  const hidden = met.length - shown.length;
  return {
    ...NAMED,
    reading: spreadOf(waits),
    raw: { what: 'the next frame of an empty page, slowed alike', reading: spreadOf(frames) },
    goal: atMost(GOAL, p95, GOAL_MS),
    note: `p95 ${p95.toFixed(0)} ms, of it ${percentile(drawn, 0.95).toFixed(0)} ms from the stream to the paint; fsync, broker and stream are in it. A number a press, ${1_000 / EVERY_MS} presses a second. ${hidden} events had given way to a newer one in the same frame.`,
  };
}
