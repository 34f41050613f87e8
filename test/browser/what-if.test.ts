/** The page of `lobbyd what-if`: on a screen, on a phone and on A4, in both languages. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../src/simulate/page.ts';
import { PAGE_LANGUAGES } from '../../src/simulate/page-texts.ts';
import { lastDay, simulatedEvents } from '../../src/simulate/what-if/day.fake.ts';
import { LIMITS_TITLE, limitsTexts } from '../../src/simulate/what-if/limits-texts.ts';
import { type WhatIf, whatIf } from '../../src/simulate/what-if/what-if.ts';
import { lacks, pathOf } from '../tools.ts';
import { launch } from './shots.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What A4 leaves between its margins, CSS pixels. */
const A4 = { width: 711, height: 1_032 };

function oneCounterMore(): WhatIf {
  const events = lastDay(simulatedEvents('payday', 0));
  const { rules } = events[0].opening;
  if (!rules) return expect.unreachable();
  const day = { events, horizon: events.at(-1)?.at ?? 0, midnight: 0 };
  return whatIf(day, { profile: 'longest-wait', extras: [{ id: 'counter1+1', like: 'counter1' }], gone: [] }, rules);
}

const widest = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return await page.evaluate(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id }) => id))`,
  );
}

describe.skipIf(lacks('chromium', 'Noto Sans CJK'))('the page of a what-if', () => {
  let browser: Browser;
  let told: WhatIf;
  beforeAll(async () => {
    told = oneCounterMore();
    browser = await launch(pathOf('chromium'));
  });
  afterAll(() => browser?.close());

  test.each(PAGE_LANGUAGES)('fits a desk, a phone and A4, and is read by all, in %s', async (language) => {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
    const remarks = { title: LIMITS_TITLE[language], texts: limitsTexts(told.limits, language) };
    await page.setContent(pageOf(told.told, language, remarks));
    expect(await widest(page)).toBe(1_280);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await widest(page)).toBe(390);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(A4);
    expect(await widest(page)).toBe(A4.width);
    expect(await page.getByRole('heading', { name: LIMITS_TITLE[language] }).isVisible()).toBe(true);
    await page.close();
  });
});
