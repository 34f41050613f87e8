/** The demo as a newcomer uses it: the real process, and its page in Chromium. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from '../stand/demo.ts';
import { mayNotTrace } from '../stand/disk.ts';
import { lacks, pathOf } from '../tools.ts';
import { launch } from './shots.mjs';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto', 'strace') || mayNotTrace();

describe.skipIf(isSkipped)('the demo in a browser', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  const outside: string[] = [];
  const wrong: string[] = [];

  const counter = (number: number): Locator => page.getByRole('listitem', { name: `Counter ${number}`, exact: true });
  const press = (service: string) => page.getByRole('button', { name: `${service} lamp on`, exact: true }).click();
  const key = (number: number, name: string) => counter(number).getByRole('button', { name, exact: true }).click();
  const shows = (number: number, text: string) =>
    counter(number)
      .getByRole('img', { name: new RegExp(`^Display: ${text}(?:, blinking)?$`) })
      .waitFor();
  const padSays = (number: number, text: string) => counter(number).locator('.pad-screen', { hasText: text }).waitFor();
  /** The newest slip on top. */
  const printed = (label: string) => page.locator('.slip:first-child', { hasText: label }).waitFor();
  const kioskIsReady = () => page.locator('.service.on').first().waitFor();
  /** Nothing lasts that a person would have to look at: on a busy machine devices may be late in the beginning. */
  const allIsWell = async (): Promise<void> => {
    await kioskIsReady();
    await page.locator('.badge').waitFor({ state: 'detached' });
  };
  const fault = (id: string): Locator => page.locator(`[data-fault="${id}"]`);
  const alert = (text: RegExp, how: 'lasts' | 'over') => page.locator(`.alerts .${how}`, { hasText: text }).first();

  beforeAll(async () => {
    demo = await startDemo(['--quiet']);
    browser = await launch(pathOf('chromium'));
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    page.setDefaultTimeout(40_000);
    page.on('request', (request) => {
      if (!request.url().startsWith(demo.url)) outside.push(request.url());
    });
    page.on('pageerror', (thrown) => wrong.push(thrown.message));
    await page.goto(demo.url);
    await allIsWell();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  }, 30_000);

  test('a press prints a ticket, next calls it, the display blinks the number, and MQTT tells it once', async () => {
    await press('Personal cash');
    await printed('A001');
    await key(1, 'Pause/open');
    await padSays(1, 'OPEN');
    await key(1, 'Next');
    await shows(1, 'A001');
    await counter(1).getByRole('img', { name: 'Display: A001, blinking' }).waitFor();
    await padSays(1, 'A001');
    await page.getByRole('button', { name: 'MQTT events' }).click();
    await page.getByRole('searchbox', { name: 'Filter' }).fill('ticket-called');
    const rows = page.locator('.events li');
    await rows.filter({ hasText: 'A001' }).first().waitFor();
    expect(await rows.count()).toBe(1);
    const now = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit' }).format(new Date());
    const told = (await rows.locator('time').textContent())?.slice(0, 2);
    expect([now, String((Number(now) + 23) % 24).padStart(2, '0')]).toContain(told);
    await page.keyboard.press('Escape');
  });

  test('a display whose cable was pulled shows the right number when it is back', async () => {
    await page.getByRole('button', { name: /^Faults/ }).click();
    await fault('bus2/cable').click();
    await alert(/bus2 is away/, 'lasts').waitFor();
    await press('Personal cash');
    await printed('A002');
    await key(1, 'Next');
    await padSays(1, 'A002');
    expect(await counter(1).locator('.led').getAttribute('data-shows')).toBe('A001');
    await fault('bus2/cable').click();
    await shows(1, 'A002');
    await alert(/bus2 is away/, 'over').waitFor();
    await allIsWell();
  });

  test('after a kill -9 of the daemon the hall is as it was, and the page lived on', async () => {
    await press('Personal transfer');
    await printed('A501');
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    await fault('daemon/killed').click();
    await page.locator('.daemon.stopped').waitFor();
    await page.locator('.daemon.running').waitFor();
    await shows(1, 'A002');
    await allIsWell();
    await press('Personal cash');
    await printed('A003');
    await key(2, 'Pause/open');
    await padSays(2, 'OPEN');
    await key(2, 'Next');
    await shows(2, 'A501');
    await shows(1, 'A002');
    expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  });

  // Every other switch is gone through without a browser (test/e2e/switches), and drawn from a kept moment (panel).
  test('a printer without paper says so by its lamp, the kiosk by its lamps, lobbyd in words, until there is paper again', async () => {
    const outOfPaper = fault('printer1/paper-out');
    const said = /printer1: out of paper/;
    await outOfPaper.click();
    await page.locator('.printer-body', { hasText: 'no paper' }).waitFor();
    await alert(said, 'lasts').waitFor();
    await page.locator('.papers .trouble', { hasText: said }).waitFor();
    expect(await outOfPaper.getAttribute('aria-pressed')).toBe('true');
    await page.locator('.service.off').first().waitFor();
    expect(await page.locator('.service.on').count()).toBe(0);
    await outOfPaper.click();
    await alert(said, 'over').waitFor();
    await page.locator('.papers .trouble', { hasText: said }).waitFor({ state: 'detached' });
    expect(await outOfPaper.getAttribute('aria-pressed')).toBe('false');
    await kioskIsReady();
  });

  test('a mute keypad lights the lamp of its switch, is told of at its counter, and has an end', async () => {
    const mute = fault('keypad3/mute');
    const said = /keypad3 is away/;
    await mute.click();
    await mute.locator('.said').waitFor();
    await alert(said, 'lasts').waitFor();
    await counter(3).locator('.trouble', { hasText: said }).waitFor();
    await mute.click();
    await alert(said, 'over').waitFor();
    await mute.locator('.said').waitFor({ state: 'detached' });
    await allIsWell();
  });

  test('people who act by themselves take over the counters, and stop when they are told to', async () => {
    const traffic = page.getByRole('button', { name: 'Traffic' });
    const closed = () => page.locator('.pad-screen', { hasText: 'CLOSED' }).count();
    const before = await closed();
    expect(before).toBeGreaterThan(3);
    await traffic.click();
    // The first teller comes within moments, the last one within a minute and a half.
    await expect.poll(closed, { timeout: 110_000 }).toBeLessThan(before);
    await traffic.click();
    await page.getByRole('button', { name: 'Traffic', pressed: false }).waitFor();
    expect(await page.locator('path.people').getAttribute('d')).toMatch(/^M/);
  }, 120_000);

  test('nothing is asked from elsewhere, and the page has no fault', () => {
    expect(outside).toEqual([]);
    expect(wrong).toEqual([]);
  });
});
