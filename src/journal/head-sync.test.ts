import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { built } from '../../test/built.ts';
import { lacks } from '../../test/tools.ts';
import { journalFiles } from './files.ts';
import { workshop } from './spec.ts';

const shop = workshop();
afterAll(() => shop.remove());

const CHILD = fileURLToPath(new URL('./fixtures/append-child.mjs', import.meta.url));
const HOME = built('src/journal/').href;

/** Marks of the head file, and how many were written before the one before was on the disk. */
function marksIn(trace: string): { readonly written: number; readonly early: number } {
  let [written, early, isOpen] = [0, 0, false];
  for (const line of trace.split('\n')) {
    if (line.includes(' pwrite64(')) {
      written += 1;
      if (isOpen) early += 1;
      isOpen = true;
    } else if (/fdatasync.* = 0\b/.test(line)) isOpen = false;
  }
  return { written, early };
}

describe.skipIf(lacks('strace'))('the head file', () => {
  test('is marked anew, and the batch answered, only when the mark before is on the disk, however slow that is', () => {
    const directory = shop.directory();
    const trace = join(shop.directory(), 'trace');
    const { head } = journalFiles(directory);
    const calls = ['-e', 'trace=pwrite64,fdatasync', '-e', 'inject=fdatasync:delay_exit=30000'];
    const words = ['-f', '--seccomp-bpf', '-qq', '-y', '-o', trace, '-P', head, ...calls, process.execPath];
    execFileSync('strace', [...words, CHILD, HOME, directory, JSON.stringify({ callers: 2, rounds: 10 })]);
    const { written, early } = marksIn(readFileSync(trace, 'utf8'));
    expect(written).toBeGreaterThan(9);
    expect(early).toBe(0);
  });
});
