import { checkFile, count, type FileCheck } from '../config/check-files.ts';
import type { ConfigFiles } from '../config/files.ts';
import type { AnyDriver } from '../devices/driver.ts';
import type { MachineFiles } from '../devices/wire/gpio.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';

/** What `lobbyd check` needs. */
export interface CheckPorts {
  readonly printer: Printer;
  readonly files: ConfigFiles;
  /** The machine whose pins devices may hang on. */
  readonly machine: MachineFiles;
  readonly catalogue: readonly AnyDriver[];
}

/** Help of `lobbyd check`. */
export const CHECK_USAGE = `Usage: lobbyd check FILE…

Checks branch files, each together with the bank standard that it names, and bank standards by themselves.
Every problem is one line on standard error: file:line:column: what, and what was expected. For devices on pins of this
machine it says how they are reached, and prints the lines for config.txt that are missing.
Exit code: 0 all files are right (warnings may stand), 1 at least one is not, 2 wrong usage.`;

/**
 * `lobbyd check FILE…`: every problem of every file at once, then one line a file.
 *
 * @param args the words after `check`
 */
export function check(args: readonly string[], ports: CheckPorts): ExitCode {
  const { printer, files, catalogue, machine } = ports;
  if (args.includes('--help') || args.includes('-h')) {
    printer.out(CHECK_USAGE);
    return EXIT.ok;
  }
  const option = args.find((word) => word.startsWith('-'));
  if (args.length === 0 || option !== undefined) {
    if (option !== undefined) printer.err(`lobbyd check: unknown option ${option}`);
    printer.err(CHECK_USAGE);
    return EXIT.usage;
  }
  const checks = args.map((file) => checkFile(file, catalogue, files, machine));
  // Branches share a standard: what is wrong with it is said once.
  const lines = new Set(checks.flatMap(({ problems }) => problems.map(({ text }) => text)));
  for (const line of lines) printer.err(line);
  for (const each of checks) {
    printer.out(verdict(each));
    for (const hint of each.hints) printer.out(hint);
  }
  return checks.every(({ isOk }) => isOk) ? EXIT.ok : EXIT.problems;
}

function verdict({ file, isOk, problems, summary }: FileCheck): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const also = warnings.length > 0 ? [count(warnings, 'warning')] : [];
  if (isOk) return `${file}: ok, ${[summary, ...also].join(', ')}`;
  return `${file}: not ok, ${[count(errors, 'error'), ...also].join(', ')}`;
}
