import { figure } from '../../views/html-page.ts';
import type { Table } from '../report-cells.ts';
import { BRIEF, BRIEF_OF_WORK } from '../report-columns.ts';
import type { HalfHourReport, Part } from '../report-schema.ts';
import {
  estimatesTable,
  groupTable,
  halfHoursTable,
  nameOf,
  ratingsTable,
  type Telling,
  withAll,
} from '../report-tables.ts';
import { alertKindsTable, devicesTable } from '../report-tables-aside.ts';
import { withoutOffset } from '../report-text.ts';
import { type BarRow, curves, rowBars, type Series, stackedBars } from './charts.ts';
import { type AxisPlace, axisOf } from './half-hour-axis.ts';
import type { PageWords } from './page-words.ts';
import { htmlTable, legend, type Sign } from './parts.ts';

/** What a chart is drawn from. */
export interface Drawn {
  readonly part: Part;
  readonly telling: Telling;
  readonly words: PageWords;
}

function told(title: string, signs: readonly Sign[], chart: string, table: Table, { telling, words }: Drawn): string {
  const shown = htmlTable({ ...table, title: `${title}: ${words.table}` }, telling.words.language);
  return figure(title, chart, signs.length > 1 ? legend(signs) : '', words.table, shown);
}

const bar = (name: string, colour: string): Sign => ({ name, colour, shape: 'bar' });

type Visits = NonNullable<HalfHourReport['all']['visits']>;

/** Customers by the half-hour, and what became of them. */
export function customersFigure(drawn: Drawn): string {
  const { part, telling, words } = drawn;
  const count =
    (of: (visits: Visits) => number) =>
    ({ halfHour }: AxisPlace): number =>
      halfHour?.all.visits ? of(halfHour.all.visits) : 0;
  const series: readonly Series<AxisPlace>[] = [
    { colour: 'good', of: count(({ served }) => served) },
    { colour: 'bad', of: count(({ noShow }) => noShow) },
    { colour: 'other', of: count(({ cancelled, withdrawn, expired }) => cancelled + withdrawn + expired) },
    { colour: 'open', of: count(({ open }) => open) },
  ];
  const names = [words.served, words.left, words.otherwise, words.open];
  const signs = series.map(({ colour }, index) => bar(names[index] ?? '', colour));
  const chart = stackedBars(axisOf(part.halfHours), series, words.customersSays);
  const table = withoutOffset(halfHoursTable([{ before: [], part }], telling, [], BRIEF), telling.report);
  return told(words.customers, signs, chart, table, drawn);
}

/** Mean and longest wait by the half-hour. */
export function waitsFigure(drawn: Drawn): string {
  const { part, telling, words } = drawn;
  const minutes = (seconds: number | null | undefined): number | null => (seconds == null ? null : seconds / 60);
  const chart = curves(
    axisOf(part.halfHours),
    [
      { colour: 'bad', shape: 'mark', of: ({ halfHour }) => minutes(halfHour?.all.wait.worst) },
      { colour: 'main', shape: 'line', of: ({ halfHour }) => minutes(halfHour?.all.wait.mean) },
    ],
    '',
    words.waitsSays,
  );
  const signs: readonly Sign[] = [
    { name: `${words.mean} (${words.minutes.trim()})`, colour: 'main', shape: 'line' },
    { name: `${words.longest} (${words.minutes.trim()})`, colour: 'bad', shape: 'mark' },
  ];
  const columns = ['waitOf', 'waitShare', 'waitMean', 'waitWorst', 'noShows', 'recalls'] as const;
  const table = withoutOffset(halfHoursTable([{ before: [], part }], telling, [], columns), telling.report);
  return told(words.waits, signs, chart, table, drawn);
}

const percent = (part: number, of: number): number => (of === 0 ? 0 : (100 * part) / of);

/** Share of waits and services in time, by service. */
export function keptFigure(drawn: Drawn): string {
  const { part, telling, words } = drawn;
  const rows = withAll(part, telling).map(([name, { wait, service }]): BarRow => {
    const bars = [
      [{ colour: 'main', value: percent(wait.kept, wait.of) }],
      [{ colour: 'second', value: percent(service.kept, service.of) }],
    ];
    return { name, bars };
  });
  const signs = [bar(words.wait, 'main'), bar(words.service, 'second')];
  const chart = rowBars(rows, ' %', words.keptSays, 100);
  return told(words.kept, signs, chart, groupTable({ part }, telling, 'service', BRIEF), drawn);
}

/** Services at each counter. */
export function workFigure(drawn: Drawn): string {
  const { part, telling, words } = drawn;
  const rows = Object.entries(part.by.counter).map(
    ([
      id,
      {
        service: { kept, of },
      },
    ]): BarRow => {
      return {
        name: nameOf('counter', id, telling),
        bars: [
          [
            { colour: 'good', value: kept },
            { colour: 'bad', value: of - kept },
          ],
        ],
      };
    },
  );
  const signs = [bar(words.inTime, 'good'), bar(words.overTime, 'bad')];
  const chart = rowBars(rows, '', words.workSays);
  return told(words.work, signs, chart, groupTable({ part }, telling, 'counter', BRIEF_OF_WORK), drawn);
}

/** True waits against estimates; nothing where none was made. */
export function estimatesFigure(drawn: Drawn): string {
  const { part, telling, words } = drawn;
  const rows = withAll(part, telling).flatMap(([name, { estimates }]): readonly BarRow[] => {
    if (!estimates || estimates.of === 0) return [];
    const { of, early, inside, late } = estimates;
    const parts = [
      { colour: 'second', value: percent(early, of) },
      { colour: 'main', value: percent(inside, of) },
      { colour: 'bad', value: percent(late, of) },
    ];
    return [{ name, bars: [parts] }];
  });
  if (rows.length === 0) return '';
  const signs = [bar(words.early, 'second'), bar(words.inside, 'main'), bar(words.late, 'bad')];
  const chart = rowBars(rows, ' %', words.estimatesSays, 100);
  return told(words.estimates, signs, chart, estimatesTable([{ before: [], part }], telling, []), drawn);
}

/** How often each mark was given; nothing where none was. */
export function marksFigure(drawn: Drawn): string {
  const { part, telling, words } = drawn;
  const { of, each } = part.all.marks;
  if (of === 0) return '';
  const rows = each.map(
    (value, index): BarRow => ({ name: words.mark(index + 1), bars: [[{ colour: 'main', value }]] }),
  );
  const chart = rowBars(rows, '', words.marksSays);
  return told(words.marks, [], chart, ratingsTable([{ before: [], part }], telling, []), drawn);
}

/** Alerts by kind; nothing where there was none. */
export function alertsFigure(drawn: Drawn): string {
  const { part, telling, words } = drawn;
  if (part.alertKinds.length === 0) return '';
  const rows = part.alertKinds.map(({ kind, raised, acknowledged }): BarRow => {
    const heard = Math.min(raised, acknowledged);
    const parts = [
      { colour: 'good', value: heard },
      { colour: 'bad', value: raised - heard },
    ];
    return { name: telling.words.kinds[kind] ?? kind, bars: [parts] };
  });
  const signs = [bar(words.acknowledged, 'good'), bar(words.unacknowledged, 'bad')];
  const chart = rowBars(rows, '', words.alertsSays);
  return told(words.alerts, signs, chart, alertKindsTable([{ before: [], part }], telling, []), drawn);
}

/** Devices with which something was wrong; nothing where all was well. */
export function devicesFigure(drawn: Drawn): string {
  const { part, telling, words } = drawn;
  if (part.devices.length === 0) return '';
  const rows = part.devices.map(({ device, down }): BarRow => {
    return { name: device, bars: [[{ colour: 'bad', value: down / 60 }]] };
  });
  const chart = rowBars(rows, words.minutes, words.devicesSays);
  return told(words.devices, [], chart, devicesTable([{ before: [], part }], telling, []), drawn);
}
