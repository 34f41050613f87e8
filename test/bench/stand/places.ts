import { fileURLToPath } from 'node:url';
import type { BenchContext } from '../frame/bench.ts';

/** The project's root, seen from the built form of this file. */
export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** The released program. */
export const PROGRAM = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

/** What the unit of systemd gives Node. */
export const NODE_FLAGS = ['--max-semi-space-size=2'];

/** Options of Node for the daemon of a bench. */
export function daemonFlags({ profile, daemonFlags: more }: BenchContext): readonly string[] {
  return [...NODE_FLAGS, ...more, ...(profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])];
}
