import { legendOf, tableOf } from '../../views/html-page.ts';
import { shownCell, type Table } from '../report-cells.ts';
import type { ReportLanguage } from '../report-words.ts';

/** A table of the page: the first cell of each row names it. */
export function htmlTable({ title, head, rows }: Table, language: ReportLanguage): string {
  const isText = head.map((_, column) => rows.every((row) => row[column]?.kind === 'text'));
  const shown = rows.map((row) => row.map((cell) => shownCell(cell, language)));
  return tableOf(title, [head, ...shown], (column) => isText[column] === true);
}

/** One sign of a legend. */
export interface Sign {
  readonly name: string;
  /** Class of its colour. */
  readonly colour: string;
  readonly shape: 'bar' | 'line' | 'mark';
}

/** What the colours of a chart are. */
export function legend(signs: readonly Sign[]): string {
  const shapes = {
    bar: (colour: string) => `<rect class="bar ${colour}" x="8" y="2" width="30" height="10"/>`,
    line: (colour: string) =>
      `<path class="line ${colour}" d="M2,7H44"/><circle class="dot ${colour}" cx="23" cy="7" r="3.5"/>`,
    mark: (colour: string) => `<path class="mark ${colour}" d="M18,2L28,12M28,2L18,12"/>`,
  };
  return legendOf(signs.map(({ name, colour, shape }) => ({ name, sign: shapes[shape](colour) })));
}
