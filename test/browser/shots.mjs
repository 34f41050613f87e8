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

/** What a window of Chromium has around its page: each would be two processes more for every page that is opened. */
const WINDOW = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'SpareRendererForSitePerProcess'];
/** Playwright switches these off itself, and says no more of it where there is another list. */
const PLAYWRIGHTS = [
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', `--disable-features=${[...PLAYWRIGHTS, ...WINDOW].join(',')}`];

/** @param {string} executablePath of Debian's Chromium */
export const launch = (executablePath) => chromium.launch({ executablePath, args: ARGUMENTS });

/** The same for several processes. @param {string} executablePath of Debian's Chromium */
export const launchServer = (executablePath) => chromium.launchServer({ executablePath, args: ARGUMENTS });

/** Behind the address of a page that is to be compared: its clock stands still. What is used after its look needs one that goes. */
export const STILL = '#still';

/**
 * An empty page in which every look is the same each time.
 *
 * @param {Browser} browser
 * @param {Shot['language']} language
 */
export async function emptyPage(browser, language) {
  const context = await browser.newContext({
    deviceScaleFactor: 1,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(keptSnapshot().at);
  // What was heard does not grow old while a busy machine draws it: at twenty times the speed a second is a third of a minute.
  await page.addInitScript(`if (location.hash === '${STILL}') performance.now = () => 0`);
  return page;
}

/**
 * Brings a stage to a page that is empty, in the language of the shot.
 *
 * @param {Page} page
 * @param {Omit<Shot, 'language'>} shot
 * @param {string} url
 */
export async function show(page, { size, light, drawer, tab }, url) {
  await page.setViewportSize(SIZES[size]);
  await page.emulateMedia({ colorScheme: light, forcedColors: 'none' });
  await page.goto(url);
  await page.getByRole('listitem').first().waitFor();
  if (drawer) await page.locator(`[aria-controls="drawer-${drawer}"]`).click();
  if (tab) await page.locator(`#lobby-${tab}`).click();
  // Nothing is lit by the pointer.
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement.blur()');
  await page.evaluate('document.fonts.ready.then(() => null)');
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
