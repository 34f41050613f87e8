// @ts-check
// What of Debian this machine still lacks, and how to get it. Nothing here needs more than Node.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * A tool of Debian: `name` for people, the `package` that brings it, and `find` for the path where it is, null when it is not.
 *
 * @typedef {{ name: string, package: string, find: () => string | null, purpose: string }} Tool
 */

/** A plain user's PATH on Debian lacks the sbin folders, where brokers live. */
const FOLDERS = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
];

/**
 * @param {string[]} paths
 * @returns {string | null} the first that is there
 */
const first = (paths) => paths.find((path) => existsSync(path)) ?? null;

/**
 * @param {string} name of a program
 * @param {string} debian the package that brings it
 * @param {string} purpose what it is for
 * @returns {Tool}
 */
const program = (name, debian, purpose) => ({
  name,
  package: debian,
  purpose,
  find: () => first(FOLDERS.filter(Boolean).map((folder) => join(folder, name))),
});

/**
 * @param {string} file below a folder of libraries, which has the machine's name in it
 * @returns {string[]} where it may be
 */
const multiarch = (file) => ['x86_64', 'aarch64'].map((machine) => join('/usr/lib', `${machine}-linux-gnu`, file));

/** @returns {string} what brings SimPy 3 or newer: in bookworm the plain name is that of SimPy 2 */
function simpyPackage() {
  const version = '/etc/debian_version';
  return existsSync(version) && readFileSync(version, 'utf8').startsWith('12') ? 'python3-simpy3' : 'python3-simpy';
}

/** Where this Node was installed: `/usr` for Debian's. */
const prefix = dirname(dirname(process.execPath));

/**
 * The headers that fit the Node which runs this.
 *
 * @returns {string | null} the folder for node-gyp's `nodedir`; null when there are none on this machine
 */
export function headersFolder() {
  const asked = process.env.npm_config_nodedir;
  const found = [asked, prefix, '/usr'].find((folder) => folder && hasHeadersOf(folder, process.versions.node));
  return found ?? null;
}

/**
 * @param {string} folder
 * @param {string} version
 */
function hasHeadersOf(folder, version) {
  const header = join(folder, 'include/node/node_version.h');
  if (!existsSync(join(folder, 'include/node/node.h')) || !existsSync(header)) return false;
  const major = /#define NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(header, 'utf8'))?.[1];
  return major === version.split('.')[0];
}

/** Needed to build better-sqlite3 and epoll. @type {Tool[]} */
export const BUILD_TOOLS = [
  program('python3', 'python3', 'builds the native addons'),
  program('make', 'make', 'builds the native addons'),
  program('g++', 'g++', 'builds the native addons'),
  {
    name: 'node.h',
    package: 'libnode-dev',
    purpose: 'builds the native addons',
    // Only Debian's own Node has its headers in a package; another one brings them, or node-gyp fetches them.
    find: () => (prefix === '/usr' ? headersFolder() : prefix),
  },
];

/** What `npm test` looks at the program with. @type {Tool[]} */
const FOR_TESTS = [
  program('socat', 'socat', 'serial wires for the tests of drivers'),
  program('mosquitto', 'mosquitto', 'the broker of the MQTT tests'),
  program('mosquitto_sub', 'mosquitto-clients', 'an MQTT consumer that is not ours'),
  program('curl', 'curl', 'gives the commands of docs/http.md'),
  program('strace', 'strace', 'plays slow and broken disks'),
  program('mkfs.ext4', 'e2fsprogs', 'makes the disk that the kernel sets read-only'),
  {
    name: 'libfaketime',
    package: 'libfaketime',
    purpose: 'sets the clock of one program',
    find: () => first(multiarch('faketime/libfaketimeMT.so.1')),
  },
  program('chromium', 'chromium', 'looks at pages and tickets'),
  {
    name: 'Noto Sans CJK',
    package: 'fonts-noto-cjk',
    purpose: 'Chinese on tickets and pages',
    find: () => first(['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc']),
  },
  program('zbarimg', 'zbar-tools', 'reads the QR code of a printed ticket'),
  {
    name: 'SimPy',
    package: simpyPackage(),
    purpose: 'simulates the same halls in another program',
    find: () => first(['/usr/lib/python3/dist-packages/simpy']),
  },
];

/**
 * Wanted by what the commands run: without them less is seen, or less is tested.
 *
 * @typedef {'start' | 'test' | 'systemd'} Target
 * @type {Record<Target, Tool[]>}
 */
export const WANTED = {
  start: [
    program('socat', 'socat', 'gives the demo its serial wires; without it they are TCP'),
    program(
      'mosquitto',
      'mosquitto',
      'the broker of the demo, which can be stopped; without it the daemon runs its own',
    ),
    program('strace', 'strace', 'makes the disk of the demo slow; without it that switch is dead'),
  ],
  test: FOR_TESTS,
  systemd: [
    ...FOR_TESTS,
    program('systemd-nspawn', 'systemd-container', 'boots the installed package'),
    program('debootstrap', 'debootstrap', 'makes the Debian that it is installed on'),
    program('lintian', 'lintian', 'examines the package'),
    program('aarch64-linux-gnu-g++', 'g++-aarch64-linux-gnu', 'builds the package of the Pi'),
    program('qemu-aarch64-static', 'qemu-user-static', 'runs the package of the Pi'),
  ],
};

/**
 * @param {Tool[]} tools
 * @returns {Tool[]} those that are not on this machine
 */
export const missingOf = (tools) => tools.filter((tool) => tool.find() === null);

/**
 * The shell command that installs them, for root.
 *
 * @param {Tool[]} tools
 */
export function aptCommand(tools) {
  const packages = [...new Set(tools.map((tool) => tool.package))].sort();
  return `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/**
 * The same for a person who is not root, to be pasted as it is.
 *
 * @param {Tool[]} tools
 */
export function commandForPeople(tools) {
  const asRoot = program('sudo', 'sudo', '').find() ? 'sudo sh -c' : 'su -c';
  return `${asRoot} '${aptCommand(tools)}'`;
}

/** @returns {boolean} whether this is a machine that apt looks after */
export const hasApt = () => program('apt-get', 'apt', '').find() !== null;
