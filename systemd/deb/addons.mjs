// @ts-check
// The addons that are compiled: taken from node_modules when they fit the target, cross-built otherwise.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../src/setup/build.mjs';
import { headersFolder } from '../../src/setup/packages.mjs';
import { ADDONS } from './modules.mjs';
import { Stop } from './stop.mjs';

/**
 * A machine that packages are built for, by the names of Debian, Node, ELF and GCC.
 *
 * @typedef {{ debian: 'amd64' | 'arm64', node: 'x64' | 'arm64', machine: number, triplet: string }} Target
 */

/** @type {Readonly<Record<'amd64' | 'arm64', Target>>} */
export const TARGETS = {
  amd64: { debian: 'amd64', node: 'x64', machine: 62, triplet: 'x86_64-linux-gnu' },
  arm64: { debian: 'arm64', node: 'arm64', machine: 183, triplet: 'aarch64-linux-gnu' },
};

/**
 * Puts the compiled addons of a target into a tree.
 *
 * @param {Target} target
 * @param {string} tree the folder that stands for the root
 * @returns {string[]} the files
 */
export function placeAddons(target, tree) {
  return Object.entries(ADDONS).map(([name, file]) => {
    const path = `node_modules/${name}/build/Release/${file}`;
    if (!existsSync(join(ROOT, 'node_modules', name))) {
      throw new Stop(
        'addons',
        `node_modules/${name} is missing`,
        'run npm ci (unix-dgram needs python3, make and g++)',
      );
    }
    const built = target.node === process.arch ? join(ROOT, path) : crossBuilt(target, name, file);
    const copy = join(tree, path);
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(built, copy);
    strip(target, copy);
    return copy;
  });
}

/**
 * @param {Target} target
 * @param {string} name of the package
 * @param {string} file that it loads
 * @returns {string} the addon, built now or by an earlier run
 */
function crossBuilt(target, name, file) {
  const source = join(ROOT, 'node_modules', name);
  const version = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).version;
  const key = createHash('sha256').update(`${name} ${version} ${process.versions.node}`).digest('hex').slice(0, 12);
  // Inside the project: node-gyp asks Node for `nan` from there.
  const folder = join(ROOT, `var/deb/addons/${target.debian}/${name}-${version}-${key}`);
  const built = join(folder, 'build/Release', file);
  if (existsSync(built)) return built;
  rmSync(folder, { recursive: true, force: true });
  cpSync(source, folder, { recursive: true, dereference: true, filter: (path) => path !== join(source, 'build') });
  compile(target, name, folder);
  return built;
}

/**
 * @param {Target} target
 * @param {string} name
 * @param {string} folder
 */
function compile({ node, triplet, debian }, name, folder) {
  const headers = headersFolder();
  const compiler = `${triplet}-g++`;
  if (spawnSync(compiler, ['--version']).error) {
    const next = `apt-get install --no-install-recommends g++-${triplet.replaceAll('_', '-')}`;
    throw new Stop('addons', `${compiler} is missing: it builds ${name} for ${debian}`, next);
  }
  const args = [nodeGyp(), 'rebuild', '--release', `--arch=${node}`, ...(headers ? [`--nodedir=${headers}`] : [])];
  const env = { ...process.env, CC: `${triplet}-gcc`, CXX: compiler, AR: `${triplet}-ar`, LINK: compiler };
  process.stderr.write(`lobbyd deb: building ${name} for ${debian}\n`);
  const run = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  if (run.status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  throw new Stop('addons', `${name} does not build for ${debian}:\n${run.stdout}${run.stderr}`, 'read the lines above');
}

/** npm brings its own; Debian packs it apart. */
function nodeGyp() {
  const prefix = dirname(dirname(process.execPath));
  const places = [
    `${prefix}/lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js`,
    '/usr/share/nodejs/node-gyp/bin/node-gyp.js',
    '/usr/share/nodejs/npm/node_modules/node-gyp/bin/node-gyp.js',
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Stop('addons', 'node-gyp is not where npm keeps it', 'install npm');
  return found;
}

/**
 * @param {Target} target
 * @param {string} file
 */
function strip({ triplet, node }, file) {
  const tool = node === process.arch ? 'strip' : `${triplet}-strip`;
  const run = spawnSync(tool, ['--strip-unneeded', '--remove-section=.comment', '--remove-section=.note', file]);
  if (run.status !== 0)
    throw new Stop('addons', `${tool} ${file}: ${run.error?.message ?? run.stderr}`, 'install binutils');
}

/**
 * Refuses addons of another machine, and tells the oldest glibc and libstdc++ that they run on.
 *
 * @param {Target} target
 * @param {readonly string[]} files
 * @returns {{ glibc: string, gcc: number }} `2.34`; the major version of GCC whose libstdc++ has all symbols
 */
export function needsOf({ machine, debian }, files) {
  let glibc = [2, 17];
  let glibcxx = 0;
  for (const file of files) {
    const bytes = readFileSync(file);
    const isElf = bytes.readUInt32BE(0) === 0x7f454c46;
    if (!isElf || bytes.readUInt16LE(18) !== machine)
      throw new Stop('addons', `${file} is not for ${debian}`, 'remove var/deb and try again');
    const text = bytes.toString('latin1');
    for (const [, major = 0, minor = 0] of text.matchAll(/GLIBC_(\d+)\.(\d+)/g)) {
      const version = [Number(major), Number(minor)];
      if (isNewer(version, glibc)) glibc = version;
    }
    for (const [, minor] of text.matchAll(/GLIBCXX_3\.4\.(\d+)/g)) glibcxx = Math.max(glibcxx, Number(minor));
  }
  return { glibc: glibc.join('.'), gcc: gccOf(glibcxx) };
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function isNewer([major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]) {
  return major > otherMajor || (major === otherMajor && minor > otherMinor);
}

/**
 * The first GCC with GLIBCXX_3.4.N: the table "GCC: libstdc++" of https://gcc.gnu.org/onlinedocs/libstdc++/manual/abi.html
 *
 * @param {number} minor N
 */
function gccOf(minor) {
  const firsts = /** @type {const} */ ([
    [34, 15],
    [33, 14],
    [31, 13],
    [30, 12],
    [29, 11],
    [26, 9],
    [22, 6],
  ]);
  // Newest last symbol wins; what is older than all of them is in every Debian with Node 20.
  let gcc = 5;
  for (const [first, major] of firsts) if (minor >= first) gcc = Math.max(gcc, major);
  return gcc;
}
