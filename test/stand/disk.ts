import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
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

/** A condition for `describe.skipIf`: true, with the reason printed, where no image can be mounted as a disk. */
export function mayNotLoop(): boolean {
  const isThere = isRoot && existsSync('/dev/loop-control') && existsSync('/sys/fs/ext4');
  if (!isThere) process.stderr.write('skipped: a disk in a file needs root, loop devices and ext4\n');
  return !isThere;
}

/** A disk whose file system breaks as that of a dying card does: the kernel takes no more writes. */
export interface FragileDisk {
  readonly directory: string;
  /** The kernel finds an error, and sets the file system read-only. */
  breakDown(): void;
  /** Repaired and mounted anew in the same place, as after a restart of the machine. */
  repair(): void;
  /** As /proc/self/mounts tells it. */
  options(): string;
  remove(): void;
}

/** Mounts a disk of 16 MB, ext4, `errors=remount-ro` as Debian mounts its own. */
export function mountFragileDisk(): FragileDisk {
  const folder = mkdtempSync(join(tmpdir(), 'lobbyd-disk-'));
  const at = join(folder, 'disk');
  let image = join(folder, 'image');
  const run = (command: string, ...words: readonly string[]): string =>
    execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const mount = (): void => void run('mount', '-o', 'loop,errors=remount-ro', image, at);
  const line = (): readonly string[] =>
    readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((each) => each.split(' '))
      .findLast(([, place]) => place === at) ?? [];
  mkdirSync(at);
  writeFileSync(image, '');
  truncateSync(image, 16 * 1024 * 1024);
  run(pathOf('mkfs.ext4'), '-q', image);
  mount();
  const directory = join(at, 'journal');
  mkdirSync(directory);
  return {
    directory,
    breakDown() {
      const device = basename(line()[0] ?? '');
      try {
        writeFileSync(`/sys/fs/ext4/${device}/trigger_fs_error`, '1');
      } catch {
        // some kernels tell whoever asked that the file system is read-only now
      }
    },
    repair() {
      run('umount', '-l', at);
      // The old file system lives for as long as somebody has a file of it open: the new one is on another device.
      const repaired = `${image}-repaired`;
      copyFileSync(image, repaired);
      image = repaired;
      try {
        run(join(dirname(pathOf('mkfs.ext4')), 'e2fsck'), '-p', image);
      } catch (caught) {
        // 1: errors were repaired
        if ((caught as { readonly status?: number }).status !== 1) throw caught;
      }
      mount();
    },
    options: () => line()[3] ?? '',
    remove() {
      run('umount', '-l', at);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A fault of the disk under a running process, until it is taken back. */
export interface DiskFault {
  end(): Promise<void>;
}

/** The calls by which a process waits for the word of the disk. */
export const SYNCS = 'fsync,fdatasync';

export interface Disturbed {
  /** System calls; left out: {@link SYNCS}. */
  readonly calls?: string;
  /** Further calls that are only written down. */
  readonly watched?: string;
  /** Where strace writes down every call with its thread and the file that it is about; left out: nowhere. */
  readonly record?: string;
  /**
   * The threads that are there now, the first one excepted, are disturbed, and no others: the first makes most of the
   * calls, and each costs strace two stops. Left out: every thread.
   */
  readonly isFirstThreadSpared?: boolean;
}

/**
 * Disturbs every fsync and fdatasync, or other calls, of a process.
 *
 * @param how as strace says it: `delay_exit=500000` (µs), `error=EIO`
 */
export async function disturbSyncs(pid: number, how: string, bell: Bell, wishes: Disturbed = {}): Promise<DiskFault> {
  const { calls = SYNCS, watched, record = '/dev/null' } = wishes;
  const trace = watched === undefined ? calls : `${calls},${watched}`;
  const threads = readdirSync(`/proc/${pid}/task`).filter((thread) => thread !== `${pid}`);
  const whom = wishes.isFirstThreadSpared ? threads.flatMap((thread) => ['-p', thread]) : ['-f', '-p', `${pid}`];
  const words = [...whom, '-y', '-e', `trace=${trace}`, '-e', `inject=${calls}:${how}`, '-o', record];
  const strace: ChildProcess = spawn(pathOf('strace'), words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  strace.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
    bell.ring();
  });
  const gone = new Promise<void>((resolve) => void strace.once('close', () => resolve()));
  const attached = wishes.isFirstThreadSpared ? threads.length : 1;
  await bell.until('strace is attached', () => said.split(' attached').length > attached);
  return {
    async end() {
      strace.kill('SIGINT');
      await gone;
    },
  };
}
