import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ReportLanguage, TableName } from '../report/report-words.ts';
import { branchSourceOf, type Choose, isoDate, journalPlace, wholeNumber, zoneName } from './arguments.ts';
import { outputFile, refuseLanguage, systemOutputs } from './output-files.ts';
import type { ReportForm } from './report.ts';
import type { AskedDays } from './report-days.ts';

interface Options {
  readonly day?: string;
  readonly days?: number;
  readonly from?: string;
  readonly to?: string;
  readonly json: boolean;
  readonly csv?: string;
  readonly table?: TableName;
  readonly bom: boolean;
  readonly textIds: boolean;
  readonly html?: string;
  readonly language: ReportLanguage;
  readonly zone?: string;
}

/** Of the report: told here, so that other commands do not read what it says. */
const LANGUAGES: readonly ReportLanguage[] = ['zh-CN', 'en'];
const TABLES: readonly TableName[] = [
  'days',
  'half-hours',
  'lines',
  'roll-ups',
  'steps',
  'ratings',
  'estimates',
  'diversions',
  'alert-kinds',
  'alerts',
  'devices',
  'reprints',
];

/** How many days are told. */
function dayCount(text: string): number {
  const count = wholeNumber(text);
  // biome-ignore lint/plugin: commander is refused an argument by throwing its own error
  if (count < 1 || count > 1_000) throw new InvalidArgumentError('from 1 to 1000 days are told');
  return count;
}

/**
 * The command `report`.
 *
 * @param journal directory of the journal of the service
 */
export function reportCommandLine(program: Command, choose: Choose, journal: string): void {
  program
    .command('report')
    .description(
      'say how business days went: by the half-hour, service, counter, teller, segment and step; alerts, devices',
    )
    .argument(
      '[place]',
      'the directory of a journal, or a branch file, which gives names and time zone too',
      journalPlace,
      journal,
    )
    .addOption(
      new Option('--day <date>', 'the business day, 2026-01-05; left out: the newest')
        .argParser(isoDate)
        .conflicts(['days', 'from', 'to']),
    )
    .addOption(new Option('--days <number>', 'so many days, the newest').argParser(dayCount).conflicts(['from', 'to']))
    .option('--from <date>', 'the first of several days', isoDate)
    .option('--to <date>', 'the last of several days', isoDate)
    .addOption(
      new Option('--json', 'write the report as JSON, times in seconds').default(false).conflicts(['csv', 'html']),
    )
    .addOption(
      new Option('--csv <file>', 'write tables for a spreadsheet to a file; - is standard output')
        .argParser(outputFile)
        .conflicts('html'),
    )
    .addOption(new Option('--table <name>', 'one table of the CSV; left out: all, each under its name').choices(TABLES))
    .option('--bom', 'begin the CSV with the mark by which Excel knows UTF-8', false)
    .option('--text-ids', 'an apostrophe before ids that a spreadsheet would read as numbers or dates: 007', false)
    .option('--html <file>', 'write a page with charts to a file; - is standard output', outputFile)
    .addOption(new Option('--language <tag>', 'language of tables and page').choices(LANGUAGES).default('en'))
    .option('--zone <zone>', "time zone of the times; left out: the branch file's, or the machine's", zoneName)
    .addHelpText(
      'after',
      '\nExit code: 0 it is told, 1 there is no such day, or the journal or the file is wrong, 3 the journal cannot be read,\nor the file not be written (docs/report.md).',
    )
    .action((place: string, options: Options, command: Command) => {
      const isTable = options.table !== undefined || options.bom || options.textIds;
      if (isTable && options.csv === undefined)
        command.error("error: '--table', '--bom' and '--text-ids' are of '--csv <file>'");
      const { from = '', to = from } = options;
      if (from > to) command.error(`error: '--from' ${from} is after '--to' ${to}`);
      refuseLanguage(command, !options.json, 'tables and page: JSON has all languages');
      choose(async (port) => {
        const { reportCommand } = await import('./report.ts');
        const branch = await branchSourceOf(place);
        const { language, zone = null } = options;
        return reportCommand(
          { place, asked: askedOf(options), form: formOf(options), language, zone },
          { printer: port, outputs: systemOutputs(port), branch },
        );
      });
    });
}

function askedOf({ day, days, from, to }: Options): AskedDays {
  if (day !== undefined) return { kind: 'dates', from: day, to: day };
  if (from !== undefined || to !== undefined) return { kind: 'dates', from: from ?? null, to: to ?? null };
  return { kind: 'newest', count: days ?? 1 };
}

function formOf({ json, csv, table, bom, textIds, html }: Options): ReportForm {
  if (json) return { kind: 'json' };
  if (csv !== undefined) {
    return { kind: 'csv', file: csv, table: table ?? null, isMarked: bom, hasTextIds: textIds };
  }
  return html === undefined ? { kind: 'text' } : { kind: 'html', file: html };
}
