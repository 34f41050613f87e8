// @ts-check
// Builds a page for browsers: node src/setup/page.mjs FOLDER TARGET, both from the project's root. Says what a browser has to load.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { ROOT } from './build.mjs';

/** The oldest Chromium that a page has to run in: the kiosk's and the tablets' are newer. */
const OLDEST = 'chrome120';

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

// Where tests build what is stale they name another one, and Vite would leave in what helps to develop.
process.env.NODE_ENV = 'production';
const [folder = '', target = ''] = process.argv.slice(2);
const built = await build({
  root: join(ROOT, folder),
  base: './',
  configFile: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(ROOT, target),
    emptyOutDir: true,
    target: OLDEST,
    modulePreload: false,
    // Every file stands for itself: a picture in a style would hide from the sizes below.
    assetsInlineLimit: 0,
  },
});
const bundles = Array.isArray(built) ? built : 'output' in built ? [built] : [];
for (const { fileName } of bundles.flatMap(({ output }) => output)) {
  const bytes = readFileSync(join(ROOT, target, fileName));
  process.stdout.write(
    `${target}/${fileName}: ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} gzip\n`,
  );
}
