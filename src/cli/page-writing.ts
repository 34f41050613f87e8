import { messageOf } from '../errors.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';
import { type OutputFiles, STANDARD_OUTPUT } from './output-files.ts';

/** What writing a page or a table needs. */
export interface PagePorts {
  readonly printer: Printer;
  readonly outputs: OutputFiles;
}

/** What is written, as people call it. */
type Piece = 'page' | 'report';

/**
 * Whether what is asked for has a place to be written to; asked before anything is read or played.
 *
 * @param file null: nothing is to be written
 * @returns false when it has none, which is told
 */
export function hasPlace(file: string | null, { printer, outputs }: PagePorts, what: Piece = 'page'): boolean {
  const reason = file === null ? null : outputs.obstacle(file);
  if (file === null || reason === null) return true;
  tellUnwritten(file, reason, printer, what);
  return false;
}

/**
 * Writes what was asked for to a file, and says so; or to standard output, which then has nothing else.
 *
 * @returns `ok`; `fault` when it cannot be written
 */
export function writePage(
  file: string,
  content: string,
  { printer, outputs }: PagePorts,
  what: Piece = 'page',
): ExitCode {
  try {
    outputs.write(file, content);
  } catch (caught) {
    tellUnwritten(file, messageOf(caught), printer, what);
    return EXIT.fault;
  }
  if (file !== STANDARD_OUTPUT) printer.out(`${file}: written`);
  return EXIT.ok;
}

function tellUnwritten(file: string, reason: string, printer: Printer, what: Piece): void {
  printer.err(`cli/not-written: the ${what} cannot be written: ${reason}`);
  printer.err(`  where  ${file}`);
  printer.err("  next   name a file in a folder that you may write to, or '-' for standard output");
}
