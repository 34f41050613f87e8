import type { Table, TableCell } from './report-cells.ts';
import { moment, text } from './report-cells.ts';
import { EVERY } from './report-columns.ts';
import type { Report } from './report-schema.ts';
import {
  dayName,
  daysTable,
  estimatesTable,
  halfHoursTable,
  linesTable,
  ratingsTable,
  rollUpsTable,
  stepsTable,
  type Telling,
} from './report-tables.ts';
import { alertKindsTable, alertsTable, devicesTable, diversionsTable, reprintsTableOf } from './report-tables-aside.ts';
import { type ReportLanguage, reportWords, TABLE_NAMES, type TableName } from './report-words.ts';

/** By it Excel knows that a file is UTF-8. */
const MARK = '\uFEFF';
const LINE_END = '\r\n';

/**
 * The report for spreadsheets, RFC 4180: times in seconds, shares from 0 to 1, decimal points.
 *
 * @param only one table; null: all, each under its title, an empty line between two
 * @param isMarked begins with the mark by which Excel knows UTF-8
 * @param hasTextIds an apostrophe stands before words that look like numbers or dates: Excel would read them as such
 */
export function reportCsv(
  report: Report,
  language: ReportLanguage,
  only: TableName | null,
  isMarked: boolean,
  hasTextIds = false,
): string {
  const tables = tablesOf(report, language);
  const parts =
    only !== null
      ? [linesOf(tables[only], hasTextIds)]
      : TABLE_NAMES.filter((name) => tables[name].rows.length > 0).map((name) => [
          quoted(text(tables[name].title), hasTextIds),
          ...linesOf(tables[name], hasTextIds),
        ]);
  const body = parts.map((lines) => `${lines.join(LINE_END)}${LINE_END}`).join(LINE_END);
  return isMarked ? MARK + body : body;
}

function tablesOf(report: Report, language: ReportLanguage): Readonly<Record<TableName, Table>> {
  const words = reportWords(language);
  const telling: Telling = { words, report };
  const days = report.days.map((day) => ({ before: [moment(dayName(day, words))], part: day, day }));
  const head = [words.heads.day];
  return {
    days: daysTable(telling, EVERY),
    'half-hours': halfHoursTable(days, telling, head, EVERY),
    lines: linesTable(days, telling, head),
    'roll-ups': rollUpsTable(days, telling, head),
    steps: stepsTable(days, telling, head),
    ratings: ratingsTable(days, telling, head),
    estimates: estimatesTable(days, telling, head),
    diversions: diversionsTable(days, telling, head),
    'alert-kinds': alertKindsTable(days, telling, head),
    alerts: alertsTable(days, telling, head),
    devices: devicesTable(days, telling, head),
    reprints: reprintsTableOf(days, telling, head),
  };
}

function linesOf({ head, rows }: Table, hasTextIds: boolean): readonly string[] {
  return [head.map(text), ...rows].map((row) => row.map((cell) => quoted(cell, hasTextIds)).join(','));
}

/**
 * Before what a spreadsheet would take for a formula, after blanks and in full width too; also behind what separates cells elsewhere: where Excel expects semicolons,
 * quotes in the middle of a line hold nothing together (OWASP, CSV injection).
 */
const FORMULA = /(?<=^|[;\t\r\n])(?=[\s\p{Cf}]*[=+\-@＝＋－＠])|^(?=[\t\r\n])/gu;
const NEEDS_QUOTES = /[",;\t\r\n]/;
/** What a spreadsheet may read as a number, a date (`3-4`, `mar-3`, `1e5`) or a truth. Ids are short: rather one more than one less. */
const LIKE_A_NUMBER =
  /^[\s(.,\p{Sc}]*\p{Nd}|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ]?\d|^(?:true|false)$/iu;

/**
 * A cell: text that a spreadsheet would reckon out has an apostrophe before it. Numbers are as they are, those below 0 too. Words
 * that look like numbers are in quotes, which changes nothing for a program, and by which LibreOffice knows text where it is told to.
 */
function quoted(cell: TableCell, hasTextIds: boolean): string {
  if (cell.kind !== 'text') return cell.value === null ? '' : String(Number(cell.value.toFixed(4)));
  const isLikeNumber = !cell.isMoment && LIKE_A_NUMBER.test(cell.text);
  const safe = `${isLikeNumber && hasTextIds ? "'" : ''}${cell.text.replace(FORMULA, "'")}`;
  return isLikeNumber || NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
