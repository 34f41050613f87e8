import { asFault, type LobbydError, messageOf } from '../errors.ts';
import { type JournalReader, openReader } from '../journal/reader.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';

/** Runs with a reader of the journal in a directory, and closes it. */
export function withReader<T>(directory: string, run: (reader: JournalReader) => T): T {
  const reader = openReader(directory);
  try {
    return run(reader);
  } finally {
    reader.close();
  }
}

/** Runs what reads a journal; what goes wrong is told with place and next step. */
export function guarded(directory: string, printer: Printer, run: () => ExitCode): ExitCode {
  try {
    return run();
  } catch (caught) {
    return told(caught, directory, printer);
  }
}

/**
 * Tells what went wrong with a journal.
 *
 * @returns `problems` for what was found in it; `fault` when nothing could be found out
 */
export function told(caught: unknown, where: string, printer: Printer): ExitCode {
  const fault = asFault(caught, {
    code: 'journal/broken',
    what: messageOf(caught),
    where,
    next: 'report this with the journal: the program contradicts itself',
  });
  printer.err(`${fault.code}: ${fault.what}`);
  printer.err(`  where  ${fault.where}`);
  printer.err(`  next   ${fault.next}`);
  return exitOf(fault);
}

/** @returns `problems` for what was found in a journal; `fault` when nothing could be found out */
export function exitOf({ code }: LobbydError): ExitCode {
  return ABOUT_THE_JOURNAL.test(code) ? EXIT.problems : EXIT.fault;
}

const ABOUT_THE_JOURNAL = /^journal\/(damaged|cut|wrong-head|head-missing|head-damaged|other-format|missing)$/;
