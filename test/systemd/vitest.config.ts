import { defineConfig } from 'vitest/config';
import { summaryReporter } from '../setup/summary.ts';

/** `npm run test:systemd`: the package in a booted Debian. Root, some minutes the first time, one file after the other. */
// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    include: ['test/systemd/**/*.booted.ts'],
    globalSetup: ['test/setup/build.ts'],
    reporters: ['default', summaryReporter()],
    fileParallelism: false,
    bail: 1,
  },
});
