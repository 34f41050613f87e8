/**
 * The page beside the pictures of it that a person has looked at. `npm run screenshots -- --goldens` makes them anew; what
 * differs is left in var/browser.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, test } from 'vitest';
import { lacks } from '../tools.ts';
import { closePages, leave, openShot } from './browser.ts';
import { type Comparison, comparePictures } from './compare.ts';
import { serveFixedStage, troubled } from './fixed-stage.mjs';
import { GOLDENS, look, STILL } from './shots.mjs';

const isSkipped = lacks('chromium', 'Noto Sans CJK');
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DIFFERENCES = at('../../var/browser/');

/** What is not as it was kept is left as a picture, and what differs as another. */
function comparison(name: string, picture: Buffer): Comparison {
  const compared = comparePictures(PNG.sync.read(readFileSync(at(`goldens/${name}.png`))), PNG.sync.read(picture));
  if (!compared.isSame) {
    mkdirSync(DIFFERENCES, { recursive: true });
    writeFileSync(`${DIFFERENCES}${name}.png`, picture);
    if (compared.drawn) writeFileSync(`${DIFFERENCES}${name}-difference.png`, PNG.sync.write(compared.drawn));
  }
  return compared;
}

describe.skipIf(isSkipped)('the front panel', () => {
  afterAll(closePages);

  test.each(Object.keys(GOLDENS))('looks and reads as it did: %s', async (name) => {
    const shot = GOLDENS[name];
    if (!shot || !existsSync(at(`goldens/${name}.png`))) throw new Error(`${name}: no golden is kept`);
    const stage = await serveFixedStage(shot.drawer === 'faults' ? troubled() : {});
    const page = await openShot(shot, `${stage.url}${STILL}`);
    const { picture, text } = await look(page);
    await leave(page);
    await stage.close();
    expect(text).toBe(readFileSync(at(`goldens/${name}.txt`), 'utf8'));
    const { isSame, what } = comparison(name, picture);
    expect(isSame, what).toBe(true);
  });
});
