/** The front panel for whoever does not see it well, or not at all: WCAG 2.2 AA, in every size, language and light. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks, pathOf } from '../tools.ts';
import { serveFixedStage, troubled } from './fixed-stage.mjs';
import { LANGUAGES, LIGHTS, launch, openShot, type Shot, SIZES } from './shots.mjs';

const isSkipped = lacks('chromium', 'Noto Sans CJK');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type Rules = readonly string[] | { readonly type: 'rule'; readonly values: readonly string[] };
/** Light and dark are one page in other colours. */
const rulesFor = (light: Shot['light']): Rules =>
  light === 'light' ? RULES : { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds within a place, one line each: rule and place. What is right it need not write up. */
async function violations(page: Page, within: string, rules: Rules): Promise<readonly string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(AXE);
  return await page.evaluate(
    async ({ place, runOnly }) => {
      const { axe } = globalThis as unknown as {
        axe: {
          run(
            context: string,
            options: object,
          ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[] }>;
        };
      };
      const { violations: found } = await axe.run(place, { runOnly, resultTypes: ['violations'] });
      return found.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${String(node.target)}: ${node.failureSummary}`),
      );
    },
    { place: within, runOnly: rules },
  );
}

const SIZE_NAMES = Object.keys(SIZES) as (keyof typeof SIZES)[];
const looks = SIZE_NAMES.flatMap((size) =>
  LANGUAGES.flatMap((language) => LIGHTS.map((light): Shot => ({ size, language, light }))),
);

describe.skipIf(isSkipped)('the front panel, read by axe', () => {
  let stage: Awaited<ReturnType<typeof serveFixedStage>>;
  let browser: Browser;

  beforeAll(async () => {
    stage = await serveFixedStage(troubled());
    browser = await launch(pathOf('chromium'));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  /** The page is gone afterwards, whatever was found: the demo serves few at once. */
  const onPage = async (look: Shot, use: (page: Page) => Promise<void>): Promise<void> => {
    const page = await openShot(browser, look, stage.url);
    try {
      await use(page);
    } finally {
      await page.context().close();
    }
  };

  test.each(looks)('has no violation: $size, $language, $light', async (look) => {
    await onPage(look, async (page) => {
      await page.locator('.hall-table summary').click();
      await page.locator('.hall-table table').waitFor();
      await page.locator('[aria-controls="drawer-faults"]').click();
      expect(await violations(page, 'html', rulesFor(look.light))).toEqual([]);
      await page.locator('[aria-controls="drawer-events"]').click();
      await page.locator('.events summary').first().click();
      await page.locator('.events pre').waitFor();
      // All else stayed as it was.
      expect(await violations(page, '.dock', rulesFor(look.light))).toEqual([]);
    });
  });

  test('fits each size without scrolling sideways', async () => {
    for (const language of LANGUAGES) {
      await onPage({ size: 'desktop', language, light: 'light' }, async (page) => {
        for (const size of SIZE_NAMES) {
          await page.setViewportSize(SIZES[size]);
          const width = await page.evaluate('document.documentElement.scrollWidth');
          expect(width, `${size} ${language}`).toBeLessThanOrEqual(SIZES[size].width);
        }
      });
    }
  });

  test('shows kiosk, paper, counters and chart at once on the screen of a board room', async () => {
    for (const language of LANGUAGES) {
      await onPage({ size: 'desktop', language, light: 'light' }, async (page) => {
        const bar = await page.locator('.dock').boundingBox();
        for (const place of ['.kiosk', '.slip >> nth=0', '.counter >> nth=-1', '.chart', '.legend']) {
          const box = await page.locator(place).boundingBox();
          expect((box?.y ?? Number.NaN) + (box?.height ?? 0), `${language} ${place}`).toBeLessThanOrEqual(bar?.y ?? 0);
        }
      });
    }
  });
});
