/** The page of `lobbyd simulate`: on a screen, on a phone and on A4, in both languages. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../../src/config/files.ts';
import { loadScenario } from '../../src/simulate/load.ts';
import { pageOf } from '../../src/simulate/page.ts';
import { PAGE_LANGUAGES } from '../../src/simulate/page-texts.ts';
import { resultOf } from '../../src/simulate/result.ts';
import type { SimulationResult } from '../../src/simulate/result-schema.ts';
import { simulate } from '../../src/simulate/simulate.ts';
import { lacks, pathOf } from '../tools.ts';
import { launch } from './shots.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What A4 leaves between its margins, CSS pixels. */
const A4 = { width: 711, height: 1_032 };

function payday(): SimulationResult {
  const loaded = loadScenario('config/scenarios/payday.yaml', [], catalogue, systemFiles());
  if (loaded.kind !== 'ok') return expect.unreachable();
  const scenario = { ...loaded.scenario, replications: 3 };
  return resultOf(scenario, simulate(scenario));
}

const widest = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id }) => id))`;
  return await page.evaluate(found);
}

describe.skipIf(lacks('chromium', 'Noto Sans CJK'))('the page of a simulation', () => {
  let browser: Browser;
  let result: SimulationResult;
  beforeAll(async () => {
    result = payday();
    browser = await launch(pathOf('chromium'));
  });
  afterAll(() => browser?.close());

  test.each(PAGE_LANGUAGES)('fits a desk, a phone and A4, and is read by all, in %s', async (language) => {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
    await page.setContent(pageOf(result, language));
    expect(await widest(page)).toBe(1_280);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await widest(page)).toBe(390);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(A4);
    expect(await widest(page)).toBe(A4.width);
    // Tables that a screen shows when somebody asks are on paper at once.
    expect(await page.locator('details table').first().isVisible()).toBe(true);
    await page.close();
  });
});
