import { asFault, messageOf } from '../errors.ts';
import { type JournalReader, openReader } from '../journal/reader.ts';
import type { StoredRecord } from '../journal/store.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';
import { explain } from '../report/explain.ts';
import { type ExplainLanguage, explainText } from '../report/explain-texts.ts';

/** `lobbyd explain A012 [--journal DIR] [--language TAG] [--zone ZONE]`. */
export interface ExplainArguments {
  readonly label: string;
  readonly directory: string;
  readonly language: ExplainLanguage;
  /** IANA time zone of the times shown; null: the machine's. */
  readonly zone: string | null;
}

/** Records read at once. */
const PAGE = 1_000;

/**
 * Says who was called before a ticket and by which rule and score; also while the daemon runs.
 *
 * @returns `ok`; `problems` when the journal has no such ticket; `fault` when it cannot be read
 */
export function explainCommand({ label, directory, language, zone }: ExplainArguments, printer: Printer): ExitCode {
  let reader: JournalReader | null = null;
  try {
    const open = openReader(directory);
    reader = open;
    const journal = { back: () => open.back('queue', open.last()), from: (seq: number) => recordsFrom(open, seq) };
    const told = explain(journal, label.toUpperCase());
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
  } catch (caught) {
    const fault = asFault(caught, {
      code: 'cli/explain-broken',
      what: messageOf(caught),
      where: directory,
      next: `run \`lobbyd journal verify ${directory}\`: it says whether the journal is sound`,
    });
    printer.err(`${fault.code}: ${fault.what}`);
    printer.err(`  where  ${fault.where}`);
    printer.err(`  next   ${fault.next}`);
    return EXIT.fault;
  } finally {
    reader?.close();
  }
}

function* recordsFrom(reader: JournalReader, seq: number): Generator<StoredRecord> {
  for (let next = seq; ; next += PAGE) {
    const records = reader.read(next, PAGE);
    yield* records;
    if (records.length < PAGE) return;
  }
}
