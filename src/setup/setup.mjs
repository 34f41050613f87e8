// @ts-check
// The first half of `npm start` and `npm test`: does what is missing on this machine, and nothing twice.
// Plain JavaScript on Node alone, readable by older ones: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt, ROOT } from './build.mjs';
import { aptCommand, BUILD_TOOLS, commandForPeople, hasApt, headersFolder, missingOf, WANTED } from './packages.mjs';

/** Oldest Node that every dependency runs on; the `engines` of package.json. */
const OLDEST = { major: 20, minor: 19 };
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.lobbyd-installed');

/** @param {string} line */
const say = (line) => void process.stderr.write(`lobbyd set-up: ${line}\n`);

/** Ends the set-up: the step that failed, what was run, and the next step for whoever reads it. */
class Stop extends Error {
  /**
   * @param {string} step
   * @param {string} what
   * @param {string} next
   */
  constructor(step, what, next) {
    super(`stopped at ${step}: ${what}. Next: ${next}`);
  }
}

/**
 * Runs a command with its output on this terminal.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [more] environment on top of this one
 * @returns {string | null} how it ended, null when well
 */
function run(command, args, more) {
  const ran = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], env: { ...process.env, ...more } });
  if (ran.error) return ran.error.message;
  return ran.status === 0 ? null : `it ended with ${ran.status ?? ran.signal}`;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  throw new Stop(
    'Node',
    `Node ≥ ${OLDEST.major}.${OLDEST.minor} needed, this is ${process.versions.node} (${process.execPath})`,
    'take the nodejs and npm of Debian 13 or Raspberry Pi OS (trixie), or put a Node 20 from nodejs.org first on the PATH',
  );
}

/**
 * Gets the Debian packages that are missing. What is only wanted never stops a start, nor a test run outside CI:
 * the tests that need it say that they were skipped.
 *
 * @param {import('./packages.mjs').Target} target
 * @param {boolean} isInstallDue
 */
function getPackages(target, isInstallDue) {
  const needed = isInstallDue ? BUILD_TOOLS : [];
  const missing = missingOf([...needed, ...WANTED[target]]);
  if (missing.length === 0) return;
  const ended = installAsRoot(missing);
  const left = missingOf(missing);
  if (left.length === 0) return;
  const names = left.map((tool) => tool.name).join(', ');
  const next = hasApt() ? commandForPeople(left) : `install ${names} with this system's own means`;
  const isStopped = missingOf(needed).length > 0 || (target !== 'start' && process.env.CI === 'true');
  if (isStopped) throw new Stop('Debian packages', ended ? `${names} missing, ${ended}` : `${names} missing`, next);
  for (const tool of left) say(`${tool.name} is missing (${tool.purpose}); going on without it`);
  say(`to have ${left.length > 1 ? 'them' : 'it'}: ${next}`);
}

/**
 * @param {import('./packages.mjs').Tool[]} missing
 * @returns {string | null} what went wrong, null when nothing did or this is not for us to do
 */
function installAsRoot(missing) {
  if (process.getuid?.() !== 0 || !hasApt()) return null;
  const command = aptCommand(missing);
  say(`installing Debian packages: ${command}`);
  const lock = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  const packages = command.split(' --no-install-recommends ')[1]?.split(' ') ?? [];
  const updated = run('apt-get', [...lock, 'update'], environment);
  if (updated) return `apt-get update: ${updated}`;
  const installed = run('apt-get', [...lock, 'install', '-y', '--no-install-recommends', ...packages], environment);
  return installed ? `${command}: ${installed}` : null;
}

/** @returns {string} changes when the lock file does, or when another Node would load the addons */
function installFingerprint() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const runtime = `${process.platform} ${process.arch} ${process.versions.modules}`;
  return `${createHash('sha256').update(lock).digest('hex')} ${runtime}`;
}

/** @returns {boolean} whether npm has to run */
function isInstallDue() {
  // A linked folder belongs to somebody else: it is used as it is.
  if (lstatSync(MODULES, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  return !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== installFingerprint();
}

function install() {
  const args = ['ci', '--include=dev', '--ignore-scripts=false', '--no-audit', '--no-fund'];
  const headers = headersFolder();
  say(`installing Node packages: npm ${args.join(' ')}${headers ? ` (headers of Node in ${headers})` : ''}`);
  const ended = run('npm', args, headers ? { npm_config_nodedir: headers } : {});
  if (ended) {
    throw new Stop(
      'Node packages',
      `npm ci: ${ended}`,
      'read the lines above; without a network npm cannot fetch what it has not kept; then run the same command again',
    );
  }
  const addons = "new (require('better-sqlite3'))(':memory:').close(); require('epoll')";
  const loaded = run(process.execPath, ['-e', addons]);
  if (loaded) {
    throw new Stop(
      'Node packages',
      `better-sqlite3 or epoll does not load: ${loaded}`,
      'remove node_modules and try again',
    );
  }
  writeFileSync(STAMP, installFingerprint());
}

function compile() {
  if (isBuilt()) return;
  say('building: tsc -p tsconfig.build.json');
  const { isRight, report } = build();
  if (isRight) return;
  process.stderr.write(`${report}\n`);
  throw new Stop(
    'build',
    'tsc -p tsconfig.build.json: the types are wrong',
    'mend what is named above, or `git status`',
  );
}

try {
  const target = process.argv[2];
  if (target !== 'start' && target !== 'test' && target !== 'systemd') {
    throw new Stop('set-up', `no target "${target}"`, 'node src/setup/setup.mjs start|test|systemd');
  }
  checkNode();
  const isDue = isInstallDue();
  getPackages(target, isDue);
  if (isDue) install();
  compile();
} catch (caught) {
  if (!(caught instanceof Stop)) throw caught;
  say(caught.message);
  process.exitCode = 1;
}
