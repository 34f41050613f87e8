/** The front panel for whoever does not see it well, or not at all: WCAG 2.2 AA, in every size, language and light. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../tools.ts';
import { closePages, leave, openShot } from './browser.ts';
import { keptSnapshot, serveFixedStage, troubled } from './fixed-stage.mjs';
import { LANGUAGES, type Shot, SIZES } from './shots.mjs';

const isSkipped = lacks('chromium', 'Noto Sans CJK');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type RulesByName = { readonly type: 'rule'; readonly values: readonly string[] };
type Rules = readonly string[] | RulesByName;
/** What a narrow page can spoil; all else is as on a phone. */
const TARGETS: RulesByName = { type: 'rule', values: ['target-size'] };
/** Light and dark are one page in other colours. */
const COLOURS: RulesByName = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
/** What another size or language can spoil: places, colours and the language that is said. All else is the same page. */
const LOOKS_OTHERWISE: Rules = {
  type: 'rule',
  values: [...TARGETS.values, ...COLOURS.values, 'html-has-lang', 'html-lang-valid', 'scrollable-region-focusable'],
};

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
      // None of these rules reads style sheets: they need not be fetched and parsed again each time.
      const { violations: found } = await axe.run(place, { runOnly, resultTypes: ['violations'], preload: false });
      return found.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${String(node.target)}: ${node.failureSummary}`),
      );
    },
    { place: within, runOnly: rules },
  );
}

/** The same in both lights; the page is light afterwards. */
async function violationsInAnyLight(page: Page, within: string, rules: Rules = RULES): Promise<readonly string[]> {
  const inLight = await violations(page, within, rules);
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = await violations(page, within, COLOURS);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...inLight, ...inDark.map((one) => `dark: ${one}`)];
}

/**
 * Takes the middle of the page away but for its headings and its height: axe reads the whole page again for each look at a part of
 * it, and to what stands at the foot of the page nothing of the middle matters but the order of headings.
 */
const keepHeadings = (page: Page): Promise<void> =>
  page.locator('main').evaluate((main) => {
    const headings = [...main.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => each.cloneNode(true));
    main.style.height = `${main.getBoundingClientRect().height}px`;
    main.replaceChildren(...headings);
  });

/** Chooses a tab as a click does, that is not waited for: that nothing lies over it is asked elsewhere. Gives its name. */
const CHOOSE = `async (tab) => {
  tab.click();
  while (tab.ariaSelected !== 'true') await new Promise(requestAnimationFrame);
  return tab.textContent;
}`;

/** Goes through the tabs of the lobby manager. */
async function eachTab(page: Page, use: (name: string) => Promise<void>): Promise<void> {
  for (const tab of await page.getByRole('tab').all()) await use(await tab.evaluate<string, unknown>(CHOOSE));
}

const SIZE_NAMES = Object.keys(SIZES) as (keyof typeof SIZES)[];
/** What only a campaign tries. */
const isCampaign = Number(process.env.LOBBYD_TIMES ?? 1) > 1;
/** The colours of the dark are those of both languages: each size is looked at once. */
const inTheDark = (look: Shot): boolean =>
  isCampaign || ['desktop en', 'tablet zh-CN', 'phone en'].includes(`${look.size} ${look.language}`);
const LOOKS = SIZE_NAMES.flatMap((size) => LANGUAGES.map((language): Shot => ({ size, language, light: 'light' })));

/**
 * Each tab of the lobby manager is made of the same parts: once wide in both lights, once narrow, and in each language. In
 * these two looks the page is judged by all rules.
 */
const TABS: Readonly<Record<string, typeof violations>> = {
  'desktop en': violationsInAnyLight,
  'phone zh-CN': violations,
};

describe.skipIf(isSkipped)('the front panel, read by axe', () => {
  let stage: Awaited<ReturnType<typeof serveFixedStage>>;

  beforeAll(async () => {
    stage = await serveFixedStage(troubled());
  }, 60_000);

  afterAll(async () => {
    await closePages();
    await stage?.close();
  });

  /** The page is left afterwards, whatever was found: the demo serves few at once. */
  const onPage = async (look: Shot, use: (page: Page) => Promise<void>): Promise<void> => {
    const page = await openShot(look, stage.url);
    try {
      await use(page);
    } finally {
      await leave(page);
    }
  };

  test.each(LOOKS)('has no violation in light or dark: $size, $language', async (look) => {
    await onPage(look, async (page) => {
      await page.locator('.hall-table summary').click();
      await page.locator('.hall-table table').waitFor();
      await page.locator('[aria-controls="drawer-faults"]').click();
      const inTab = TABS[`${look.size} ${look.language}`];
      const rules = inTab ? RULES : LOOKS_OTHERWISE;
      const judge = inTheDark(look) ? violationsInAnyLight : violations;
      expect(await judge(page, 'html', rules)).toEqual([]);
      await keepHeadings(page);
      await page.locator('[aria-controls="drawer-lobby"]').click();
      await page.locator('.lobby-body').waitFor();
      if (inTab) await eachTab(page, async (name) => expect(await inTab(page, '.lobby-body', RULES), name).toEqual([]));
      expect(await violations(page, '.dock', rules)).toEqual([]);
      await page.locator('[aria-controls="drawer-events"]').click();
      await page.locator('.events summary').first().click();
      await page.locator('.events pre').waitFor();
      // All else stayed as it was.
      expect(await judge(page, '.dock', rules)).toEqual([]);
    });
  });

  // As wide as a screen of 1280 pixels that is enlarged to 400 %.
  test.each(LANGUAGES)(
    'has targets as large as on a phone and nothing beyond the edge at 320 pixels: %s',
    async (language) => {
      await onPage({ size: 'phone', language, light: 'light' }, async (page) => {
        // So high that no bar lies over anything: what is behind one is a matter of scrolling.
        await page.setViewportSize({ width: 320, height: 3_000 });
        expect(await violations(page, 'html', TARGETS)).toEqual([]);
        await keepHeadings(page);
        await page.locator('[aria-controls="drawer-lobby"]').click();
        await page.locator('.lobby-body').waitFor();
        await eachTab(page, async (name) => {
          expect(await violations(page, '.lobby', TARGETS), name).toEqual([]);
          const beyond = await page.locator('.lobby-body').evaluate((body) => body.scrollWidth - body.clientWidth);
          expect(beyond, name).toBe(0);
        });
      });
    },
  );

  test.each<Shot>([
    { size: 'desktop', language: 'zh-CN', light: 'light' },
    { size: 'phone', language: 'en', light: 'light' },
  ])('has no violation when the link is lost, nor when it is lost for long: $size, $language', async (look) => {
    const own = await serveFixedStage(troubled());
    try {
      const page = await openShot({ ...look, drawer: 'faults' }, own.url);
      await own.close();
      await page.locator('.lost', { hasText: /\d/ }).waitFor();
      expect(await violationsInAnyLight(page, 'html')).toEqual([]);
      await page.evaluate('{ const now = performance.now.bind(performance); performance.now = () => now() + 60_000; }');
      await page.locator('.lost p >> nth=1').waitFor();
      expect(await page.locator('.figures dd').first().textContent()).toBe('—');
      expect(await violationsInAnyLight(page, '.lost, .hall', COLOURS)).toEqual([]);
      await leave(page);
    } finally {
      await own.close();
    }
  });

  test('has no violation where something was refused and nothing was printed, nor in the link past the kiosk', async () => {
    const own = await serveFixedStage({ slips: [] });
    const page = await openShot({ size: 'desktop', language: 'zh-CN', light: 'light', drawer: 'faults' }, own.url);
    try {
      const why = { 'zh-CN': '这台机器没有 strace', en: 'this machine has no strace' };
      await page.route('**/fault', (route) => route.fulfill({ status: 409, json: { kind: 'cannot', why } }));
      await page.locator('[data-fault="disk/slow"]').click();
      await page.getByRole('alert').filter({ hasText: why['zh-CN'] }).waitFor();
      await page.locator('.skip').focus();
      expect(await violationsInAnyLight(page, '.notice, .skip, .papers, .dock')).toEqual([]);
    } finally {
      await leave(page);
      await own.close();
    }
  });

  test.each<Shot>([
    { size: 'desktop', language: 'en', light: 'light' },
    { size: 'phone', language: 'zh-CN', light: 'light' },
  ])('has no violation where it asks once more before an evacuation, nor in one: $size, $language', async (look) => {
    await onPage({ ...look, drawer: 'lobby', tab: 'hall' }, async (page) => {
      await page.locator('.do.danger').click();
      await page.getByRole('dialog').waitFor();
      expect(await violationsInAnyLight(page, 'dialog')).toEqual([]);
      await page.keyboard.press('Escape');
      await keepHeadings(page);
      const { states } = keptSnapshot();
      for (const phase of ['evacuation', 'out-of-order', 'break', 'closed']) {
        stage.tell({ kind: 'state', thing: 'hall', state: { ...(states.hall as object), phase } });
        await page.locator(`.hall-state.${phase}`).waitFor();
        expect(await violationsInAnyLight(page, '.top'), phase).toEqual([]);
      }
      stage.tell({ kind: 'state', thing: 'hall', state: states.hall });
    });
  });
});
