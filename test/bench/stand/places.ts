import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchContext } from '../frame/bench.ts';

/** The project's root, seen from the built form of this file. */
export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** The released program. */
export const PROGRAM = fileURLToPath(new URL('../../../program/lobbyd/main.js', import.meta.url));

const UNIT = readFileSync(join(ROOT, 'systemd/lobbyd.service'), 'utf8');

/** What the unit of systemd gives Node. */
export const NODE_FLAGS: readonly string[] = /ExecStart=\S+ (.*?) \/usr\/lib/.exec(UNIT)?.[1]?.split(' ') ?? [];

/** The unit's environment, as a program that starts another in it. */
export const IN_ITS_ENVIRONMENT: readonly string[] = [
  'env',
  ...[...UNIT.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs = '']) => pairs.split(' ')),
];

/** Why something is not measured, and what helps. */
export const missing = (tool: string): string => `${tool} is missing; \`node src/setup/setup.mjs test\` installs it.`;

/** Options of Node for the daemon of a bench. */
export function daemonFlags({ profile, daemonFlags: more }: BenchContext): readonly string[] {
  return [...NODE_FLAGS, ...more, ...(profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])];
}
