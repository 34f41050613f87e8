import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/**
 * A condition for `describe.skipIf`: true where tests on real pseudo-terminals have to be skipped, which is said with
 * the reason. Under CI=true a missing socat is a failure: the tests run, and fail there.
 */
export function lacksPty(): boolean {
  if (spawnSync('socat', ['-V'], { stdio: 'ignore' }).error === undefined) return false;
  if (process.env.CI === 'true') return false;
  process.stderr.write('skipped: socat is not installed (apt-get install socat)\n');
  return true;
}

/** A directory of its own for links; gone when the tests of the file are through. */
export function linkDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-pty-'));
  directories.push(directory);
  return directory;
}

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});
