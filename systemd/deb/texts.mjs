// @ts-check
// The texts of the package: control, copyright, changelog, manual page.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/setup/build.mjs';
import { licenceOf } from './modules.mjs';

const MAINTAINER = 'lobbyd maintainers <lobbyd@localhost>';

/**
 * @param {{ version: string, arch: string, kilobytes: number, glibc: string, gcc: number, nodeMajor: number }} facts
 *   `kilobytes` when installed
 */
export function controlText({ version, arch, kilobytes, glibc, gcc, nodeMajor }) {
  // The addons know one ABI of Node: another major version is refused here, not by a crash in the branch.
  const depends = [
    'nodejs (>= 20.19)',
    `nodejs (<< ${nodeMajor + 1})`,
    `libc6 (>= ${glibc})`,
    `libstdc++6 (>= ${gcc})`,
    // RestartSteps= of the unit; serialport asks udevadm for the ports.
    'systemd (>= 254)',
    'udev',
    'init-system-helpers (>= 1.54~)',
  ];
  return `Package: lobbyd
Version: ${version}
Architecture: ${arch}
Maintainer: ${MAINTAINER}
Installed-Size: ${kilobytes}
Depends: ${depends.join(', ')}
Suggests: mosquitto, mosquitto-clients
Section: misc
Priority: optional
Description: call-number controller of a bank branch
 lobbyd turns a Raspberry Pi into the call-number controller of a bank branch:
 a customer presses a button and gets a ticket, a teller presses next on a
 keypad, the display over the counter shows the number, and every event goes
 to the MQTT broker of the branch.
 .
 The configuration is /etc/lobbyd/branch.yaml, which is never touched by an
 upgrade; examples are in /usr/share/lobbyd/examples.
`;
}

/** @param {readonly import('./modules.mjs').Module[]} modules */
export function copyrightText(modules) {
  const ours = readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim();
  /** Packages by the text of their licence: many share one to the letter. @type {Map<string, string[]>} */
  const byText = new Map();
  for (const module of modules) {
    const text = licenceOf(module) ?? `(the package brings no text; it says: ${module.license})`;
    byText.set(text, [...(byText.get(text) ?? []), `${module.name} ${module.version} (${module.license})`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}`);
  return [`lobbyd\n\n${ours}`, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`).concat('\n');
}

/**
 * @param {string} version
 * @param {number} seconds Unix time of the release
 */
export function changelogText(version, seconds) {
  const date = new Date(seconds * 1000).toUTCString().replace('GMT', '+0000');
  return `lobbyd (${version}) unstable; urgency=medium\n\n  * Built from the project's own history: see git log.\n\n -- ${MAINTAINER}  ${date}\n`;
}

/**
 * The manual page, from what the program itself says: it cannot lag behind.
 *
 * @param {string} program the built main.js
 */
export function manualText(program) {
  /** @param {string[]} words */
  const help = (...words) => {
    const env = { ...process.env, NO_COLOR: '1', COLUMNS: '78' };
    return spawnSync(process.execPath, [program, ...words, '--help'], { encoding: 'utf8', env }).stdout.trimEnd();
  };
  /** @param {string} text */
  const commandsOf = (text) =>
    [...(text.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)]
      .map(([, name]) => String(name))
      .filter((name) => name !== 'help');
  const main = help();
  const pages = commandsOf(main).flatMap((name) => {
    const text = help(name);
    return [{ name, text }, ...commandsOf(text).map((sub) => ({ name: `${name} ${sub}`, text: help(name, sub) }))];
  });
  /** @param {string} text */
  const verbatim = (text) =>
    `.nf\n${text
      .replaceAll('\\', '\\e')
      .replaceAll('-', '\\-')
      .replace(/^([.'])/gm, '\\&$1')}\n.fi`;
  return `.TH LOBBYD 1 "" "" "lobbyd"
.SH NAME
lobbyd \\- call\\-number controller of a bank branch
.SH SYNOPSIS
${verbatim(main)}
.SH COMMANDS
${pages.map(({ name, text }) => `.SS ${name}\n${verbatim(text)}`).join('\n')}
.SH FILES
.TP
.I /etc/lobbyd/branch.yaml
the branch; the bank standard stands beside it
.TP
.I /var/lib/lobbyd
the journal
.TP
.I /usr/share/lobbyd/examples
an example branch, a bank standard, names for devices
.SH SEE ALSO
.BR systemctl (1),
.BR journalctl (1),
/usr/share/doc/lobbyd
`;
}
