import { shownCell, type Table } from './report-cells.ts';
import { BRIEF, BRIEF_OF_WORK } from './report-columns.ts';
import type { DayReport, Report } from './report-schema.ts';
import {
  daysTable,
  estimatesTable,
  groupTable,
  halfHoursTable,
  ratingsTable,
  type Section,
  stepsTable,
  type Telling,
} from './report-tables.ts';
import { alertKindsTable, devicesTable, diversionsTable, reprintsTableOf } from './report-tables-aside.ts';
import { type ReportLanguage, type ReportWords, reportWords } from './report-words.ts';

/** What a report tells at once: its only day, or all of them together. */
export function wholeOf({ days, total }: Report): Section | null {
  const part = total ?? days[0];
  return part ? { before: [], part } : null;
}

/** Tables that tell the whole, for people; those in which nothing stands are left out. */
export function wholeTables(report: Report, words: ReportWords): readonly Table[] {
  const telling: Telling = { words, report };
  const whole = wholeOf(report);
  if (!whole) return [];
  const sections = [whole];
  const all = [
    withoutOffset(halfHoursTable(sections, telling, [], BRIEF), report),
    groupTable(whole, telling, 'service', BRIEF),
    groupTable(whole, telling, 'segment', BRIEF),
    groupTable(whole, telling, 'counter', BRIEF_OF_WORK),
    groupTable(whole, telling, 'teller', BRIEF_OF_WORK),
    stepsTable(sections, telling, []),
    ratingsTable(sections, telling, []),
    estimatesTable(sections, telling, []),
    diversionsTable(sections, telling, []),
    alertKindsTable(sections, telling, []),
    devicesTable(sections, telling, []),
    reprintsTableOf(sections, telling, []),
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

/** The offset from UTC says something on days on which it changes. */
export function withoutOffset(table: Table, { days }: Report): Table {
  const isChanging = days.length === 1 && days.some(hasChange);
  if (isChanging) return table;
  const rest = <T>([from, , ...others]: readonly T[]): readonly T[] => (from === undefined ? [] : [from, ...others]);
  return { ...table, head: rest(table.head), rows: table.rows.map((row) => rest(row)) };
}

function hasChange({ halfHours }: DayReport): boolean {
  return new Set(halfHours.map(({ at }) => at?.slice(19))).size > 1;
}

/** The report for people at a terminal. */
export function reportText(report: Report, language: ReportLanguage): string {
  const words = reportWords(language);
  const days = daysTable({ words, report }, ['came', 'served', 'noShow', 'open', 'waitShare', 'serviceShare']);
  return [days, ...wholeTables(report, words)].map((table) => aligned(table, language)).join('\n\n');
}

function aligned({ title, head, rows }: Table, language: ReportLanguage): string {
  const lines = [head, ...rows.map((row) => row.map((cell) => shownCell(cell, language)))];
  const isText = (column: number): boolean => rows.every((row) => row[column]?.kind === 'text');
  const widths = head.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  const shown = lines.map((line) =>
    line
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return isText(column) ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd(),
  );
  return [title, ...shown].join('\n');
}

/** Chinese takes two columns of a terminal. */
function widthOf(line: string): number {
  return [...line].reduce((sum, sign) => sum + (/[\u2E80-\uFFEF]/.test(sign) ? 2 : 1), 0);
}
