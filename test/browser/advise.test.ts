/** The page of `lobbyd advise`: on a screen, on a phone and on A4, in both languages, of targets that are kept and that cannot be. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../../src/config/files.ts';
import { type AdviceResult, adviceSchema } from '../../src/simulate/advise/advice-schema.ts';
import { advise } from '../../src/simulate/advise/advise.ts';
import { advicePage } from '../../src/simulate/advise/page.ts';
import { adviceResult } from '../../src/simulate/advise/result.ts';
import { parseTarget } from '../../src/simulate/advise/target.ts';
import { loadScenario } from '../../src/simulate/load.ts';
import { PAGE_LANGUAGES } from '../../src/simulate/page-texts.ts';
import { lacks } from '../tools.ts';
import { closePages, openBrowser } from './browser.ts';
import { A4, openWrittenPage, sheetsOf } from './written-page.ts';

const SLOT = 2 * 3_600_000;

/**
 * What `lobbyd advise --json` tells of a day whose targets are kept: the page is looked at, not the advice, which takes half a
 * minute. Written by `--scenario config/scenarios/teller-ill.yaml --slot 120 --replications 2` and two `--target`.
 */
const KEPT = new URL('advice.json', import.meta.url);

async function advised(name: string, texts: readonly string[]): Promise<AdviceResult> {
  const loaded = loadScenario(`config/scenarios/${name}.yaml`, [], catalogue, systemFiles());
  if (loaded.kind !== 'ok') return expect.unreachable(name);
  const scenario = { ...loaded.scenario, replications: 2 };
  const targets = texts.map((text) => {
    const read = parseTarget(text, ['personal-cash']);
    return read.kind === 'ok' ? read.target : expect.unreachable(read.what);
  });
  return adviceResult(scenario, targets, await advise(scenario, { targets, every: SLOT }));
}

/** What stands beyond the edge of the sheet, where nobody scrolls. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('th,td,svg,p,h1,h2')].filter((each) => each.getBoundingClientRect().right > ${A4.width} + 1).map(({ textContent }) => textContent)`,
  );

describe.skipIf(lacks('chromium', 'Noto Sans CJK'))('the page of an advice', () => {
  let browser: Browser;
  let [kept, missed]: AdviceResult[] = [];
  beforeAll(async () => {
    kept = adviceSchema.parse(JSON.parse(readFileSync(KEPT, 'utf8')));
    missed = await advised('payday', ['90 % within 10 min']);
    browser = await openBrowser();
  });
  afterAll(closePages);

  async function fitting(result: AdviceResult | undefined, language: (typeof PAGE_LANGUAGES)[number]): Promise<Page> {
    if (!result) return expect.unreachable();
    const page = await openWrittenPage(browser, advicePage(result, language));
    expect(await cutOff(page)).toEqual([]);
    return page;
  }

  test.each(PAGE_LANGUAGES)('fits a desk, a phone and A4, and is read by all, in %s', async (language) => {
    const page = await fitting(kept, language);
    expect(kept?.isReachable).toBe(true);
    expect(await page.locator('figure > svg.wide:visible').count()).toBe(2);
    // Tables that a screen shows when somebody asks are on paper at once.
    for (const table of await page.locator('details table').all()) expect(await table.isVisible()).toBe(true);
    expect(await sheetsOf(page)).toBeLessThanOrEqual(3);
    await page.close();
  });

  test.each([
    ['zh-CN', '理财'],
    ['en', 'Wealth products'],
  ] as const)(
    'says why no plan keeps a target, and names services as the hall does, in %s',
    async (language, service) => {
      const page = await fitting(missed, language);
      expect(missed?.overload?.services).toEqual(['wealth-products']);
      expect(await page.getByText(service).count()).toBe(1);
      expect(await page.getByText('wealth-products').count()).toBe(0);
      expect(await page.locator('figure').count()).toBe(0);
      await page.close();
    },
  );
});
