import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ALONE, asBuilt, BUILT } from './test/setup/as-built.ts';
import { LongestFirst } from './test/setup/longest-first.ts';
import { summaryReporter } from './test/setup/summary.ts';

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    globalSetup: ['test/setup/build.ts', 'test/setup/browser.ts', 'test/setup/demos.ts'],
    setupFiles: ['test/setup/seed.ts', 'test/setup/leftovers.ts'],
    reporters: ['default', summaryReporter()],
    // Tests of the whole program mostly wait for it: one worker a core would leave the cores idle. With two a core units
    // on emulated wires answered too late on a slow machine.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // A second, as is usual, is too short for a program to start on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: LongestFirst },
    // All others share processes, which read the modules once: they keep nothing between two files.
    projects: [
      { extends: true, test: { name: 'alone', include: [...ALONE] } },
      {
        extends: true,
        plugins: [asBuilt()],
        test: {
          name: 'together',
          include: ['{src,devices,test}/**/*.test.ts'],
          exclude: [...ALONE],
          isolate: false,
          server: { deps: { external: [BUILT] } },
        },
      },
    ],
  },
});
