import { messageOf } from '../errors.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';

/** What writing a page or a table needs. */
export interface PagePorts {
  readonly printer: Printer;
  /** Writes a file; throws what the system throws. */
  write(file: string, text: string): void;
}

/**
 * Writes what was asked for to a file, and says so.
 *
 * @param what it is, as people call it
 * @returns `ok`; `fault` when it cannot be written
 */
export function writePage(file: string, content: string, { printer, write }: PagePorts, what = 'page'): ExitCode {
  try {
    write(file, content);
    printer.out(`${file}: written`);
    return EXIT.ok;
  } catch (caught) {
    printer.err(`cli/not-written: the ${what} cannot be written: ${messageOf(caught)}`);
    printer.err(`  where  ${file}`);
    printer.err('  next   name a file in a folder that you may write to');
    return EXIT.fault;
  }
}
