import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../tools.ts';
import type { Bell } from './bell.ts';

const isRoot = process.getuid?.() === 0;

/** A condition for `describe.skipIf`: true, with the reason printed, where nobody may mount. */
export function mayNotMount(): boolean {
  if (!isRoot) process.stderr.write('skipped: a small disk is mounted by root alone\n');
  return !isRoot;
}

/** A condition for `describe.skipIf`: true, with the reason printed, where nobody may disturb another process. */
export function mayNotTrace(): boolean {
  const isOpen = isRoot || ptraceScope() === '0';
  if (!isOpen) process.stderr.write('skipped: strace -p needs root, or kernel.yama.ptrace_scope = 0\n');
  return !isOpen;
}

function ptraceScope(): string {
  try {
    return readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8').trim();
  } catch {
    return '0';
  }
}

/** A disk of a few megabytes. */
export interface SmallDisk {
  readonly directory: string;
  /** Takes all the space that is left. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  remove(): void;
}

/** Mounts a disk of 3 MB. */
export function mountSmallDisk(): SmallDisk {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', directory]);
  const ballast = join(directory, 'ballast');
  mkdirSync(join(directory, 'journal'));
  return {
    directory: join(directory, 'journal'),
    fill() {
      const file = openSync(ballast, 'a');
      try {
        for (let size = 65_536; size >= 1; ) {
          try {
            writeSync(file, Buffer.alloc(size));
          } catch {
            size = Math.floor(size / 2);
          }
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      execFileSync('umount', ['-l', directory]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A fault of the disk under a running process, until it is taken back. */
export interface DiskFault {
  end(): Promise<void>;
}

/**
 * Disturbs every fsync and fdatasync of a process.
 *
 * @param how as strace says it: `delay_exit=500000` (µs), `error=EIO`
 */
export async function disturbSyncs(pid: number, how: string, bell: Bell): Promise<DiskFault> {
  const syncs = 'fsync,fdatasync';
  const words = ['-f', '-p', `${pid}`, '-e', `trace=${syncs}`, '-e', `inject=${syncs}:${how}`, '-o', '/dev/null'];
  const strace: ChildProcess = spawn(pathOf('strace'), words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  strace.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
    bell.ring();
  });
  const gone = new Promise<void>((resolve) => void strace.once('close', () => resolve()));
  await bell.until('strace is attached', () => said.includes('attached'));
  return {
    async end() {
      strace.kill('SIGINT');
      await gone;
    },
  };
}
