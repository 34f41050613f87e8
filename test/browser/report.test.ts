/** The page of `lobbyd report`: on a screen, on a phone and on A4, in both languages, of one day and of several. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../../src/config/files.ts';
import { loadConfig } from '../../src/config/load.ts';
import { rulesOf } from '../../src/config/rules.ts';
import { dayFiguresOf } from '../../src/report/day/book.ts';
import { busyDays } from '../../src/report/day/busy-days.fake.ts';
import { stored } from '../../src/report/day/records.fake.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { reportOf } from '../../src/report/report.ts';
import type { Report } from '../../src/report/report-schema.ts';
import { REPORT_LANGUAGES } from '../../src/report/report-words.ts';
import { lacks, pathOf } from '../tools.ts';
import { launch } from './shots.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What A4 leaves between its margins, CSS pixels. */
const A4 = { width: 711, height: 1_032 };

function reports(): readonly Report[] {
  const loaded = loadConfig('config/branch.example.yaml', catalogue, systemFiles());
  if (loaded.kind !== 'ok') return expect.unreachable();
  const { config } = loaded;
  const names = {
    branch: { id: config.branch.id, names: config.branch.name },
    services: Object.fromEntries(config.services.map((each) => [each.rules.id, each.names])),
    segments: Object.fromEntries(config.segments.map((each) => [each.id, each.names])),
  };
  const drafts = busyDays({ rules: rulesOf(config), days: 2, customers: 400, from: Date.UTC(2026, 0, 4, 16) });
  const read = { before: [], isFromStart: true, records: stored(drafts).slice(1), end: null };
  const days = dayFiguresOf(read, 'Asia/Shanghai');
  return [days.slice(0, 1), days].map((some) => reportOf(some, 'Asia/Shanghai', names));
}

const widest = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id }) => id))`;
  return await page.evaluate(found);
}

describe.skipIf(lacks('chromium', 'Noto Sans CJK'))('the page of a report', () => {
  let browser: Browser;
  let told: readonly Report[];
  beforeAll(async () => {
    told = reports();
    browser = await launch(pathOf('chromium'));
  });
  afterAll(() => browser?.close());

  test.each(REPORT_LANGUAGES)('fits a desk, a phone and A4, and is read by all, in %s', async (language) => {
    for (const report of told) {
      const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
      await page.setContent(reportPage(report, language));
      expect(await widest(page)).toBe(1_280);
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 800 });
      expect(await widest(page)).toBe(390);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize(A4);
      expect(await widest(page)).toBe(A4.width);
      // Tables that a screen shows when somebody asks are on paper at once.
      expect(await page.locator('details table').first().isVisible()).toBe(true);
      // No short table takes a long one with it to the next sheet.
      const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
      expect(sheets?.length).toBeLessThanOrEqual(6);
      expect(sheets?.length).toBeGreaterThan(3);
      await page.close();
    }
  });
});
