import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { patient } from './browser.ts';

/** The front panel of a demo that runs, in the hands of a person who reads English. */
export interface FrontPanel {
  readonly page: Page;
  /** Addresses off the demo that the page asked for, and what went wrong in it. */
  readonly outside: readonly string[];
  readonly wrong: readonly string[];
  counter(number: number): Locator;
  /** Presses a service at the kiosk whose lamp is on. */
  press(service: string): Promise<void>;
  /** Presses a key of a counter's pad. */
  key(counter: number, name: string): Promise<void>;
  /** The display of a counter shows it, steady or blinking. */
  shows(counter: number, text: string): Promise<void>;
  padSays(counter: number, text: string): Promise<void>;
  /** Resolves when the pad does not say it any more. */
  padSaysNoMore(counter: number, text: string): Promise<void>;
  /** It lies on top. */
  printed(label: string): Promise<void>;
  kioskIsReady(): Promise<void>;
  /** Nothing lasts that a person would have to look at: on a busy machine devices may be late in the beginning. */
  allIsWell(): Promise<void>;
  /** A switch. */
  fault(id: string): Locator;
  /** A line of what lobbyd says. */
  alert(text: RegExp, how: 'lasts' | 'over'): Locator;
}

/** How a browser shows a page. */
export type PageLook = Pick<BrowserContextOptions, 'reducedMotion'>;

/** Opens the page of a demo on the screen of a board room. */
export async function openFrontPanel(browser: Browser, url: string, look: PageLook = {}): Promise<FrontPanel> {
  const page = patient(await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...look }));
  const [outside, wrong]: [string[], string[]] = [[], []];
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) outside.push(request.url());
  });
  page.on('pageerror', (thrown) => wrong.push(thrown.message));
  await page.goto(url);
  return { page, outside, wrong, ...handsOn(page) };
}

/** A text as whole words: *OPEN* is not in *PAUSE KEY OPENS*, nor *WAIT* in *1 WAITING*. */
export function wordsOf(text: string): RegExp {
  return new RegExp(`(?<![A-Z])${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![A-Z])`);
}

function handsOn(page: Page): Omit<FrontPanel, 'page' | 'outside' | 'wrong'> {
  const counter = (number: number): Locator => page.getByRole('listitem', { name: `Counter ${number}`, exact: true });
  const kioskIsReady = (): Promise<void> => page.locator('.service.on').first().waitFor();
  return {
    counter,
    kioskIsReady,
    press: (service) => page.getByRole('button', { name: `${service} lamp on`, exact: true }).click(),
    key: (number, name) => counter(number).getByRole('button', { name, exact: true }).click(),
    shows: (number, text) =>
      counter(number)
        .getByRole('img', { name: new RegExp(`^Display: ${text}(?:, blinking)?$`) })
        .waitFor(),
    async padSays(number, text) {
      const screen = counter(number).locator('.pad-screen');
      await screen
        .filter({ has: page.locator('span', { hasText: wordsOf(text) }) })
        .waitFor()
        .catch(async (thrown: unknown) => {
          const [says, lasts] = [await screen.textContent(), await page.locator('.alerts .lasts').allInnerTexts()];
          throw new Error(`pad ${number} says ${says}, not ${text}; alerts: ${lasts.join('; ')}`, { cause: thrown });
        });
    },
    padSaysNoMore: (number, text) =>
      counter(number)
        .locator('.pad-screen span', { hasText: wordsOf(text) })
        .waitFor({ state: 'detached' }),
    printed: (label) => page.locator('.slip:first-child', { hasText: label }).waitFor(),
    async allIsWell() {
      await kioskIsReady();
      await page.locator('.badge').waitFor({ state: 'detached' });
    },
    fault: (id) => page.locator(`[data-fault="${id}"]`),
    alert: (text, how) => page.locator(`.alerts .${how}`, { hasText: text }).first(),
  };
}
