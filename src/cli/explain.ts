import type { JournalReader } from '../journal/reader.ts';
import { EXIT, type ExitCode } from '../process.ts';
import { explain } from '../report/explain.ts';
import { type ExplainLanguage, explainText } from '../report/explain-texts.ts';
import { dayRecords } from './business-day.ts';
import { guarded, withReader } from './journal-reading.ts';
import { type SourcePorts, sourceAt } from './journal-source.ts';
import { isOfBranch, rulesAmong, type Used, usedUnder } from './other-branch.ts';

/** `lobbyd explain A012 [--journal PLACE] [--language TAG] [--zone ZONE]`. */
export interface ExplainArguments {
  readonly label: string;
  /** The directory of a journal, or a branch file that names it. */
  readonly place: string;
  readonly language: ExplainLanguage;
  /** IANA time zone of the times shown; null: the branch file's, or the machine's. */
  readonly zone: string | null;
}

/**
 * Says who was called before a ticket and by which rule and score; also while the daemon runs.
 *
 * @returns `ok`; `problems` when the journal has no such ticket, or it or the branch file is wrong; `fault` when it cannot be read
 */
export function explainCommand({ label, place, language, zone }: ExplainArguments, ports: SourcePorts): ExitCode {
  const source = sourceAt(place, ports);
  if (source === null) return EXIT.problems;
  const { printer } = ports;
  const { directory, names } = source;
  return guarded(directory, printer, () =>
    withReader(directory, (reader) => {
      if (names.branch && !isOfBranch(usedLast(reader), names, directory, printer)) return EXIT.problems;
      const back = () => reader.back('queue', reader.last());
      const from = (seq: number) => reader.proved({ from: seq, to: reader.last() });
      const told = explain({ back, from }, label.toUpperCase());
      if (told) {
        printer.out(explainText(told, language, zone ?? source.zone ?? undefined));
        return EXIT.ok;
      }
      // Of a day that lacks a record nobody can say who had no number.
      dayRecords(reader, null);
      printer.err(`cli/unknown-ticket: no ticket of this journal has the number ${label}`);
      printer.err(`  where  ${directory}`);
      printer.err(
        `  next   give it as it stands on the slip: A012; \`lobbyd journal tail ${directory}\` shows the newest`,
      );
      return EXIT.problems;
    }),
  );
}

/** What the newest day is about. */
function usedLast(reader: JournalReader): Used {
  return usedUnder(reader, rulesAmong(dayRecords(reader, null)?.records ?? []));
}
