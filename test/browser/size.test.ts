import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { built } from './built.mjs';

/** Of all scripts of the page, gzipped: what a tablet on the branch's network loads before it shows anything. */
const BYTES_MOST = 40_000;

test('the front panel is small', () => {
  const folder = new URL(built('src/demo/page/assets/'));
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const sizes = scripts.map((name) => gzipSync(readFileSync(new URL(name, folder))).length);
  expect(sizes).not.toEqual([]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BYTES_MOST);
});
