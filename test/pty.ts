import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** A directory of its own for links. */
export function linkDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'lobbyd-pty-'));
}
