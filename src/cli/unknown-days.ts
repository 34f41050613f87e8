import type { JournalReader } from '../journal/reader.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';
import type { AskedDays } from './report-days.ts';

const EMPTY = 'cli/empty-journal';
const UNKNOWN = 'cli/unknown-day';

/**
 * Tells that a journal does not have the days that were asked for.
 *
 * @returns `problems`
 */
export function refuseDays(reader: JournalReader, asked: AskedDays, directory: string, printer: Printer): ExitCode {
  if (reader.last() === 0) {
    printer.err(`${EMPTY}: the journal has no record yet`);
    printer.err(`  where  ${directory}`);
    printer.err('  next   run the branch: the first record is written when the daemon starts');
    return EXIT.problems;
  }
  printer.err(`${UNKNOWN}: the journal has no business day ${daysText(asked)}`);
  printer.err(`  where  ${directory}`);
  printer.err('  next   give a date as 2026-01-05; left out it is the newest day');
  return EXIT.problems;
}

function daysText(asked: AskedDays): string {
  if (asked.kind === 'newest') return 'at all';
  const { from, to } = asked;
  if (from === to) return String(from);
  return [from === null ? '' : `from ${from}`, to === null ? '' : `to ${to}`].filter((text) => text !== '').join(' ');
}
