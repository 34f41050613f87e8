// @ts-check
// Builds the Debian package: node systemd/deb/build.mjs [amd64|arm64] [--version VERSION]. Needs dpkg-deb, and g++ of the
// target when that is another machine. What is in node_modules and dist is packed; nothing is fetched.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, isBuilt, ROOT } from '../../src/setup/build.mjs';
import { OWN_FILES } from '../../src/setup/own-files.mjs';
import { needsOf, placeAddons, TARGETS } from './addons.mjs';
import { copyModule, copySerialAddon, runtimeModules } from './modules.mjs';
import { Stop } from './stop.mjs';
import { changelogText, controlText, copyrightText, manualText } from './texts.mjs';

const HERE = join(ROOT, 'systemd');
const LIBRARY = 'usr/lib/lobbyd';
const DOCUMENTS = 'usr/share/doc/lobbyd';
const EXAMPLES = 'usr/share/lobbyd/examples';

/** Source → place in the package. */
const FILES = {
  'lobbyd.service': 'usr/lib/systemd/system/lobbyd.service',
  'lobbyd.sysusers': 'usr/lib/sysusers.d/lobbyd.conf',
  'lobbyd.tmpfiles': 'usr/lib/tmpfiles.d/lobbyd.conf',
  '99-lobbyd.rules': 'usr/lib/udev/rules.d/99-lobbyd.rules',
  'examples/90-lobbyd-names.rules': `${EXAMPLES}/90-lobbyd-names.rules`,
  '../config/branch.example.yaml': `${EXAMPLES}/branch.yaml`,
  '../config/bank-standard.yaml': `${EXAMPLES}/bank-standard.yaml`,
  '../config/back-office/branch.yaml': `${EXAMPLES}/back-office/branch.yaml`,
  '../config/back-office/bank-standard.yaml': `${EXAMPLES}/back-office/bank-standard.yaml`,
  '../config/branch.schema.json': `${EXAMPLES}/branch.schema.json`,
  '../config/bank-standard.schema.json': `${EXAMPLES}/bank-standard.schema.json`,
  '../config/scenario.schema.json': `${EXAMPLES}/scenario.schema.json`,
  'deb/lintian-overrides': 'usr/share/lintian/overrides/lobbyd',
};

/** @param {string} what */
const say = (what) => void process.stderr.write(`lobbyd deb: ${what}\n`);

/**
 * @param {string} file
 * @param {string | Buffer} content
 */
function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** @param {readonly string[]} args */
function git(...args) {
  const run = spawnSync('git', ['-C', ROOT, ...args], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : null;
}

/**
 * Time and version of what is packed. A tagged commit is the release, any other comes before it, in the order of time.
 *
 * @returns {{ seconds: number, version: string }} Unix time of the newest change
 */
function release() {
  const plain = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
  const [seconds, commit] = git('log', '-1', '--format=%ct %h')?.split(' ') ?? [];
  if (seconds === undefined)
    return { seconds: Math.floor(lstatSync(join(ROOT, 'package.json')).mtimeMs / 1000), version: plain };
  const isTagged = git('tag', '--points-at', 'HEAD')?.split('\n').includes(`v${plain}`);
  const isClean = git('status', '--porcelain') === '';
  if (isTagged && isClean) return { seconds: Number(seconds), version: plain };
  const stamp = new Date(Number(seconds) * 1000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 12);
  return { seconds: Number(seconds), version: `${plain}~${stamp}.${commit}${isClean ? '' : '.changed'}` };
}

/** @param {string} tree */
function placeProgram(tree) {
  const library = join(tree, LIBRARY);
  const program = 'dist/program';
  // Code that was prepared here is of this machine's processor: postinst makes the one of the target's.
  const isPacked = (/** @type {string} */ file) => !/\.(?:map|bin)$/.test(file);
  cpSync(join(ROOT, program), join(library, program), { recursive: true, filter: isPacked });
  const { name, version, type, license, bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  write(join(library, 'package.json'), `${JSON.stringify({ name, version, type, license, bin }, null, 2)}\n`);
  const main = join(library, 'dist/program/lobbyd/main.js');
  // Debian's Node, whatever else is on somebody's PATH: the addons fit it.
  writeFileSync(main, readFileSync(main, 'utf8').replace(/^#!.*/, '#!/usr/bin/node'));
  mkdirSync(join(tree, 'usr/bin'), { recursive: true });
  symlinkSync('../lib/lobbyd/dist/program/lobbyd/main.js', join(tree, 'usr/bin/lobbyd'));
}

/**
 * @param {string} tree
 * @param {{ seconds: number, version: string }} release
 * @param {readonly import('./modules.mjs').Module[]} modules
 */
function placeTexts(tree, { seconds, version }, modules) {
  for (const [from, to] of Object.entries(FILES)) write(join(tree, to), readFileSync(join(HERE, from)));
  const scenarios = join(ROOT, 'config/scenarios');
  for (const name of readdirSync(scenarios)) {
    // The example branch has another name there.
    const text = readFileSync(join(scenarios, name), 'utf8').replace('../branch.example.yaml', '../branch.yaml');
    write(join(tree, EXAMPLES, 'scenarios', name), text);
  }
  const documents = join(tree, DOCUMENTS);
  write(join(documents, 'copyright'), copyrightText(modules));
  write(join(documents, 'changelog.gz'), gzipSync(changelogText(version, seconds), { level: 9 }));
  write(
    join(tree, 'usr/share/man/man1/lobbyd.1.gz'),
    gzipSync(manualText(join(ROOT, 'dist/program/lobbyd/main.js')), { level: 9 }),
  );
  symlinkSync('../../lobbyd/examples', join(documents, 'examples'));
  for (const folder of ['docs', 'docs/technician']) {
    for (const name of readdirSync(join(ROOT, folder)).filter((file) => /\.(?:md|yaml)$/.test(file))) {
      write(join(documents, folder.slice('docs'.length), name), readFileSync(join(ROOT, folder, name)));
    }
  }
  for (const { name } of readdirSync(join(ROOT, 'devices'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    write(join(documents, `devices/${name}.md`), readFileSync(join(ROOT, `devices/${name}/README.md`)));
  }
}

/**
 * @param {string} folder
 * @returns {string[]} every file and folder below it, sorted
 */
const below = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? [path, ...below(path)] : [path];
    });

/**
 * The same modes whoever builds, and the list of sums.
 *
 * @param {string} tree
 * @returns {{ sums: string, kilobytes: number }}
 */
function settle(tree) {
  let sums = '';
  let kilobytes = 0;
  chmodSync(tree, 0o755);
  for (const path of below(tree)) {
    const status = lstatSync(path);
    if (status.isSymbolicLink()) continue;
    chmodSync(path, status.isDirectory() || path.endsWith('dist/program/lobbyd/main.js') ? 0o755 : 0o644);
    kilobytes += status.isDirectory() ? 1 : Math.ceil(status.size / 1024);
    if (status.isFile())
      sums += `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${relative(tree, path)}\n`;
  }
  return { sums, kilobytes };
}

/**
 * @param {import('./addons.mjs').Target} target
 * @param {{ seconds: number, version: string }} release
 * @returns {string} the package
 */
function pack(target, release) {
  const tree = join(ROOT, 'var/deb/tree', target.debian);
  rmSync(tree, { recursive: true, force: true });
  placeProgram(tree);
  const library = join(tree, LIBRARY);
  const modules = runtimeModules();
  for (const module of runtimeModules(OWN_FILES)) copyModule(module, library);
  const serial = copySerialAddon(library, target.node);
  if (serial === null) throw new Stop('addons', `serialport has no addon for ${target.debian}`, 'run npm ci again');
  const needs = needsOf(target, [...placeAddons(target, library), serial]);
  placeTexts(tree, release, modules);
  const { sums, kilobytes } = settle(tree);
  const control = join(tree, 'DEBIAN');
  const nodeMajor = Number(process.versions.node.split('.')[0]);
  write(
    join(control, 'control'),
    controlText({ ...needs, version: release.version, arch: target.debian, kilobytes, nodeMajor }),
  );
  write(join(control, 'md5sums'), sums);
  for (const script of ['preinst', 'postinst', 'prerm', 'postrm']) {
    write(join(control, script), readFileSync(join(HERE, 'deb/maintainer', script)));
    chmodSync(join(control, script), 0o755);
  }
  write(join(control, 'triggers'), readFileSync(join(HERE, 'deb/maintainer/triggers')));
  const file = join(ROOT, `var/deb/lobbyd_${release.version}_${target.debian}.deb`);
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(release.seconds) };
  const run = spawnSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, file], { env, encoding: 'utf8' });
  if (run.status !== 0) throw new Stop('dpkg-deb', run.error?.message ?? run.stderr, 'install dpkg');
  return file;
}

/** @returns {{ target: import('./addons.mjs').Target, version: string | null }} */
function asked() {
  const words = process.argv.slice(2);
  const at = words.indexOf('--version');
  const [, version = null] = at < 0 ? [] : words.splice(at, 2);
  const own = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const [arch = own] = words;
  if (arch !== 'amd64' && arch !== 'arm64')
    throw new Stop('the command line', `no target "${arch}"`, 'name amd64 or arm64');
  return { target: TARGETS[arch], version };
}

try {
  const { target, version } = asked();
  if (process.versions.modules !== '115') {
    say(`built for Node ${process.versions.node}: the package will ask for it`);
  }
  if (!isBuilt()) {
    const { isRight, report } = build();
    if (!isRight) throw new Stop('build', report, 'mend what is named above');
  }
  const made = release();
  const file = pack(target, { ...made, version: version ?? made.version });
  process.stdout.write(`${relative(process.cwd(), file)}\n`);
} catch (caught) {
  if (!(caught instanceof Stop)) throw caught;
  say(caught.message);
  process.exitCode = 1;
}
