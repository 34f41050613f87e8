import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of its own for links; gone when the tests of the file are through. */
export function linkDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-pty-'));
  directories.push(directory);
  return directory;
}

const directories: string[] = [];

/** Removes every {@link linkDirectory}: test/setup/leftovers.ts does it after each file. */
export function removeLinkDirectories(): void {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
}
