/** The front panel on screens of every width, and where a person's own colours replace its own: nothing is cut off, nothing is hidden. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../tools.ts';
import { closePages, leave, openShot } from './browser.ts';
import { keptSnapshot, serveFixedStage } from './fixed-stage.mjs';
import { LANGUAGES, type Shot } from './shots.mjs';

const isSkipped = lacks('chromium', 'Noto Sans CJK');
/** From the narrowest phone over tablets that stand and lie to the screen of a board room, each width at which the layout changes among them. */
const WIDTHS = [320, 360, 390, 640, 641, 768, 820, 960, 1024, 1133, 1180, 1248, 1249, 1280, 1366, 1920];
/** As long as a line of a pad can be. */
const LONGEST = 'PAUSED NO-SHOWS!';

/** What a browser has, and this program has not. */
interface Styles {
  getComputedStyle(element: unknown): { readonly backgroundColor: string };
}

describe.skipIf(isSkipped)('the front panel', () => {
  let stage: Awaited<ReturnType<typeof serveFixedStage>>;

  beforeAll(async () => {
    stage = await serveFixedStage();
  }, 60_000);

  afterAll(async () => {
    await closePages();
    await stage?.close();
  });

  /** The page is left afterwards, whatever was found: the demo serves few at once. */
  const onPage = async (look: Omit<Shot, 'light'>, use: (page: Page) => Promise<void>): Promise<void> => {
    const page = await openShot({ ...look, light: 'light' }, stage.url);
    try {
      await use(page);
    } finally {
      await leave(page);
    }
  };

  /** By how much something is wider than its place, pixels. */
  const beyond = (page: Page, place: string): Promise<number> =>
    page.locator(place).evaluateAll((all) => Math.max(...all.map((each) => each.scrollWidth - each.clientWidth)));

  test.each(LANGUAGES)('cuts nothing off at its right edge on a screen of any width: %s', async (language) => {
    await onPage({ size: 'desktop', language }, async (page) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const place of ['html', 'main', '.kiosk .lcd', '.card'])
          expect(await beyond(page, place), `${place} at ${width}`).toBeLessThanOrEqual(0);
      }
    });
  });

  test('shows the longest line of a pad whole, however narrow its card and whichever fixed-width font the machine has', async () => {
    await onPage({ size: 'desktop', language: 'en' }, async (page) => {
      stage.tell({ kind: 'view', device: 'keypad1', view: { line1: LONGEST, line2: '', isWaiting: false } });
      await page.locator('.pad-screen', { hasText: LONGEST }).waitFor();
      for (const font of ['', '"DejaVu Sans Mono", monospace']) {
        await page.evaluate(`document.documentElement.style.setProperty('--mono', '${font}')`);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          expect(await beyond(page, '.pad-screen'), `${font} at ${width}`).toBeLessThanOrEqual(0);
        }
      }
    });
  });

  test('fills the rows of counters alike where there is room for four side by side', async () => {
    await onPage({ size: 'desktop', language: 'en' }, async (page) => {
      await page.setViewportSize({ width: 1920, height: 1080 });
      const tops = await page.locator('.counter').evaluateAll((all) => all.map((each) => each.offsetTop));
      const rows = [...new Set(tops)].map((top) => tops.filter((each) => each === top).length);
      expect(rows.length).toBeGreaterThan(1);
      expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1);
    });
  });

  test.each(LANGUAGES)('shows everything at once on the screen of a board room: %s', async (language) => {
    await onPage({ size: 'desktop', language }, async (page) => {
      const bar = await page.locator('.dock').boundingBox();
      for (const place of ['.kiosk', '.slip >> nth=0', '.counter >> nth=-1', '.chart', '.legend', '.hall-table']) {
        const box = await page.locator(place).boundingBox();
        expect((box?.y ?? Number.NaN) + (box?.height ?? 0), place).toBeLessThanOrEqual(bar?.y ?? 0);
      }
      const hidden = await page.locator('main').evaluate((main) => main.scrollHeight - main.clientHeight);
      expect(hidden).toBeLessThanOrEqual(0);
    });
  });

  test('says what is on, lit and chosen where the colours are those of the person', async () => {
    await onPage({ size: 'desktop', language: 'en' }, async (page) => {
      await page.emulateMedia({ forcedColors: 'active' });
      const ground = (place: string): Promise<string> =>
        page
          .locator(place)
          .first()
          .evaluate((each) => (globalThis as unknown as Styles).getComputedStyle(each).backgroundColor);
      const { traffic } = keptSnapshot();
      const knob = '.top .switch .knob';
      stage.tell({ kind: 'traffic', traffic: { ...traffic, isOn: false } });
      await page.locator('.top .switch[aria-pressed="false"]').waitFor();
      const off = await ground(knob);
      stage.tell({ kind: 'traffic', traffic: { ...traffic, isOn: true } });
      await page.locator('.top .switch[aria-pressed="true"]').waitFor();
      expect(await ground(knob)).not.toBe(off);
      expect(await ground('.daemon .lamp')).not.toBe(await ground('.top'));
      expect(await ground('.service.on .lamp')).not.toBe(await ground('.service.on'));
      expect(await ground('.led')).not.toBe(await ground('.counter'));
      expect(await ground('.swatch.hue-0')).not.toBe(await ground('.swatch.hue-1'));
    });
  });

  test('tells at the kiosk that its card reader is away', async () => {
    await onPage({ size: 'desktop', language: 'en' }, async (page) => {
      const reader = keptSnapshot().kiosks[0]?.card?.reader ?? '';
      const text = { 'zh-CN': `${reader}：无连接`, en: `${reader} is away` };
      const alert = { id: 'card', device: reader, code: 'device-lost', text, since: 0, over: null };
      stage.tell({ kind: 'alert', alert });
      await page.locator('.kiosk .trouble', { hasText: text.en }).waitFor();
      stage.tell({ kind: 'alert', alert: { ...alert, over: 1_000 } });
      await page.locator('.kiosk .trouble').waitFor({ state: 'detached' });
    });
  });
});
