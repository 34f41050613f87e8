/** The page of `lobbyd simulate`: on a screen, on a phone and on A4, in both languages. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../../src/config/files.ts';
import { loadScenario } from '../../src/simulate/load.ts';
import { pageOf } from '../../src/simulate/page.ts';
import { PAGE_LANGUAGES } from '../../src/simulate/page-texts.ts';
import { resultOf } from '../../src/simulate/result.ts';
import type { SimulationResult } from '../../src/simulate/result-schema.ts';
import { simulate } from '../../src/simulate/simulate.ts';
import { lacks } from '../tools.ts';
import { closePages, openBrowser } from './browser.ts';
import { openWrittenPage } from './written-page.ts';

function payday(): SimulationResult {
  const loaded = loadScenario('config/scenarios/payday.yaml', [], catalogue, systemFiles());
  if (loaded.kind !== 'ok') return expect.unreachable();
  const scenario = { ...loaded.scenario, replications: 3 };
  return resultOf(scenario, simulate(scenario));
}

describe.skipIf(lacks('chromium', 'Noto Sans CJK'))('the page of a simulation', () => {
  let browser: Browser;
  let result: SimulationResult;
  beforeAll(async () => {
    result = payday();
    browser = await openBrowser();
  });
  afterAll(closePages);

  test.each(PAGE_LANGUAGES)('fits a desk, a phone and A4, and is read by all, in %s', async (language) => {
    const page = await openWrittenPage(browser, pageOf(result, language));
    // Tables that a screen shows when somebody asks are on paper at once.
    expect(await page.locator('details table').first().isVisible()).toBe(true);
    await page.close();
  });
});
