import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Browser, chromium, errors, type Locator, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { emptyPage, type Shot, show } from './shots.mjs';

/** A busy machine takes its time, ms. */
export const PATIENCE = 120_000;

/** This process's line to the Chromium of the run, kept for its next file. */
let line: Browser | null = null;

/** Chromium for the tests of a file, which close what they opened of it by {@link closePages}. */
export async function openBrowser(): Promise<Browser> {
  if (!line?.isConnected()) {
    const told = await text(connect({ host: '127.0.0.1', port: inject('chromium') }));
    if (!told.startsWith('ws:')) throw new Error(`Chromium did not start: ${told}`);
    line = await chromium.connect(told);
  }
  return line;
}

/** Playwright looks anew after 20, 50, 100, 100 and then each 500 ms, but not later than a fifth of what it may take; ms. */
const LOOKS_OFTEN = 2_000;
const looksOften = new WeakSet<object>();

/**
 * A page that waits as long as a busy machine needs, and sees within a tenth of a second what it waits for. Tests of the page
 * wait for most of what they do: a quarter of a second lost with each was a good part of their time.
 */
export function patient(page: Page): Page {
  page.setDefaultTimeout(PATIENCE);
  const all = Object.getPrototypeOf(page.locator('html')) as Pick<Locator, 'waitFor'>;
  if (looksOften.has(all)) return page;
  looksOften.add(all);
  const { waitFor } = all;
  all.waitFor = async function (this: Locator, { timeout = PATIENCE, ...options } = {}) {
    for (const end = performance.now() + timeout; ; ) {
      const left = Math.max(1, end - performance.now());
      try {
        return await waitFor.call(this, { ...options, timeout: Math.min(left, LOOKS_OFTEN) });
      } catch (caught) {
        if (left <= LOOKS_OFTEN || !(caught instanceof errors.TimeoutError)) throw caught;
      }
    }
  };
  return page;
}

/** Pages that were left, by language: to open a window costs more than what is shown in it. */
const empty = new Map<string, Page>();

/** An empty page for a look in a language; {@link leave} it after. */
export async function pageIn(language: Shot['language']): Promise<Page> {
  const page = empty.get(language) ?? (await emptyPage(await openBrowser(), language));
  empty.delete(language);
  return patient(page);
}

/** A stage in one look, the same each time; {@link leave} the page after. */
export async function openShot(shot: Shot, url: string): Promise<Page> {
  const page = await pageIn(shot.language);
  await show(page, shot, url);
  return page;
}

/** Empties a page for the next look: nothing of this one stays but the window. */
export async function leave(page: Page): Promise<void> {
  for (const event of ['pageerror', 'request'] as const) page.removeAllListeners(event);
  await page.unrouteAll();
  const language = await page.evaluate<string>('localStorage.clear(), navigator.language');
  await page.goto('about:blank');
  await empty.get(language)?.context().close();
  empty.set(language, page);
}

/** Closes every page: files that share a process run one after the other. */
export async function closePages(): Promise<void> {
  empty.clear();
  await Promise.all((line?.contexts() ?? []).map((context) => context.close()));
}
