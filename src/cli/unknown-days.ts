import type { JournalReader } from '../journal/reader.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';
import type { AskedDays } from './report-days.ts';

const EMPTY = 'cli/empty-journal';
const UNKNOWN = 'cli/unknown-day';

/**
 * Tells that a journal does not have the days that were asked for.
 *
 * @returns `problems`
 * @throws LobbydError where the journal ends before it did
 */
export function refuseDays(reader: JournalReader, asked: AskedDays, directory: string, printer: Printer): ExitCode {
  const last = reader.last();
  // It may have had them: its end is proved first.
  for (const _ of reader.proved({ from: last + 1, to: last }));
  if (last === 0) {
    printer.err(`${EMPTY}: the journal has no record yet`);
    printer.err(`  where  ${directory}`);
    printer.err('  next   run the branch: the first record is written when the daemon starts');
    return EXIT.problems;
  }
  printer.err(`${UNKNOWN}: the journal has no business day ${daysText(asked)}`);
  printer.err(`  where  ${directory}`);
  printer.err(`  next   ${datesText(reader)}; left out it is the newest day`);
  return EXIT.problems;
}

function datesText(reader: JournalReader): string {
  const dates = [...reader.openings()].flatMap(({ day }) => day ?? []);
  const [newest, oldest] = [dates[0], dates.at(-1)];
  if (newest === undefined || oldest === undefined) return 'none of its days has a date';
  return newest === oldest ? `give ${newest}, its only day` : `give one of its days from ${oldest} to ${newest}`;
}

function daysText(asked: AskedDays): string {
  if (asked.kind === 'newest') return 'at all';
  const { from, to } = asked;
  if (from === to) return String(from);
  return [from === null ? '' : `from ${from}`, to === null ? '' : `to ${to}`].filter((text) => text !== '').join(' ');
}
