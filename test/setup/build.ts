import { build, isBuilt } from '../../src/setup/build.mjs';

/**
 * Brings `dist` up to date before the tests: worker threads and child processes run the built program. Type errors
 * stop `npm test` before this, and CI; whoever runs vitest by hand on half a change gets the rest built.
 */
export function setup(): void {
  if (isBuilt()) return;
  const { isRight, report } = build();
  if (!isRight) process.stderr.write(`${report}\nThe tests run on what could be built.\n`);
}
