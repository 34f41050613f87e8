import { GROUPINGS, type Grouping } from './day/lines.ts';
import { minuteText } from './moments.ts';
import { count, moment, share, type Table, type TableCell, text, time } from './report-cells.ts';
import { cellsOf, EVERY } from './report-columns.ts';
import type { DayReport, Names, Part, Report, ReportLine } from './report-schema.ts';
import type { ColumnKey, ReportWords } from './report-words.ts';

/** Some of a report, with what stands before each row: the day, or nothing where there is one alone. */
export interface Section {
  readonly before: readonly TableCell[];
  readonly part: Part;
}

/** How tables are told: words, and names of services and segments. */
export interface Telling {
  readonly words: ReportWords;
  readonly report: Report;
}

type Row = readonly TableCell[];

/** What a day is called. */
export function dayName({ day }: Pick<DayReport, 'day'>, words: ReportWords): string {
  return day ?? words.noDate;
}

/** The name of an id, where the branch file was given; else the id. */
export function nameOf(grouping: Grouping, id: string, { report, words }: Telling): string {
  const { services: service, counters: counter, segments: segment } = report;
  const all: Readonly<Partial<Record<Grouping, Names>>> = { service, counter, segment };
  const names = all[grouping]?.[id];
  return names?.[words.language] ?? names?.en ?? id;
}

function table(title: string, before: readonly string[], head: readonly string[], rows: readonly Row[]): Table {
  return { title, head: [...before, ...head], rows };
}

function columnHeads(words: ReportWords, columns: readonly ColumnKey[]): readonly string[] {
  return columns.map((key) => words.columns[key]);
}

/** A row for each day, and for all together. */
export function daysTable({ report, words }: Telling, columns: readonly ColumnKey[]): Table {
  const { day, from, to, state, clock } = words.heads;
  const stateOf = ({ isOver, isRest }: DayReport): string =>
    isRest ? words.isRest : isOver ? words.isOver : words.goesOn;
  const rows = report.days.map((each): Row => {
    const when = [dayName(each, words), minuteText(each.from), minuteText(each.to)].map(moment);
    const isTrusted = each.isTrusted ? words.trusted : words.untrusted;
    return [...when, ...[stateOf(each), isTrusted].map(text), ...cellsOf(each.all, columns)];
  });
  const total: readonly Row[] = report.total
    ? [[...[words.total, '', '', '', ''].map(text), ...cellsOf(report.total.all, columns)]]
    : [];
  return table(words.tables.days, [day, from, to, state, clock], columnHeads(words, columns), [...rows, ...total]);
}

/** A row for each half-hour; one while the clock was not trusted has a question mark. */
export function halfHoursTable(
  sections: readonly Section[],
  { words }: Telling,
  before: readonly string[],
  columns: readonly ColumnKey[],
): Table {
  const rows = sections.flatMap(({ before: first, part }) =>
    part.halfHours.map((halfHour): Row => [...first, ...whenOf(halfHour), ...cellsOf(halfHour.all, columns)]),
  );
  const { from, offset } = words.heads;
  return table(words.tables['half-hours'], before, [from, offset, ...columnHeads(words, columns)], rows);
}

function whenOf({ from, at, isTrusted }: Part['halfHours'][number]): Row {
  return [moment(`${from}${isTrusted ? '' : '?'}`), text(at === null ? '' : `UTC${at.slice(19)}`)];
}

/** A row for each id of a grouping. */
export function groupTable(
  { part }: Pick<Section, 'part'>,
  telling: Telling,
  grouping: Grouping,
  columns: readonly ColumnKey[],
): Table {
  const { words } = telling;
  const rows = Object.entries(part.by[grouping]).map(([id, line]): Row => {
    return [text(nameOf(grouping, id, telling)), ...cellsOf(line, columns)];
  });
  const all: Row = [text(words.all), ...cellsOf(part.all, columns)];
  const name = words.groupings[grouping];
  return table(words.by(name), [name], columnHeads(words, columns), rows.length === 0 ? [] : [...rows, all]);
}

/** A row for each id of every grouping, all columns: for spreadsheets. */
export function linesTable(sections: readonly Section[], telling: Telling, before: readonly string[]): Table {
  const rows = sections.flatMap(({ before: first, part }) => lineRows(part, telling, first));
  return table(telling.words.tables.lines, before, lineHeads(telling.words), rows);
}

/** The same for each half-hour. */
export function rollUpsTable(sections: readonly Section[], telling: Telling, before: readonly string[]): Table {
  const { words } = telling;
  const rows = sections.flatMap(({ before: first, part }) =>
    part.halfHours.flatMap((each) => lineRows(each, telling, [...first, ...whenOf(each)])),
  );
  const { from, offset } = words.heads;
  return table(words.tables['roll-ups'], before, [from, offset, ...lineHeads(words)], rows);
}

function lineHeads(words: ReportWords): readonly string[] {
  return [words.heads.by, words.heads.id, words.heads.name, ...columnHeads(words, EVERY)];
}

function lineRows({ all, by }: Pick<Part, 'all' | 'by'>, telling: Telling, first: Row): readonly Row[] {
  const { words } = telling;
  const row = (group: string, id: string, name: string, line: ReportLine): Row => [
    ...first,
    ...[group, id, name].map(text),
    ...cellsOf(line, EVERY),
  ];
  const grouped = GROUPINGS.flatMap((grouping) =>
    Object.entries(by[grouping]).map(([id, line]) =>
      row(words.groupings[grouping], id, nameOf(grouping, id, telling), line),
    ),
  );
  return [row(words.all, '', '', all), ...grouped];
}

/** A row for each step. */
export function stepsTable(sections: readonly Section[], telling: Telling, before: readonly string[]): Table {
  const { heads, groupings, tables } = telling.words;
  const rows = sections.flatMap(({ before: first, part }) =>
    part.steps.map(({ service, step, kept, of, mean, worst }): Row => {
      const name = text(nameOf('service', service, telling));
      return [...first, name, text(step), share(kept, of), count(of), time(mean), time(worst)];
    }),
  );
  const head = [groupings.service, heads.step, heads.share, heads.of, heads.mean, heads.worst];
  return table(tables.steps, before, head, rows);
}

/** A row for each service and for all, with a column for each mark. */
export function ratingsTable(sections: readonly Section[], telling: Telling, before: readonly string[]): Table {
  const { words } = telling;
  const lines = sections.flatMap(({ before: first, part }) =>
    withAll(part, telling).map(([name, line]) => ({ first, name, line })),
  );
  const most = Math.max(0, ...lines.map(({ line }) => line.marks.each.length));
  const rows = lines
    .filter(({ line }) => line.marks.of > 0)
    .map(({ first, name, line }): Row => {
      const each = Array.from({ length: most }, (_, index) => count(line.marks.each[index] ?? 0));
      return [...first, text(name), ...cellsOf(line, ['marksOf', 'marksMean']), ...each];
    });
  const marks = Array.from({ length: most }, (_, index) => `${words.heads.mark} ${index + 1}`);
  const head = [words.groupings.service, ...columnHeads(words, ['marksOf', 'marksMean']), ...marks];
  return table(words.tables.ratings, before, head, rows);
}

/** Each service, then all. */
export function withAll(part: Part, telling: Telling): readonly (readonly [name: string, line: ReportLine])[] {
  const services = Object.entries(part.by.service).map(([id, line]) => {
    return [nameOf('service', id, telling), line] as const;
  });
  return [...services, [telling.words.all, part.all]];
}

/** A row for each service and for all: how often the true wait fell where it was told. */
export function estimatesTable(sections: readonly Section[], telling: Telling, before: readonly string[]): Table {
  const { heads, groupings, tables } = telling.words;
  const rows = sections.flatMap(({ before: first, part }) =>
    withAll(part, telling).flatMap(([name, { estimates }]): readonly Row[] => {
      if (!estimates || estimates.of + estimates.unscored === 0) return [];
      const { of, inside, insideTold, early, late, bias, rmse, unscored } = estimates;
      const shares = [inside, insideTold, early, late].map((part_) => share(part_, of));
      return [[...first, text(name), count(of), ...shares, time(bias), time(rmse), count(unscored)]];
    }),
  );
  const { of, inside, insideTold, early, late, bias, rmse, unscored } = heads;
  const head = [groupings.service, of, inside, insideTold, early, late, bias, rmse, unscored];
  return table(tables.estimates, before, head, rows);
}
