import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { type Millis, seconds } from '../clock.ts';

/** What a name in the file system leads to. */
export interface Node {
  readonly kind: 'character' | 'directory' | 'file' | 'other';
  readonly uid: number;
  readonly gid: number;
  /** Permission bits, 0o000 to 0o777. */
  readonly mode: number;
  readonly inode: number;
  /** Of the file system that holds the name, as /proc/locks writes it: `00:19`. */
  readonly device: string;
  /** Bytes. */
  readonly size: number;
}

/** What a program said. */
export interface Said {
  /** Null: it was ended by a signal. */
  readonly code: number | null;
  readonly out: string;
}

/** The machine, to be read. No method throws, none changes anything. */
export interface Machine {
  /** The text of a file, null when it cannot be read. */
  text(path: string): string | null;
  /** Where a link leads, as it is written. */
  link(path: string): string | null;
  /** The one name behind all links, null when there is none. */
  realPath(path: string): string | null;
  /** Names in a folder; empty when it cannot be read. */
  list(path: string): readonly string[];
  node(path: string): Node | null;
  /** Whether whoever runs this may look into a folder. */
  mayEnter(path: string): boolean;
  /** Bytes free for users and bytes in all; null when nobody can tell. */
  space(path: string): { readonly free: number; readonly all: number } | null;
  /** Null: there is no such program, or it took longer than {@link RUN_LIMIT}. */
  run(program: string, words: readonly string[]): Promise<Said | null>;
  /** Who runs this. */
  readonly self: { readonly uid: number; readonly gid: number; readonly pid: number };
}

/** A program that is asked something gets so long. */
const RUN_LIMIT: Millis = seconds(8);

/**
 * This machine.
 *
 * @param pid of this process
 */
export function systemMachine(pid: number): Machine {
  const { uid, gid } = userInfo();
  return {
    text: (path) => orNull(() => readFileSync(path, 'utf8')),
    link: (path) => orNull(() => readlinkSync(path)),
    realPath: (path) => orNull(() => realpathSync(path)),
    list: (path) => orNull(() => readdirSync(path)) ?? [],
    node: (path) => orNull(() => nodeOf(statSync(path))),
    mayEnter: (path) =>
      orNull(() => {
        accessSync(path, constants.R_OK | constants.X_OK);
        return true;
      }) ?? false,
    space: (path) =>
      orNull(() => {
        const { bavail, blocks, bsize } = statfsSync(path);
        return { free: bavail * bsize, all: blocks * bsize };
      }),
    run: (program, words) =>
      new Promise((resolve) => {
        // Texts of programs are read here: in one language, without a pager.
        const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', SYSTEMD_PAGER: '' };
        execFile(program, [...words], { env, timeout: RUN_LIMIT, killSignal: 'SIGKILL' }, (failure, out) => {
          const code = failure?.code;
          if (failure?.killed === true || typeof code === 'string') resolve(null);
          else resolve({ code: failure ? (code ?? null) : 0, out });
        });
      }),
    self: { uid, gid, pid },
  };
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function nodeOf(stats: Stats): Node {
  return {
    kind: kindOf(stats),
    uid: stats.uid,
    gid: stats.gid,
    mode: stats.mode & 0o777,
    inode: stats.ino,
    device: deviceName(stats.dev),
    size: stats.size,
  };
}

function kindOf(stats: Stats): Node['kind'] {
  if (stats.isCharacterDevice()) return 'character';
  if (stats.isDirectory()) return 'directory';
  return stats.isFile() ? 'file' : 'other';
}

/** Major and minor number (`makedev(3)`), in hex, two digits at least. */
function deviceName(number: number): string {
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  return `${hex((number >>> 8) & 0xfff)}:${hex((number & 0xff) | ((number >>> 12) & 0xfff00))}`;
}
