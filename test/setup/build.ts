import { execFileSync } from 'node:child_process';

/** Brings `dist` up to date before the tests: worker threads and child processes run the built program. */
export function setup(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
}
