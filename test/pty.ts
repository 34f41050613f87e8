import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';

/** Whether a Debian tool can be run here. Under CI=true a missing tool fails the tests that need it; elsewhere they are skipped, with the reason printed. */
function hasTool(tool: string): boolean {
  const isThere = spawnSync(tool, ['-V'], { stdio: 'ignore' }).error === undefined;
  if (isThere || process.env.CI === 'true') return true;
  process.stderr.write(`skipped: ${tool} is not installed (apt-get install ${tool})\n`);
  return false;
}

/** `describe` for tests on real pseudo-terminals: skipped where socat is missing, unless CI=true. */
export const describePty = hasTool('socat') ? describe : describe.skip;

/** A directory of its own for links. */
export function linkDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'lobbyd-pty-'));
}
