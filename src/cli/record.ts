import { eventOf } from '../journal/codec.ts';
import type { ReadRecord } from '../journal/selection.ts';
import { EXIT, type ExitCode } from '../process.ts';
import type { QueueEvent } from '../queue/events.ts';
import { deedJson, deedsOf, deedWriter } from '../report/audit.ts';
import { DiversionRecord, diversionTable } from '../report/diversion.ts';
import { reprintsOf, reprintsTable } from '../report/reprints.ts';
import { Standards } from '../report/standards.ts';
import { standardsJson, standardsTable } from '../report/standards-figures.ts';
import type { Dimension } from '../report/standards-tally.ts';
import { askedDay, dayRecords } from './business-day.ts';
import { guarded, withReader } from './journal-reading.ts';
import { type SourcePorts, sourceAt } from './journal-source.ts';
import { isOfBranch, rulesAmong, usedUnder } from './other-branch.ts';
import { refuseDays } from './unknown-days.ts';

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
export function standardsCommand({ by, isJson, ...day }: StandardsArguments, ports: SourcePorts): ExitCode {
  return withDay(day, ports, (records) => {
    const kept = taken(new Standards(), records).kept();
    ports.printer.out(
      isJson ? JSON.stringify(standardsJson(kept, by), null, 2) : standardsTable(kept, by ?? 'service'),
    );
  });
}

/** `lobbyd diversion [PLACE] [--day D] [--json]`: who went to a machine, and who did not. Ends as {@link standardsCommand} does. */
export function diversionCommand({ isJson, ...day }: DayArguments, ports: SourcePorts): ExitCode {
  return withDay(day, ports, (records) => {
    const figures = taken(new DiversionRecord(), records).figures();
    ports.printer.out(isJson ? JSON.stringify(figures, null, 2) : diversionTable(figures));
  });
}

/** `lobbyd reprints [PLACE] [--day D] [--zone Z] [--json]`. */
export interface ReprintsArguments extends DayArguments {
  /** IANA time zone of the times; null: the branch file's, or the machine's. */
  readonly zone: string | null;
}

/** Says which lost slips were printed again, and who asked for it. Ends as {@link standardsCommand} does. */
export function reprintsCommand({ zone, isJson, ...day }: ReprintsArguments, ports: SourcePorts): ExitCode {
  return withDay(day, ports, (records, ofBranch) => {
    const reprints = reprintsOf(records);
    ports.printer.out(
      isJson ? JSON.stringify(reprints, null, 2) : reprintsTable(reprints, zone ?? ofBranch ?? undefined),
    );
  });
}

/** `lobbyd audit [PLACE] [--day D] [--actor NAME] [--ticket LABEL] [--json]`. */
export interface AuditArguments extends DayArguments {
  readonly actor: string | null;
  readonly ticket: string | null;
  /** IANA time zone of the times; null: the branch file's, or the machine's. */
  readonly zone: string | null;
}

/** Says who did what on a business day; also while the daemon runs. Ends as {@link standardsCommand} does. */
export function auditCommand({ actor, ticket, zone, isJson, ...day }: AuditArguments, ports: SourcePorts): ExitCode {
  return withDay(day, ports, (records, ofBranch) => {
    const write = isJson ? deedJson : deedWriter(zone ?? ofBranch ?? undefined);
    for (const deed of deedsOf(records, { actor, ticket: ticket?.toUpperCase() ?? null }))
      ports.printer.out(write(deed));
  });
}

/** A record that has heard the day. */
function taken<R extends { take(event: QueueEvent): void }>(record: R, records: Iterable<ReadRecord>): R {
  for (const each of records) {
    const event = eventOf(each);
    if (event) record.take(event);
  }
  return record;
}

/** @param run is given the records of the day, all of them proved, and the time zone of the branch where it is known */
function withDay(
  { place, day }: Pick<DayArguments, 'place' | 'day'>,
  ports: SourcePorts,
  run: (records: readonly ReadRecord[], zone: string | null) => void,
): ExitCode {
  const source = sourceAt(place, ports);
  if (source === null) return EXIT.problems;
  const { printer } = ports;
  const { directory, zone, names } = source;
  return guarded(directory, printer, () =>
    withReader(directory, (reader) => {
      const told = dayRecords(reader, day);
      if (!told) return refuseDays(reader, askedDay(day), directory, printer);
      const used = usedUnder(reader, rulesAmong(told.records));
      if (!isOfBranch(used, names, directory, printer)) return EXIT.problems;
      run(told.records, zone);
      return EXIT.ok;
    }),
  );
}
