/**
 * The page beside the pictures of it that a person has looked at. `npm run screenshots -- --goldens` makes them anew; what
 * differs is left in var/browser.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks, pathOf } from '../tools.ts';
import { serveFixedStage, troubled } from './fixed-stage.mjs';
import { GOLDENS, launch, look, openShot } from './shots.mjs';

const isSkipped = lacks('chromium', 'Noto Sans CJK');
/** Fonts and Chromium move on: so many pixels in a hundred may differ, each by so much of the range of colours. */
const PIXELS_MOST = 1;
const COLOUR_MOST = 0.2;
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DIFFERENCES = at('../../var/browser/');

/** Pixels in a hundred that differ; what differs is drawn into a file of that name. */
function difference(name: string, picture: Buffer): number {
  const [kept, seen] = [PNG.sync.read(readFileSync(at(`goldens/${name}.png`))), PNG.sync.read(picture)];
  expect([seen.width, seen.height]).toEqual([kept.width, kept.height]);
  const drawn = new PNG({ width: kept.width, height: kept.height });
  const count = pixelmatch(kept.data, seen.data, drawn.data, kept.width, kept.height, { threshold: COLOUR_MOST });
  const share = (100 * count) / (kept.width * kept.height);
  if (share > PIXELS_MOST) {
    mkdirSync(DIFFERENCES, { recursive: true });
    writeFileSync(`${DIFFERENCES}${name}.png`, picture);
    writeFileSync(`${DIFFERENCES}${name}-difference.png`, PNG.sync.write(drawn));
  }
  return share;
}

describe.skipIf(isSkipped)('the front panel', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch(pathOf('chromium'));
  }, 60_000);
  afterAll(() => browser?.close());

  test.each(Object.keys(GOLDENS))('looks and reads as it did: %s', async (name) => {
    const shot = GOLDENS[name];
    if (!shot || !existsSync(at(`goldens/${name}.png`))) throw new Error(`${name}: no golden is kept`);
    const stage = await serveFixedStage(shot.drawer === 'faults' ? troubled() : {});
    const page = await openShot(browser, shot, stage.url);
    const { picture, text } = await look(page);
    await page.context().close();
    await stage.close();
    expect(text).toBe(readFileSync(at(`goldens/${name}.txt`), 'utf8'));
    expect(difference(name, picture)).toBeLessThanOrEqual(PIXELS_MOST);
  });
});
