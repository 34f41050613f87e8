import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchContext } from '../frame/bench.ts';

/** The project's root, seen from the built form of this file. */
export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** The released program. */
export const PROGRAM = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

/** What the unit of systemd gives Node. */
export const NODE_FLAGS: readonly string[] =
  /ExecStart=\S+ (.*?) \/usr\/lib/.exec(readFileSync(join(ROOT, 'systemd/lobbyd.service'), 'utf8'))?.[1]?.split(' ') ??
  [];

/** Options of Node for the daemon of a bench. */
export function daemonFlags({ profile, daemonFlags: more }: BenchContext): readonly string[] {
  return [...NODE_FLAGS, ...more, ...(profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])];
}
