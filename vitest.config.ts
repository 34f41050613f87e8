import { defineConfig } from 'vitest/config';
import { summaryReporter } from './test/setup/summary.ts';

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'devices/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/setup/build.ts'],
    setupFiles: ['test/setup/seed.ts'],
    reporters: ['default', summaryReporter()],
    testTimeout: 60_000,
  },
});
