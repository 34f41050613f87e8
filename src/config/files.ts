import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { messageOf } from '../errors.ts';

/** A file's text, or why there is none. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

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
        if (!stats.isFile()) return { kind: 'unreadable', reason: `it is ${nounOf(stats)}` };
        return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) };
      } catch (caught) {
        return { kind: 'unreadable', reason: reasonOf(caught) };
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

function reasonOf(caught: unknown): string {
  const code = caught instanceof Error && 'code' in caught ? String(caught.code) : '';
  return REASONS[code] ?? messageOf(caught);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission',
  ENOTDIR: 'no such folder',
  ELOOP: 'a link that leads to itself',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8',
};
