import { constants, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { messageOf } from '../errors.ts';

/** A file's text, or why there is none. */
export type FileText =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Whether every user of the machine may read it (mode o+r). */
      readonly isOpenToAll: boolean;
    }
  | {
      readonly kind: 'unreadable';
      readonly reason: string;
      /** Whether it is only this user who may not read it: another may. */
      readonly isForbidden: boolean;
    };

/** A path that a file names, seen from the folder of that file. */
export function beside(file: string, named: string): string {
  return isAbsolute(named) ? named : join(dirname(file), named);
}

/** The password in the text of a password file: its first line. */
export function passwordOf(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** What the configuration needs of the file system. */
export interface ConfigFiles {
  /** The text of a file. Never throws. */
  read(path: string): FileText;
  /** The one name behind all links of a path, null when there is no such file: two names of one port are one port. */
  realPath(path: string): string | null;
}

/** The machine's files. */
export function systemFiles(): ConfigFiles {
  return {
    read(path) {
      try {
        // Before it is opened: a pipe without a writer would hold the caller for ever, and a device may do something.
        const stats = statSync(path);
        if (!stats.isFile()) return unreadable(`it is ${nounOf(stats)}`);
        const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
        return { kind: 'text', text, isOpenToAll: (stats.mode & constants.S_IROTH) !== 0 };
      } catch (caught) {
        return unreadable(reasonOf(caught), codeOf(caught) === 'EACCES');
      }
    },
    realPath(path) {
      try {
        return realpathSync(path);
      } catch {
        return null;
      }
    },
  };
}

function nounOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** A file without a text. */
export function unreadable(reason: string, isForbidden = false): FileText {
  return { kind: 'unreadable', reason, isForbidden };
}

function reasonOf(caught: unknown): string {
  return REASONS[codeOf(caught)] ?? messageOf(caught);
}

function codeOf(caught: unknown): string {
  return caught instanceof Error && 'code' in caught ? String(caught.code) : '';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission',
  ENOTDIR: 'no such folder',
  ELOOP: 'a link that leads to itself',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8',
};
