/** The notes at the end of a written page on A4: they stand on no sheet of their own. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { adviceSchema } from '../../src/simulate/advise/advice-schema.ts';
import { advicePage } from '../../src/simulate/advise/page.ts';
import { lacks } from '../tools.ts';
import { closePages, openBrowser } from './browser.ts';
import { A4, isFooterAlone } from './written-page.ts';

/** Less than the notes take, so that some place of the page has them behind the end of a sheet. */
const STEP = 128;

describe.skipIf(lacks('chromium', 'Noto Sans CJK'))('the notes of a page', () => {
  afterAll(closePages);

  test('of an advice are never alone on a sheet, however far down they come', async () => {
    const { best, less, next, ...kept } = adviceSchema.parse(
      JSON.parse(readFileSync(new URL('advice.json', import.meta.url), 'utf8')),
    );
    // One target alone: all that comes after the charts is short.
    const short = <P extends { readonly targets: readonly unknown[] }>(plan: P): P => ({
      ...plan,
      targets: plan.targets.slice(0, 1),
    });
    const page = await (await openBrowser()).newPage({ viewport: A4 });
    await page.setContent(
      advicePage({ ...kept, best: short(best), less: less.map(short), next: next.map(short) }, 'en'),
    );
    await page.emulateMedia({ media: 'print' });
    const alone: number[] = [];
    for (let down = 0; down < A4.height; down += STEP) {
      await page.evaluate(`document.querySelector('h1').style.paddingTop = '${down}px'`);
      if (await isFooterAlone(page)) alone.push(down);
    }
    expect(alone).toEqual([]);
    await page.close();
  });
});
