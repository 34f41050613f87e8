// @ts-check
// Which packages of node_modules a branch runs on, and which of their files.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { ROOT } from '../../src/setup/build.mjs';

const MODULES = join(ROOT, 'node_modules');

/** Brings its addons built, for every machine. */
const SERIAL = '@serialport/bindings-cpp';

/** Needed to build or fetch an addon, or by the compiler: the package brings addons that are built. */
const BUILD_ONLY = /^(?:prebuild-install|nan|node-addon-api|@types\/.*)$/;

/** Addons that are compiled, by the file that their package loads. */
export const ADDONS = /** @type {const} */ ({
  'better-sqlite3': 'better_sqlite3.node',
  epoll: 'epoll.node',
  'unix-dgram': 'unix_dgram.node',
});

/** Built addons are put in by whoever knows the target; sources, types, maps, tests and pages are not run. */
const UNUSED_FOLDER =
  /^(?:test|tests|__tests__|example|examples|benchmark|benchmarks|bench|docs?|\.github|\.vscode|\.husky|coverage|node_modules|fixture|integration-test)$/;
/** Of packages with addons, at the top: what their sources and builders are. */
const ADDON_FOLDER = /^(?:build|deps|prebuilds|src)$/;
const UNUSED_FILE =
  /(?:\.d\.[cm]?ts|\.tsbuildinfo|\.map|\.md|\.markdown|\.html?|\.gypi?|\.cc|\.cpp|\.hpp|\.h|\.c|\.ts|\.tsx|\.mts|\.cts|\.yml|\.lock|\.tgz|\.png|\.svg|\.sh|\.bat)$|^\.|^(?:changelog|history|contributing|license|licence|copying|authors|makefile|readme)(?:[.-].*)?$/i;
const LICENCE_FILE = /^(?:licen[cs]e|copying)(?:[.-].*)?$/i;

/**
 * @typedef {{ path: string, name: string, version: string, license: string }} Module
 *   `path` from the root (`node_modules/a/node_modules/b`)
 */

/** @returns {Record<string, { version?: string, license?: string, dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }>} */
const lock = () => JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;

/**
 * Everything that the program loads, found from its dependencies by the lock file.
 *
 * @param {readonly string[]} [names] these of its dependencies, and what they load; left out: all, bundled ones too
 * @returns {Module[]} sorted by path
 */
export function runtimeModules(names) {
  const packages = lock();
  /** @type {Map<string, Module>} */
  const found = new Map();
  /** @param {string} from */
  const walk = (from) => {
    const { dependencies = {}, optionalDependencies = {} } = packages[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (BUILD_ONLY.test(name) || (from === '' && names?.includes(name) === false)) continue;
      const path = placeOf(name, from, packages);
      if (path === null || found.has(path) || !existsSync(join(ROOT, path))) continue;
      const { version = '', license = 'unknown' } = packages[path] ?? {};
      found.set(path, { path, name, version, license });
      walk(path);
    }
  };
  walk('');
  return [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * Where Node finds a package, by the lock file.
 *
 * @param {string} name
 * @param {string} from the package that asks, '' for the program itself
 * @param {Record<string, unknown>} packages
 */
function placeOf(name, from, packages) {
  for (
    let folder = from;
    ;
    folder = folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : ''
  ) {
    const path = folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === '') return null;
  }
}

/**
 * Copies one package without what is not run.
 *
 * @param {Module} module
 * @param {string} target the folder that stands for the root
 */
export function copyModule({ path, name }, target) {
  const source = join(ROOT, path);
  const isAddon = name in ADDONS || name === SERIAL;
  cpSync(source, join(target, path), {
    recursive: true,
    dereference: true,
    filter: (file) => file === source || isRun(relative(source, file), isAddon),
  });
}

/**
 * @param {string} file from the package's folder
 * @param {boolean} isAddon
 */
function isRun(file, isAddon) {
  const name = basename(file);
  // At the top only: `build` and `doc` are code elsewhere (mqtt/build, yaml/dist/doc).
  if (dirname(file) === '.' && (UNUSED_FOLDER.test(name) || (isAddon && ADDON_FOLDER.test(name)))) return false;
  return name !== 'node_modules' && !UNUSED_FILE.test(name);
}

/**
 * The text of a package's licence.
 *
 * @param {Module} module
 * @returns {string | null} null when it brings none
 */
export function licenceOf({ path }) {
  const name = readdirSync(join(ROOT, path))
    .sort()
    .find((file) => LICENCE_FILE.test(file));
  return name === undefined ? null : readFileSync(join(ROOT, path, name), 'utf8').trim();
}

/**
 * The prebuilt serial addon for a target.
 *
 * @param {string} target the folder that stands for the root
 * @param {'x64' | 'arm64'} arch Node's name
 */
export function copySerialAddon(target, arch) {
  const folder = `${SERIAL}/prebuilds/linux-${arch}`;
  const name = readdirSync(join(MODULES, folder)).find((file) => file.endsWith('glibc.node'));
  if (name === undefined) return null;
  const file = join(target, 'node_modules', folder, name);
  mkdirSync(dirname(file), { recursive: true });
  cpSync(join(MODULES, folder, name), file);
  return file;
}
