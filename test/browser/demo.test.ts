/**
 * The demo as a newcomer uses it, in Chromium. `LOBBYD_PICTURES=keep npx vitest run test/browser` writes
 * docs/images/front.png anew.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../built.ts';
import { lacks, pathOf } from '../tools.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat');
const PICTURE = fileURLToPath(new URL('../../docs/images/front.png', import.meta.url));

interface Demo {
  readonly url: string;
  readonly lines: readonly string[];
  type(line: string): void;
  stop(): Promise<number | null>;
}

async function startDemo(): Promise<Demo> {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(built('src/demo/main.ts')), '--port', '0'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => void child.once('close', (code) => resolve(code)));
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (line: string): void => {
      lines.push(line);
      const found = /The branch is at (http:\S+)/.exec(line);
      if (found?.[1]) resolve(found[1]);
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', hear);
    void ended.then(() => reject(new Error(`the demo did not start:\n${lines.join('\n')}`)));
  });
  return {
    url,
    lines,
    type: (line) => void child.stdin?.write(`${line}\n`),
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

const press = (page: Page, button: number) => page.click(`[data-press="panel1 ${button}"]`);
const key = (page: Page, counter: number, name: string) => page.click(`[data-key="counter${counter} ${name}"]`);
const shows = (page: Page, counter: number, text: string) =>
  page.locator(`#counter-counter${counter} .led`, { hasText: new RegExp(`^\\s*${text}\\s*$`) }).waitFor();
const padSays = (page: Page, counter: number, text: string) =>
  page.locator(`#counter-counter${counter} .screen`, { hasText: text }).waitFor();
/** The newest slip on top. */
const printed = (page: Page, label: string) =>
  page.locator('#paper > div:first-child svg title', { hasText: label }).waitFor({ state: 'attached' });

/** A hall at work: counters open, one customer just called. */
async function takePicture(page: Page): Promise<void> {
  for (const counter of [3, 4, 6]) await key(page, counter, 'pause');
  for (const [button, label] of [
    [5, 'B'],
    [1, 'A005'],
    [7, 'D001'],
  ] as const) {
    await press(page, button);
    await printed(page, label);
  }
  await key(page, 6, 'next');
  await key(page, 9, 'pause');
  await padSays(page, 9, 'OPEN');
  await key(page, 9, 'next');
  await shows(page, 9, 'D001');
  await page.screenshot({ path: PICTURE });
}

describe.skipIf(isSkipped)('the demo in a browser', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  const outside: string[] = [];
  const wrong: string[] = [];

  beforeAll(async () => {
    demo = await startDemo();
    browser = await chromium.launch({ executablePath: pathOf('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.setDefaultTimeout(40_000);
    page.on('request', (request) => {
      if (!request.url().startsWith(demo.url) && !request.url().startsWith('data:')) outside.push(request.url());
    });
    page.on('pageerror', (fault) => wrong.push(fault.message));
    await page.goto(demo.url);
    await page.waitForSelector('.kiosk-buttons .lamp.on');
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  }, 30_000);

  test('a press prints a ticket, next calls it, the display blinks the number', async () => {
    await press(page, 1);
    await printed(page, 'A001');
    await key(page, 1, 'pause');
    await padSays(page, 1, 'OPEN');
    await key(page, 1, 'next');
    await shows(page, 1, 'A001');
    await page.locator('#counter-counter1 .led.blinking').waitFor();
    await padSays(page, 1, 'A001');
    // MQTT goes its own way: the pad may be earlier.
    await page.locator('#events summary', { hasText: 'ticket-called' }).waitFor();
    const events = await page.locator('#events summary').allTextContents();
    expect(events.filter((text) => /ticket-called.*A001/.test(text))).toHaveLength(1);
    const now = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit' }).format(new Date());
    expect([now, String((Number(now) + 23) % 24).padStart(2, '0')]).toContain(events[0]?.slice(0, 2));
  });

  test('a display that was pulled shows the right number when it is back', async () => {
    demo.type('display1 pull');
    await press(page, 1);
    await printed(page, 'A002');
    await key(page, 1, 'next');
    await padSays(page, 1, 'A002');
    demo.type('display1 plug');
    await shows(page, 1, 'A002');
  });

  test('after a kill -9 of the daemon the hall is as it was', async () => {
    const pid = Number(/process (\d+)/.exec((await page.textContent('#daemon')) ?? '')?.[1]);
    process.kill(pid, 'SIGKILL');
    await page.locator('#daemon', { hasText: new RegExp(`runs as process (?!${pid}\\.)`) }).waitFor();
    await page.waitForSelector('.kiosk-buttons .lamp.on');
    await press(page, 1);
    await printed(page, 'A003');
    await key(page, 2, 'pause');
    await padSays(page, 2, 'OPEN');
    await key(page, 2, 'next');
    await shows(page, 2, 'A003');
    await shows(page, 1, 'A002');
  });

  test('nothing is asked from elsewhere, and the page has no fault', async () => {
    if (process.env.LOBBYD_PICTURES === 'keep') await takePicture(page);
    expect(outside).toEqual([]);
    expect(wrong).toEqual([]);
  });
});
