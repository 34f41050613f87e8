import { unreachable } from '../errors.ts';
import { EXIT, type ExitCode } from '../process.ts';
import { dayFiguresOf } from '../report/day/book.ts';
import { reportPage } from '../report/page/page.ts';
import { reportOf } from '../report/report.ts';
import { reportCsv } from '../report/report-csv.ts';
import type { Report } from '../report/report-schema.ts';
import { reportText } from '../report/report-text.ts';
import type { ReportLanguage, TableName } from '../report/report-words.ts';
import { guarded, withReader } from './journal-reading.ts';
import { type SourcePorts, sourceAt } from './journal-source.ts';
import { isOfBranch } from './other-branch.ts';
import { hasPlace, type PagePorts, writePage } from './page-writing.ts';
import { type AskedDays, reportRecords } from './report-days.ts';
import { refuseDays } from './unknown-days.ts';

/** How a report is told. */
export type ReportForm =
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  | { readonly kind: 'html'; readonly file: string }
  | {
      readonly kind: 'csv';
      readonly file: string;
      /** Null: all. */
      readonly table: TableName | null;
      readonly isMarked: boolean;
      /** An apostrophe stands before ids that look like numbers. */
      readonly hasTextIds: boolean;
    };

/** `lobbyd report [PLACE] [--day D | --days N | --from D --to D] [--json | --csv FILE | --html FILE]`. */
export interface ReportArguments {
  /** The directory of a journal, or a branch file that names it. */
  readonly place: string;
  readonly asked: AskedDays;
  readonly form: ReportForm;
  readonly language: ReportLanguage;
  /** IANA time zone of the times; null: the branch file's, or the machine's. */
  readonly zone: string | null;
}

/** What `lobbyd report` needs. */
export interface ReportPorts extends PagePorts, SourcePorts {}

/**
 * Says how business days went; also while the daemon runs.
 *
 * @returns `ok`; `problems` when there is no such day, or the journal or the branch file is wrong; `fault` when the journal
 * cannot be read, or the file not be written
 */
export function reportCommand({ place, asked, form, language, zone }: ReportArguments, ports: ReportPorts): ExitCode {
  const { printer } = ports;
  if (!hasPlace('file' in form ? form.file : null, ports, 'report')) return EXIT.fault;
  const source = sourceAt(place, ports);
  if (source === null) return EXIT.problems;
  const { directory, names } = source;
  return guarded(directory, printer, () =>
    withReader(directory, (reader) => {
      const read = reportRecords(reader, asked);
      if (!read || reader.last() === 0) return refuseDays(reader, asked, directory, printer);
      const told = zone ?? source.zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
      const report = reportOf(dayFiguresOf(read, told), told, names);
      const used = {
        startedFor: reader.startedFor(),
        services: report.days.flatMap(({ by }) => Object.keys(by.service)),
        counters: report.days.flatMap(({ by }) => Object.keys(by.counter)),
      };
      return isOfBranch(used, names, directory, printer) ? tell(report, form, language, ports) : EXIT.problems;
    }),
  );
}

function tell(report: Report, form: ReportForm, language: ReportLanguage, ports: PagePorts): ExitCode {
  switch (form.kind) {
    case 'text':
      ports.printer.out(reportText(report, language));
      return EXIT.ok;
    case 'json':
      // In one line: ten days in all groupings are megabytes of mere indentation.
      ports.printer.out(JSON.stringify(report));
      return EXIT.ok;
    case 'csv':
      return writePage(
        form.file,
        reportCsv(report, language, form.table, form.isMarked, form.hasTextIds),
        ports,
        'report',
      );
    case 'html':
      return writePage(form.file, reportPage(report, language), ports, 'report');
    default:
      return unreachable(form, 'the form of a report');
  }
}
