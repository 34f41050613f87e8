// @ts-check
// Brings `dist` up to date with `src` and `devices`. Plain JavaScript on Node alone: it builds what everything else needs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const SOURCES = ['src', 'devices'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.lobbyd-built');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** What tsconfig.build.json leaves out. */
const UNBUILT = /\.(?:test|contract|fake|d)\.ts$|\/spec\.ts$|arbitrary\.ts$/;
/** What belongs beside the built program only as itself: pages, their styles and scripts, pictures. */
const ASSET = /\.(?:html|css|js|svg|png|ico|woff2)$/;

/**
 * @param {string} folder from the root
 * @returns {string[]} every file below it, from the root
 */
function filesBelow(folder) {
  const at = join(ROOT, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(name);
    return entry.isFile() ? [name] : [];
  });
}

/**
 * @param {string} source from the root
 * @returns {string | null} its twin in `dist`, null when it has none
 */
function twinOf(source) {
  if (source.endsWith('.ts')) return UNBUILT.test(source) ? null : `dist/${source.replace(/\.ts$/, '.js')}`;
  return ASSET.test(source) ? `dist/${source}` : null;
}

/** @returns {string} changes when a source, or what compiles it, was written, added or removed */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...SETTINGS, ...SOURCES.flatMap(filesBelow)]) {
    const { mtimeMs, size } = statSync(join(ROOT, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** @returns {string[]} twins that ought to be there and are not */
function missingTwins() {
  const twins = SOURCES.flatMap(filesBelow).map(twinOf);
  return twins.filter((twin) => twin !== null).filter((twin) => !existsSync(join(ROOT, twin)));
}

/** @returns {boolean} whether `dist` is what the sources give */
export function isBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint() && missingTwins().length === 0;
}

/** Removes from `dist` what no source stands for any more: a worker that is gone must not be loaded. */
function prune() {
  for (const folder of SOURCES) {
    for (const file of filesBelow(`dist/${folder}`)) {
      const stem = file.slice('dist/'.length).replace(/\.js(?:\.map)?$/, '');
      const sources = file.endsWith('.map') ? [`${stem}.ts`] : [`${stem}.ts`, file.slice('dist/'.length)];
      if (!sources.some((source) => existsSync(join(ROOT, source)))) rmSync(join(ROOT, file));
    }
  }
}

function copyAssets() {
  for (const source of SOURCES.flatMap(filesBelow).filter((file) => ASSET.test(file))) {
    mkdirSync(dirname(join(DIST, source)), { recursive: true });
    copyFileSync(join(ROOT, source), join(DIST, source));
  }
}

/**
 * Builds what changed. With type errors everything that can be built is, and the next call tries again.
 *
 * @returns {{ isRight: boolean, report: string }} whether the types are right, and what the compiler says
 */
export function build() {
  const stamp = fingerprint();
  rmSync(STAMP, { force: true });
  prune();
  // The compiler trusts its own notes, not the folder: without them it writes everything.
  if (missingTwins().length > 0) rmSync(join(DIST, '.tsbuildinfo'), { force: true });
  const run = spawnSync(process.execPath, [TSC, '-p', 'tsconfig.build.json'], { cwd: ROOT, encoding: 'utf8' });
  copyAssets();
  const isRight = run.status === 0;
  if (isRight) writeFileSync(STAMP, stamp);
  return { isRight, report: `${run.stdout ?? ''}${run.stderr ?? ''}${run.error ? run.error.message : ''}`.trim() };
}

if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  const { isRight, report } = build();
  if (report) process.stderr.write(`${report}\n`);
  process.exitCode = isRight ? 0 : 1;
}
