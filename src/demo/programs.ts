import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Directories in which Debian keeps programs: a plain user's PATH lacks those of brokers. */
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/bin', '/usr/sbin', '/usr/local/sbin'];

/**
 * Where a program of Debian is; null when it is not installed.
 *
 * @param exists whether a file is there
 */
export function programPath(name: string, exists: (path: string) => boolean = existsSync): string | null {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => exists(path)) ?? null;
}
