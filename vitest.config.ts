import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { summaryReporter } from './test/setup/summary.ts';

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'devices/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/setup/build.ts'],
    setupFiles: ['test/setup/seed.ts'],
    reporters: ['default', summaryReporter()],
    // Tests of the whole program mostly wait for it: one worker a core would leave the cores idle.
    maxWorkers: availableParallelism() + 2,
    testTimeout: 60_000,
  },
});
