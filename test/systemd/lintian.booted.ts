import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { minutes } from '../../src/clock.ts';
import { lacks } from '../tools.ts';
import { must, type Told, tell } from './run.ts';

/** Errors fail; warnings are read by people: another release of lintian finds others. */
const examine = (file: string): Promise<Told> =>
  tell('lintian', '--allow-root', '--tag-display-limit', '0', '--fail-on', 'error', file);

/** Of this machine, and of the Pi. */
const ARCHITECTURES = process.arch === 'arm64' ? ['arm64'] : ['amd64', 'arm64'];

describe.skipIf(lacks('lintian', 'aarch64-linux-gnu-g++'))('the package before lintian', () => {
  it.each(ARCHITECTURES)(
    'for %s has no error that is not named with its reason',
    { timeout: minutes(15) },
    async (arch) => {
      const { code, text } = await examine(must(process.execPath, 'systemd/deb/build.mjs', arch));
      if (text !== '') console.log(text);
      expect(code, text).toBe(0);
    },
  );

  it('would have one for a file in a place that is not a package’s', { timeout: minutes(5) }, async (context) => {
    const shelf = mkdtempSync('/var/tmp/lobbyd-lintian-');
    context.onTestFinished(() => rmSync(shelf, { recursive: true, force: true }));
    const tree = join(shelf, 'tree');
    for (const folder of ['DEBIAN', 'usr/local/bin']) mkdirSync(join(tree, folder), { recursive: true });
    const control = 'Package: strange\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\n';
    writeFileSync(join(tree, 'DEBIAN/control'), `${control}Description: strange\n a file where none belongs\n`);
    writeFileSync(join(tree, 'usr/local/bin/strange'), '#!/bin/sh\n', { mode: 0o755 });
    must('dpkg-deb', '--root-owner-group', '--build', tree, shelf);
    const { code, text } = await examine(join(shelf, 'strange_1_all.deb'));
    expect(code).not.toBe(0);
    expect(text).toMatch(/^E: strange: (?:file|dir)-in-usr-local/m);
  });

  it('is told the reason of everything that it shall overlook', () => {
    const blocks = readFileSync('systemd/deb/lintian-overrides', 'utf8')
      .trim()
      .split(/\n(?=#)/);
    for (const block of blocks) expect(block).toMatch(/^(?:# .+\n)+(?:lobbyd: \S+.*\n?)+$/);
  });
});
