import { dirname, join, relative } from 'node:path';
import type { Plugin } from 'vitest/config';
import { ROOT, twinOf } from '../../src/setup/build.mjs';

/**
 * What puts other modules in the place of the program's own, as patterns from the root: vitest can do so only with what it loads
 * itself, and these files have a process each.
 */
export const ALONE: readonly string[] = ['test/faults/days/planted*.test.ts', 'src/queue/ahead-leaps.test.ts'];

/** What is built, from the root. */
const SOURCE = /^(?:src|devices)\//;
/** Files of the built program: Node loads them itself. */
export const BUILT = /\/dist\/(?:src|devices)\//;

/**
 * Tests work on the program as it was built, which `test/setup/build` brings up to date before them: Node loads each module
 * once and runs it as it is, where vitest would rewrite every import to a look-up at each use. What has no twin in `dist`
 * (tests, fakes, pages) is vitest's as ever.
 */
export function asBuilt(): Plugin {
  return {
    name: 'lobbyd-as-built',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.')) return null;
      const path = relative(ROOT, join(dirname(importer), source));
      const twin = SOURCE.test(path) ? twinOf(path) : null;
      return twin === null ? null : join(ROOT, twin);
    },
  };
}
