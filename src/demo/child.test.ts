import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { type DaemonChild, startDaemonChild } from './child.ts';

/** A program in the place of the daemon: tells how it was started, and lives until it is told to stop. */
const PROGRAM = `
process.on('SIGTERM', () => { console.log('stopping'); process.exit(0); });
console.log(JSON.stringify({ words: process.argv.slice(2), hasChannel: process.channel !== undefined, input: process.stdin.isTTY ?? null }));
setInterval(() => {}, 1000);
`;

let directory: string;
let child: DaemonChild;
let lines: string[];
let lives: string[];
const clock = fakeClock();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lobbyd-child-'));
  writeFileSync(join(directory, 'program.mjs'), PROGRAM);
  lines = [];
  lives = [];
  child = startDaemonChild({
    node: process.execPath,
    program: join(directory, 'program.mjs'),
    branchFile: '/tmp/demo/branch.yaml',
    clock,
    onLife: ({ state }) => void lives.push(state),
    onLine: (line) => void lines.push(line),
  });
});
afterEach(async () => {
  await child.stop();
  rmSync(directory, { recursive: true });
});

describe('the daemon of the demo', () => {
  it('is the released program on a branch file, and the demo has no channel to it', async () => {
    await expect.poll(() => lines.length).toBe(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      words: ['run', '/tmp/demo/branch.yaml'],
      hasChannel: false,
      input: null,
    });
    expect(lives).toEqual(['starting', 'running']);
  });

  it('comes back a second after a power cut', async () => {
    await expect.poll(() => lines.length).toBe(1);
    const first = child.pid();
    child.kill();
    await expect.poll(() => lives.at(-1)).toBe('stopped');
    await clock.advance(1_000);
    await expect.poll(() => lines.length).toBe(2);
    expect(child.pid()).not.toBe(first);
  });

  it('is asked to stop, and stays so', async () => {
    await expect.poll(() => lines.length).toBe(1);
    await Promise.all([child.stop(), child.stop()]);
    expect(lines.at(-1)).toBe('stopping');
    await clock.advance(60_000);
    expect(child.pid()).toBeNull();
    expect(lives).toEqual(['starting', 'running', 'stopped']);
  });
});
