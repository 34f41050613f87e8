import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/setup/longest-first.ts';
import { summaryReporter } from './test/setup/summary.ts';

/** What runs in the process of the test and keeps nothing between two files: they share processes, which read the modules once. */
const ROOMS = ['src', 'devices', 'test/branch', 'test/oracle', 'test/architecture'].map(
  (room) => `${room}/**/*.test.ts`,
);

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    globalSetup: ['test/setup/build.ts'],
    setupFiles: ['test/setup/seed.ts', 'test/setup/leftovers.ts'],
    reporters: ['default', summaryReporter()],
    // Tests of the whole program mostly wait for it: one worker a core would leave the cores idle.
    maxWorkers: 3 * availableParallelism(),
    testTimeout: 180_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'program', include: ['test/**/*.test.ts'], exclude: ROOMS, isolate: false } },
      { extends: true, test: { name: 'rooms', include: ROOMS, isolate: false } },
    ],
  },
});
