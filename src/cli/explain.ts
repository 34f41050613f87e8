import { EXIT, type ExitCode, type Printer } from '../process.ts';
import { explain } from '../report/explain.ts';
import { type ExplainLanguage, explainText } from '../report/explain-texts.ts';
import { guarded, recordsFrom, withReader } from './journal-reading.ts';

/** `lobbyd explain A012 [--journal DIR] [--language TAG] [--zone ZONE]`. */
export interface ExplainArguments {
  readonly label: string;
  readonly directory: string;
  readonly language: ExplainLanguage;
  /** IANA time zone of the times shown; null: the machine's. */
  readonly zone: string | null;
}

/**
 * Says who was called before a ticket and by which rule and score; also while the daemon runs.
 *
 * @returns `ok`; `problems` when the journal has no such ticket, or is damaged; `fault` when it cannot be read
 */
export function explainCommand({ label, directory, language, zone }: ExplainArguments, printer: Printer): ExitCode {
  return guarded(directory, printer, () =>
    withReader(directory, (reader) => {
      const back = () => reader.back('queue', reader.last());
      const told = explain({ back, from: (seq) => recordsFrom(reader, seq) }, label.toUpperCase());
      if (told) {
        printer.out(explainText(told, language, zone ?? undefined));
        return EXIT.ok;
      }
      printer.err(`cli/unknown-ticket: no ticket of this journal has the number ${label}`);
      printer.err(`  where  ${directory}`);
      printer.err(
        `  next   give it as it stands on the slip: A012; \`lobbyd journal tail ${directory}\` shows the newest`,
      );
      return EXIT.problems;
    }),
  );
}
