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

/**
 * `lobbyd check FILE…`: every problem of every file at once, then one line a file.
 *
 * @param named the files to check
 */
export function check(named: readonly string[], ports: CheckPorts): ExitCode {
  const { printer, files, catalogue, machine } = ports;
  const checks = named.map((file) => checkFile(file, catalogue, files, machine));
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
