/** The demo as a newcomer uses it: the real process, and its page in Chromium. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_MAY_TAKE, type Demo, untilDevicesRun } from '../stand/demo.ts';
import { mayNotTrace } from '../stand/disk.ts';
import { lacks } from '../tools.ts';
import type { FrontPanel } from './front-panel.ts';
import { openPanelRoom, type PanelRoom } from './panel-room.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto', 'strace') || mayNotTrace();

describe.skipIf(isSkipped)('the demo in a browser', () => {
  let demo: Demo;
  let panel: FrontPanel;
  let page: Page;
  let room: PanelRoom;

  beforeAll(async () => {
    // Here the page moves as it does before a newcomer.
    room = await openPanelRoom({ look: { reducedMotion: 'no-preference' } });
    ({ demo, panel, page } = room);
  }, DEMO_MAY_TAKE);

  afterAll(async () => {
    await room?.close();
  }, 30_000);

  test('a press prints a ticket, next calls it, the display blinks the number, and MQTT tells it once', async () => {
    await panel.press('Personal cash');
    await panel.printed('A001');
    await panel.key(1, 'Pause/open');
    await panel.padSays(1, 'OPEN');
    await panel.key(1, 'Next');
    await panel.shows(1, 'A001');
    await panel.counter(1).getByRole('img', { name: 'Display: A001, blinking' }).waitFor();
    await panel.padSays(1, 'A001');
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
    await panel.fault('bus2/cable').click();
    await panel.alert(/bus2 is away/, 'lasts').waitFor();
    await panel.press('Personal cash');
    await panel.printed('A002');
    await panel.key(1, 'Next');
    await panel.padSays(1, 'A002');
    expect(await panel.counter(1).locator('.led').getAttribute('data-shows')).toBe('A001');
    await panel.fault('bus2/cable').click();
    await panel.shows(1, 'A002');
    await panel.alert(/bus2 is away/, 'over').waitFor();
    await panel.allIsWell();
  });

  test('after a kill -9 of the daemon the hall is as it was, and the page lived on', async () => {
    await panel.press('Personal transfer');
    await panel.printed('A501');
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    await panel.fault('daemon/killed').click();
    await page.locator('.daemon.stopped').waitFor();
    await page.locator('.daemon.running').waitFor();
    await panel.shows(1, 'A002');
    await panel.allIsWell();
    await untilDevicesRun(demo);
    await panel.press('Personal cash');
    await panel.printed('A003');
    await panel.key(2, 'Pause/open');
    await panel.padSays(2, 'OPEN');
    await panel.key(2, 'Next');
    await panel.shows(2, 'A501');
    await panel.shows(1, 'A002');
    expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
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
    expect(panel.outside).toEqual([]);
    expect(panel.wrong).toEqual([]);
  });
});
