/** The page of `lobbyd report`: on a screen, on a phone and on A4, in both languages, of one day and of several. */
import type { Browser } from 'playwright-core';
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
import { counterNames } from '../../src/views/counter-names.ts';
import { lacks } from '../tools.ts';
import { closePages, openBrowser } from './browser.ts';
import { openWrittenPage, sheetsOf } from './written-page.ts';

function reports(): readonly Report[] {
  const loaded = loadConfig('config/branch.example.yaml', catalogue, systemFiles());
  if (loaded.kind !== 'ok') return expect.unreachable();
  const { config } = loaded;
  const names = {
    branch: { id: config.branch.id, names: config.branch.name },
    services: Object.fromEntries(config.services.map((each) => [each.rules.id, each.names])),
    segments: Object.fromEntries(config.segments.map((each) => [each.id, each.names])),
    counters: counterNames(config.counters.map((each) => each.rules)),
  };
  const drafts = busyDays({ rules: rulesOf(config), days: 2, customers: 400, from: Date.UTC(2026, 0, 4, 16) });
  const read = { before: [], isFromStart: true, records: stored(drafts).slice(1), end: null };
  const days = dayFiguresOf(read, 'Asia/Shanghai');
  return [days.slice(0, 1), days].map((some) => reportOf(some, 'Asia/Shanghai', names));
}

describe.skipIf(lacks('chromium', 'Noto Sans CJK'))('the page of a report', () => {
  let browser: Browser;
  let told: readonly Report[];
  beforeAll(async () => {
    told = reports();
    browser = await openBrowser();
  });
  afterAll(closePages);

  test.each(REPORT_LANGUAGES)('fits a desk, a phone and A4, and is read by all, in %s', async (language) => {
    for (const report of told) {
      const page = await openWrittenPage(browser, reportPage(report, language));
      // Tables that a screen shows when somebody asks are on paper at once.
      expect(await page.locator('details table').first().isVisible()).toBe(true);
      // No short table takes a long one with it to the next sheet.
      const sheets = await sheetsOf(page);
      expect(sheets).toBeLessThanOrEqual(6);
      expect(sheets).toBeGreaterThan(3);
      await page.close();
    }
  });
});
