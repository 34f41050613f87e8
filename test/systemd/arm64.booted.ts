import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { minutes } from '../../src/clock.ts';
import { openHall, settled } from '../stand/hall.ts';
import { peopleOf } from '../stand/scene.ts';
import { foreignRoot } from './debian-root.ts';
import { must } from './run.ts';

const isAsked = process.env.LOBBYD_ARM64 === '1' && process.getuid?.() === 0;
if (!isAsked) {
  const how = 'LOBBYD_ARM64=1 npm run test:systemd -- arm64';
  process.stderr.write(`skipped, the package of the Pi is emulated only when asked for: ${how}\n`);
}

it.skipIf(!isAsked)(
  'the package for the Pi, built here, issues and calls under emulation',
  { timeout: minutes(15) },
  async ({ onTestFinished }) => {
    const shelf = mkdtempSync('/var/tmp/lobbyd-arm64-');
    onTestFinished(() => rmSync(shelf, { recursive: true, force: true }));
    const tree = join(shelf, 'tree');
    mkdirSync(tree);
    must('dpkg-deb', '--extract', must(process.execPath, 'systemd/deb/build.mjs', 'arm64'), tree);
    const root = foreignRoot('arm64');
    // TCP wires: the emulator passes on no more of a terminal than a shell needs.
    const hall = await openHall({ wires: 'tcp' });
    onTestFinished(() => hall.close());
    const program = join(tree, 'usr/lib/lobbyd/dist/program/lobbyd/main.js');
    const words = ['-L', root, join(root, 'usr/bin/node'), '--max-semi-space-size=2', program, 'run', hall.branchFile];
    const daemon = spawn('qemu-aarch64-static', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [daemon.stdout, daemon.stderr]) stream.on('data', (chunk) => void said.push(String(chunk)));
    const ended = new Promise<number | null>((resolve) => daemon.once('close', resolve));
    onTestFinished(async () => {
      daemon.kill('SIGKILL');
      await ended;
    });
    await settled(hall, minutes(3)).catch((caught: unknown) => expect.fail(`${said.join('')}\n${String(caught)}`));
    const { openCounters, take, press } = peopleOf(hall);
    await openCounters(1);
    await take(1, 'A001');
    await hall.until('the slip is cut', () => hall.slips.length === 1);
    await press(1, 'next', 'A001 CALLED');
    daemon.kill('SIGTERM');
    expect(await ended).toBe(0);
  },
);
