// @ts-check
// Writes the files that are generated from sources, or with `--check` names those that are stale. A module of the built
// program whose name ends in `.generate.js` exports `files(): Promise<Record<path from the root, content>>`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './build.mjs';

const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

/**
 * @param {string} path of the file to be
 * @param {string} content
 * @returns {string} the content as `npm run format` would leave it
 */
function formatted(path, content) {
  if (!/\.(?:json|jsonc|ts|css|html)$/.test(path)) return content;
  const args = [BIOME, 'format', `--stdin-file-path=${path}`];
  const run = spawnSync(process.execPath, args, { cwd: ROOT, input: content, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${path} cannot be formatted: ${run.stderr}`);
  return run.stdout;
}

/** @returns {Promise<[string, string][]>} path and content of every generated file */
async function generated() {
  const below = existsSync(join(ROOT, 'dist')) ? readdirSync(join(ROOT, 'dist'), { recursive: true }) : [];
  const makers = below
    .map(String)
    .filter((path) => path.endsWith('.generate.js'))
    .sort();
  /** @type {[string, string][]} */
  const all = [];
  for (const maker of makers) {
    const module = await import(pathToFileURL(join(ROOT, 'dist', maker)).href);
    for (const [path, content] of Object.entries(await module.files())) all.push([path, formatted(path, content)]);
  }
  return all;
}

const all = await generated();
const isCheck = process.argv.includes('--check');
const stale = all.filter(
  ([path, content]) => !existsSync(join(ROOT, path)) || readFileSync(join(ROOT, path), 'utf8') !== content,
);
for (const [path, content] of isCheck ? [] : stale) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), content);
}
const names = stale.map(([path]) => path).join(', ');
process.stdout.write(`generated files: ${all.length}, ${isCheck ? 'stale' : 'written'}: ${names || 'none'}\n`);
if (isCheck && stale.length > 0) {
  process.stderr.write('Next: npm run generate, and commit what it writes\n');
  process.exitCode = 1;
}
