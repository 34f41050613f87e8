/** The page of `lobbyd what-if`: on a screen, on a phone and on A4, in both languages. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../src/simulate/page.ts';
import { PAGE_LANGUAGES } from '../../src/simulate/page-texts.ts';
import { lastDay, simulatedEvents } from '../../src/simulate/what-if/day.fake.ts';
import { LIMITS_TITLE, limitsTexts } from '../../src/simulate/what-if/limits-texts.ts';
import { type WhatIf, whatIf } from '../../src/simulate/what-if/what-if.ts';
import { lacks } from '../tools.ts';
import { closePages, openBrowser } from './browser.ts';
import { openWrittenPage } from './written-page.ts';

function oneCounterMore(): WhatIf {
  const events = lastDay(simulatedEvents('payday', 0));
  const { rules } = events[0].opening;
  if (!rules) return expect.unreachable();
  const day = { events, horizon: events.at(-1)?.at ?? 0, midnight: 0 };
  return whatIf(day, { profile: 'longest-wait', extras: [{ id: 'counter1+1', like: 'counter1' }], gone: [] }, rules);
}

describe.skipIf(lacks('chromium', 'Noto Sans CJK'))('the page of a what-if', () => {
  let browser: Browser;
  let told: WhatIf;
  beforeAll(async () => {
    told = oneCounterMore();
    browser = await openBrowser();
  });
  afterAll(closePages);

  test.each(PAGE_LANGUAGES)('fits a desk, a phone and A4, and is read by all, in %s', async (language) => {
    const remarks = { title: LIMITS_TITLE[language], texts: limitsTexts(told.limits, language) };
    const page = await openWrittenPage(browser, pageOf(told.told, language, remarks));
    expect(await page.getByRole('heading', { name: LIMITS_TITLE[language] }).isVisible()).toBe(true);
    await page.close();
  });
});
