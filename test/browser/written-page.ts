import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What A4 leaves between its margins, CSS pixels. */
export const A4 = { width: 711, height: 1_032 };

const widest = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

/** Tables that are wider than the page, also those that are shown when somebody asks. */
const moved = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('details')].map((each) => (each.open = true)) &&
     [...document.querySelectorAll('.scroll')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.ariaLabel)`,
  );

/** The smallest letters of charts, CSS pixels. */
const smallest = (page: Page): Promise<number> =>
  page.evaluate(
    `Math.min(...[...document.querySelectorAll('svg text')].filter((each) => each.checkVisibility()).map((each) => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a))`,
  );

/** Charts that are wider than the screen, that write over their own edge, or of which not just one size is seen. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('figure')].filter((each) => {
      const seen = [...each.querySelectorAll(':scope>svg')].filter((chart) => chart.checkVisibility());
      const edge = seen[0]?.getBoundingClientRect();
      return seen.length !== 1 || each.scrollWidth > each.clientWidth + 1 || [...seen[0].querySelectorAll('text')].some((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        return left < edge.left - 1 || right > edge.right + 1 || top < edge.top - 1 || bottom > edge.bottom + 1;
      });
    }).map((each) => each.innerText.split('\\n')[0])`,
  );

/** Text of charts that stands over other text. */
const overwritten = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('figure>svg')].filter((chart) => chart.checkVisibility()).flatMap((chart) => {
      const texts = [...chart.querySelectorAll('text')].map((each) => ({ says: each.textContent, at: each.getBoundingClientRect() }));
      return texts.flatMap(({ says, at }, index) =>
        texts.slice(index + 1).filter((other) => other.at.left < at.right && at.left < other.at.right && other.at.top + 2 < at.bottom && at.top + 2 < other.at.bottom).map((other) => says + ' / ' + other.says));
    })`,
  );

/** Lines of a title that begin or end within a date. */
const brokenDates = (page: Page): Promise<number> =>
  page.evaluate(`[...document.querySelectorAll('h1 time')].filter((each) => each.getClientRects().length > 1).length`);

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id }) => id))`;
  return await page.evaluate(found);
}

/** Opens a page that a command wrote: it fits a desk, a phone and A4, and is read by all. It is on A4 then, as printed. */
export async function openWrittenPage(browser: Browser, html: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
  await page.setContent(html);
  expect(await widest(page)).toBe(1_280);
  expect(await violations(page)).toEqual([]);
  expect([await cutOff(page), await overwritten(page)]).toEqual([[], []]);
  for (const width of [360, 390, 640]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await widest(page)).toBe(width);
    expect(await smallest(page)).toBeGreaterThanOrEqual(10.9);
    expect([await cutOff(page), await overwritten(page)]).toEqual([[], []]);
  }
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await brokenDates(page)).toBe(0);
  // Nobody has to move a table to and fro to see which figure is which.
  expect(await moved(page)).toEqual([]);
  await page.evaluate(`document.querySelectorAll('details').forEach((each) => (each.open = false))`);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(A4);
  expect(await widest(page)).toBe(A4.width);
  return page;
}

/** Notes that end a page stand alone on its last sheet: without them nothing is written there. */
export async function isFooterAlone(page: Page): Promise<boolean> {
  const style = await page.addStyleTag({ content: 'footer{visibility:hidden}' });
  const last = await page.pdf({ format: 'A4', pageRanges: String(await sheetsOf(page)) });
  await style.evaluate('(each) => each.remove()');
  return !/\/Font\b/.test(last.toString('latin1'));
}

/** Of how many sheets a page is on paper. */
export async function sheetsOf(page: Page): Promise<number> {
  const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
  return sheets?.length ?? 0;
}
