import { messageOf } from '../errors.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';

/** What writing a page needs. */
export interface PagePorts {
  readonly printer: Printer;
  /** Writes a file; throws what the system throws. */
  write(file: string, text: string): void;
}

/**
 * Writes a page to a file, and says so.
 *
 * @returns `ok`; `fault` when it cannot be written
 */
export function writePage(file: string, page: string, { printer, write }: PagePorts): ExitCode {
  try {
    write(file, page);
    printer.out(`${file}: written`);
    return EXIT.ok;
  } catch (caught) {
    printer.err(`cli/not-written: the page cannot be written: ${messageOf(caught)}`);
    printer.err(`  where  ${file}`);
    printer.err('  next   name a file in a folder that you may write to');
    return EXIT.fault;
  }
}
