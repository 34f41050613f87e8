import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { built } from './built.mjs';

/** Of what a tablet on the branch's network loads before it shows anything, gzipped. */
const BYTES_MOST = 40_000;
/** Of what it loads when the lobby manager's drawer is opened for the first time. */
const LATER_MOST = 24_000;

test('the front panel is small', () => {
  const folder = new URL(built('src/demo/page/assets/'));
  const html = readFileSync(new URL('../index.html', folder), 'utf8');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const sizeOf = (isFirst: boolean): number =>
    scripts
      .filter((name) => html.includes(name) === isFirst)
      .reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder))).length, 0);
  expect(sizeOf(true)).toBeGreaterThan(0);
  expect(sizeOf(true)).toBeLessThanOrEqual(BYTES_MOST);
  expect(sizeOf(false)).toBeGreaterThan(0);
  expect(sizeOf(false)).toBeLessThanOrEqual(LATER_MOST);
});
