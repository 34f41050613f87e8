import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { eventOf } from '../journal/codec.ts';
import type { StoredRecord } from '../journal/store.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';
import type { QueueEvent } from '../queue/events.ts';
import { deedJson, deedsOf, deedWriter } from '../report/audit.ts';
import { DiversionRecord, diversionTable } from '../report/diversion.ts';
import { reprintsOf, reprintsTable } from '../report/reprints.ts';
import { Standards } from '../report/standards.ts';
import { standardsJson, standardsTable } from '../report/standards-figures.ts';
import type { Dimension } from '../report/standards-tally.ts';
import { dayRecords } from './business-day.ts';
import { guarded, withReader } from './journal-reading.ts';

/** What these commands read. */
interface DayArguments {
  /** The directory of a journal, or a branch file that names it. */
  readonly place: string;
  /** ISO date; null: the newest. */
  readonly day: string | null;
  readonly isJson: boolean;
}

/** `lobbyd standards [PLACE] [--day D] [--by DIMENSION] [--json]`. */
export interface StandardsArguments extends DayArguments {
  /** Null: by service; as JSON by all. */
  readonly by: Dimension | null;
}

/**
 * Says how often the standards of a business day were kept; also while the daemon runs.
 *
 * @returns `ok`; `problems` when there is no such day, or the journal or the file is wrong; `fault` when it cannot be read
 */
export function standardsCommand({ by, isJson, ...day }: StandardsArguments, printer: Printer): ExitCode {
  return withDay(day, printer, (records) => {
    const kept = taken(new Standards(), records).kept();
    printer.out(isJson ? JSON.stringify(standardsJson(kept, by), null, 2) : standardsTable(kept, by ?? 'service'));
  });
}

/** `lobbyd diversion [PLACE] [--day D] [--json]`: who went to a machine, and who did not. Ends as {@link standardsCommand} does. */
export function diversionCommand({ isJson, ...day }: DayArguments, printer: Printer): ExitCode {
  return withDay(day, printer, (records) => {
    const figures = taken(new DiversionRecord(), records).figures();
    printer.out(isJson ? JSON.stringify(figures, null, 2) : diversionTable(figures));
  });
}

/** `lobbyd reprints [PLACE] [--day D] [--zone Z] [--json]`. */
export interface ReprintsArguments extends DayArguments {
  /** IANA time zone of the times; null: the machine's. */
  readonly zone: string | null;
}

/** Says which lost slips were printed again, and who asked for it. Ends as {@link standardsCommand} does. */
export function reprintsCommand({ zone, isJson, ...day }: ReprintsArguments, printer: Printer): ExitCode {
  return withDay(day, printer, (records) => {
    const reprints = reprintsOf(records);
    printer.out(isJson ? JSON.stringify(reprints, null, 2) : reprintsTable(reprints, zone ?? undefined));
  });
}

/** `lobbyd audit [PLACE] [--day D] [--actor NAME] [--ticket LABEL] [--json]`. */
export interface AuditArguments extends DayArguments {
  readonly actor: string | null;
  readonly ticket: string | null;
  /** IANA time zone of the times; null: the machine's. */
  readonly zone: string | null;
}

/** Says who did what on a business day; also while the daemon runs. Ends as {@link standardsCommand} does. */
export function auditCommand({ actor, ticket, zone, isJson, ...day }: AuditArguments, printer: Printer): ExitCode {
  return withDay(day, printer, (records) => {
    const write = isJson ? deedJson : deedWriter(zone ?? undefined);
    for (const deed of deedsOf(records, { actor, ticket: ticket?.toUpperCase() ?? null })) printer.out(write(deed));
  });
}

/** A record that has heard the day. */
function taken<R extends { take(event: QueueEvent): void }>(record: R, records: Iterable<StoredRecord>): R {
  for (const each of records) {
    const event = eventOf(each);
    if (event) record.take(event);
  }
  return record;
}

function withDay(
  { place, day }: Pick<DayArguments, 'place' | 'day'>,
  printer: Printer,
  run: (records: Iterable<StoredRecord>) => void,
): ExitCode {
  const directory = journalOf(place, printer);
  if (directory === null) return EXIT.problems;
  return guarded(directory, printer, () =>
    withReader(directory, (reader) => {
      const records = dayRecords(reader, day);
      if (records) {
        run(records);
        return EXIT.ok;
      }
      printer.err(`cli/unknown-day: the journal has no business day ${day}`);
      printer.err(`  where  ${directory}`);
      printer.err('  next   give a date as 2026-01-05; left out it is the newest day');
      return EXIT.problems;
    }),
  );
}

/** Null when the branch file has problems, which are told. */
function journalOf(place: string, printer: Printer): string | null {
  if (!/\.ya?ml$/.test(place)) return place;
  const result = loadConfig(place, catalogue, systemFiles());
  if (result.kind === 'ok') return result.config.journalDirectory;
  for (const { text } of result.problems) printer.err(text);
  return null;
}
