import type { Reporter, TestModule } from 'vitest/node';

/** What a run of tests came to. */
export interface Tally {
  readonly passed: number;
  /** Tests that failed, files and suites that broke outside their tests, and errors that nobody caught. */
  readonly failed: number;
  readonly skipped: number;
}

/** One line, alone, for whoever reads only the end of a long output. */
export const summaryLine = ({ passed, failed, skipped }: Tally): string =>
  `lobbyd: ${passed} passed, ${failed} failed, ${skipped} skipped`;

function tallyOf(modules: readonly TestModule[], uncaught: number): Tally {
  const count = { passed: 0, failed: uncaught, skipped: 0, pending: 0 };
  for (const module of modules) {
    count.failed += module.errors().length > 0 ? 1 : 0;
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length > 0 ? 1 : 0;
    for (const test of module.children.allTests()) count[test.result().state] += 1;
  }
  // A test that neither ended nor was skipped was cut off.
  return { passed: count.passed, failed: count.failed + count.pending, skipped: count.skipped };
}

/** A reporter for vitest that closes the output with {@link summaryLine}. */
export function summaryReporter(): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      process.stdout.write(`\n${summaryLine(tallyOf(modules, errors.length))}\n`);
    },
  };
}
