import { asFault, messageOf } from '../errors.ts';
import { type JournalReader, openReader } from '../journal/reader.ts';
import type { StoredRecord } from '../journal/store.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';

/** Records read at once. */
const PAGE = 1_000;

/** Runs with a reader of the journal in a directory, and closes it. */
export function withReader<T>(directory: string, run: (reader: JournalReader) => T): T {
  const reader = openReader(directory);
  try {
    return run(reader);
  } finally {
    reader.close();
  }
}

/** Records from a place on, in order, a page at a time. */
export function* recordsFrom(reader: JournalReader, seq: number): Generator<StoredRecord> {
  for (let next = seq; ; next += PAGE) {
    const records = reader.read(next, PAGE);
    yield* records;
    if (records.length < PAGE) return;
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
  return ABOUT_THE_JOURNAL.test(fault.code) ? EXIT.problems : EXIT.fault;
}

const ABOUT_THE_JOURNAL = /^journal\/(damaged|cut|wrong-head|head-missing|head-damaged|other-format|missing)$/;
