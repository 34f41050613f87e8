// @ts-check
// The page in every size, language and light in which it is looked at, always the same: fixed time, no motion, one snapshot.
import { chromium } from 'playwright-core';
import { keptSnapshot } from './fixed-stage.mjs';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').Page} Page */

export const SIZES = /** @type {const} */ ({
  desktop: { width: 1280, height: 800 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
});
export const LANGUAGES = /** @type {const} */ (['zh-CN', 'en']);
export const LIGHTS = /** @type {const} */ (['light', 'dark']);

/**
 * One way to look at the page. `drawer`: what is open at its foot.
 *
 * @typedef {object} Shot
 * @property {keyof typeof SIZES} size
 * @property {typeof LANGUAGES[number]} language
 * @property {typeof LIGHTS[number]} light
 * @property {'lobby' | 'events' | 'faults'} [drawer]
 * @property {string} [tab] of the lobby manager's drawer
 */

/** The looks that are kept as pictures, and their names. @type {Readonly<Record<string, Shot>>} */
export const GOLDENS = {
  'desktop-en-light': { size: 'desktop', language: 'en', light: 'light' },
  'desktop-zh-dark': { size: 'desktop', language: 'zh-CN', light: 'dark' },
  'desktop-zh-light-faults': { size: 'desktop', language: 'zh-CN', light: 'light', drawer: 'faults' },
  'desktop-en-dark-events': { size: 'desktop', language: 'en', light: 'dark', drawer: 'events' },
  'desktop-en-light-lobby': { size: 'desktop', language: 'en', light: 'light', drawer: 'lobby', tab: 'split' },
  'desktop-zh-light-guidance': { size: 'desktop', language: 'zh-CN', light: 'light', drawer: 'lobby', tab: 'guidance' },
  'desktop-zh-dark-rules': { size: 'desktop', language: 'zh-CN', light: 'dark', drawer: 'lobby', tab: 'rules' },
  'phone-en-light-rules': { size: 'phone', language: 'en', light: 'light', drawer: 'lobby', tab: 'rules' },
  'phone-en-dark-hall': { size: 'phone', language: 'en', light: 'dark', drawer: 'lobby', tab: 'hall' },
  'tablet-zh-dark-lobby': { size: 'tablet', language: 'zh-CN', light: 'dark', drawer: 'lobby', tab: 'park' },
  'phone-zh-light-lobby': { size: 'phone', language: 'zh-CN', light: 'light', drawer: 'lobby', tab: 'appointments' },
  'tablet-en-dark': { size: 'tablet', language: 'en', light: 'dark' },
  'tablet-zh-light': { size: 'tablet', language: 'zh-CN', light: 'light' },
  'phone-en-light-faults': { size: 'phone', language: 'en', light: 'light', drawer: 'faults' },
  'phone-zh-dark': { size: 'phone', language: 'zh-CN', light: 'dark' },
};

/** A busy machine takes its time, ms. */
const PATIENCE = 120_000;

/** @param {string} executablePath of Debian's Chromium */
export const launch = (executablePath) => chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

/**
 * A page that looks the same each time.
 *
 * @param {Browser} browser
 * @param {Shot} shot
 * @param {string} url
 */
export async function openShot(browser, { size, language, light, drawer, tab }, url) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    deviceScaleFactor: 1,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    colorScheme: light,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.clock.setFixedTime(keptSnapshot().at);
  await page.goto(url);
  await page.getByRole('listitem').first().waitFor();
  if (drawer) await page.locator(`[aria-controls="drawer-${drawer}"]`).click();
  if (tab) await page.locator(`#lobby-${tab}`).click();
  // Nothing is lit by the pointer.
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement.blur()');
  await page.evaluate('document.fonts.ready.then(() => null)');
  return page;
}

/**
 * The page as a picture and as what a screen reader is told.
 *
 * @param {Page} page
 */
export async function look(page) {
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const text = await page.locator('body').ariaSnapshot();
  return { picture, text: `${text}\n` };
}
