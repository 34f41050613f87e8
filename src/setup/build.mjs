// @ts-check
// Brings `dist` up to date with `src` and `devices`, pages included. Plain JavaScript on Node alone: it builds what everything else needs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const SOURCES = ['src', 'devices'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'systemd/lobbyd.service'];
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.lobbyd-built');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
/** The front panel: built for browsers, by src/setup/page.mjs. */
const PAGE = 'src/demo/page';

/** The program of a branch: one folder of a few files, made by src/setup/program.mjs. */
const PROGRAM = 'dist/program/lobbyd';
const PROGRAM_ENTRY = 'src/program/main.ts';
/** Branches like this one are started here: its code is prepared, for the options of the unit, of the demo, and for none. */
const EXAMPLE = 'config/branch.example.yaml';
const DEMO_OPTIONS = ['--max-semi-space-size=2'];

/** What tsconfig.build.json leaves out. */
const UNBUILT = /\.(?:test|contract|fake|d)\.ts$|\/spec\.ts$|arbitrary\.ts$/;

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
export function twinOf(source) {
  if (source.startsWith(`${PAGE}/`)) return source === `${PAGE}/index.html` ? `dist/${source}` : null;
  return source.endsWith('.ts') && !UNBUILT.test(source) ? `dist/${source.replace(/\.ts$/, '.js')}` : null;
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
  const twins = [...SOURCES.flatMap(filesBelow).map(twinOf), hasProgram() ? `${PROGRAM}/main.js` : null];
  return twins.filter((twin) => twin !== null).filter((twin) => !existsSync(join(ROOT, twin)));
}

/** @returns {boolean} whether there is a program to be bundled */
function hasProgram() {
  return existsSync(join(ROOT, PROGRAM_ENTRY));
}

/** @returns {boolean} whether `dist` is what the sources give */
export function isBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint() && missingTwins().length === 0;
}

/** Removes from `dist` what no source stands for any more: a worker that is gone must not be loaded. */
function prune() {
  for (const folder of SOURCES) {
    for (const file of filesBelow(`dist/${folder}`)) {
      // What is in the page's folder is replaced as a whole.
      if (file.startsWith(`dist/${PAGE}/`)) continue;
      const source = `${file.slice('dist/'.length).replace(/\.js(?:\.map)?$/, '')}.ts`;
      if (!existsSync(join(ROOT, source))) rmSync(join(ROOT, file));
    }
  }
}

/**
 * @param {...string} args
 * @returns {{ isRight: boolean, report: string }}
 */
function run(...args) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  return { isRight: status === 0, report: `${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}`.trim() };
}

/** @returns {{ isRight: boolean, report: string }[]} the page's types and its files; the sizes of these are the report */
function buildPage() {
  if (!existsSync(join(ROOT, PAGE, 'index.html'))) {
    rmSync(join(DIST, PAGE), { recursive: true, force: true });
    return [];
  }
  return [run(TSC, '-p', PAGE), run('src/setup/page.mjs', PAGE, `dist/${PAGE}`)];
}

/** @returns {{ isRight: boolean, report: string }[]} the program of a branch, as it is released */
function bundleProgram() {
  if (!hasProgram()) return [];
  const bundled = run('src/setup/program.mjs', PROGRAM);
  if (!bundled.isRight) return [bundled];
  const prepared = [unitOptions(), DEMO_OPTIONS, []].map((options) =>
    run(...options, `${PROGRAM}/main.js`, 'prepare', EXAMPLE),
  );
  return [bundled, ...prepared.map(({ isRight, report }) => ({ isRight, report: isRight ? '' : report }))];
}

/** @returns {string[]} what the unit of systemd gives Node */
function unitOptions() {
  const unit = readFileSync(join(ROOT, 'systemd/lobbyd.service'), 'utf8');
  return /^ExecStart=\S+ (.*?) \/usr\/lib/m.exec(unit)?.[1]?.split(' ') ?? [];
}

/**
 * Builds what changed. With type errors everything that can be built is, and the next call tries again.
 *
 * @returns {{ isRight: boolean, report: string }} whether the types are right, and what the compiler and the bundler say
 */
export function build() {
  const stamp = fingerprint();
  rmSync(STAMP, { force: true });
  prune();
  // The compiler trusts its own notes, not the folder: without them it writes everything.
  if (missingTwins().length > 0) rmSync(join(DIST, '.tsbuildinfo'), { force: true });
  const steps = [run(TSC, '-p', 'tsconfig.build.json'), ...buildPage(), ...bundleProgram()];
  const isRight = steps.every((step) => step.isRight);
  if (isRight) writeFileSync(STAMP, stamp);
  const reports = steps.map(({ report }) => report).filter(Boolean);
  return { isRight, report: reports.join('\n') };
}

if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  const { isRight, report } = build();
  if (report) process.stderr.write(`${report}\n`);
  process.exitCode = isRight ? 0 : 1;
}
