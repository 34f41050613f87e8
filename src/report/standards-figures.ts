import type { Kept } from './standards.ts';
import { type Cell, DIMENSIONS, type Dimension, type Tally } from './standards-tally.ts';

/** A time standard in figures; times in ms, null where nothing was measured. */
export interface TallyFigures {
  readonly kept: number;
  readonly of: number;
  readonly mean: number | null;
  readonly worst: number | null;
}

/** What is told of one service, counter, teller or segment, or of all. */
export interface Figures {
  readonly wait: TallyFigures;
  readonly service: TallyFigures;
  readonly noShows: number;
  readonly recalls: number;
  readonly referrals: number;
  /** Visits of messengers with many slips: their time, ms, stands in no mean above. */
  readonly bulk: { readonly visits: number; readonly slips: number; readonly mean: number | null };
  /** `mean` with two decimals. */
  readonly marks: { readonly of: number; readonly mean: number | null; readonly worst: number | null };
}

/** The figures of one cell of the record. */
export function figuresOf({ wait, service, noShows, recalls, referrals, bulk, marks }: Cell): Figures {
  const { visits, slips, total } = bulk;
  const mean = visits === 0 ? null : Math.round(total / visits);
  const counts = { noShows, recalls, referrals, bulk: { visits, slips, mean } };
  return { wait: tallyFigures(wait), service: tallyFigures(service), ...counts, marks: markFigures(marks) };
}

function tallyFigures({ kept, of, total, worst }: Tally): TallyFigures {
  return of === 0 ? { kept, of, mean: null, worst: null } : { kept, of, mean: Math.round(total / of), worst };
}

function markFigures(marks: readonly number[]): Figures['marks'] {
  const of = marks.reduce((sum, times) => sum + times, 0);
  if (of === 0) return { of, mean: null, worst: null };
  const total = marks.reduce((sum, times, index) => sum + times * (index + 1), 0);
  return { of, mean: Math.round((100 * total) / of) / 100, worst: marks.findIndex((times) => times > 0) + 1 };
}

/** The whole record of a day in figures, as JSON for programs. */
export function standardsJson({ day, all, by }: Kept, only: Dimension | null): object {
  const told = (name: Dimension) => [name, Object.fromEntries(by[name].map(([id, cell]) => [id, figuresOf(cell)]))];
  const names = only === null ? DIMENSIONS : [only];
  return { day, all: figuresOf(all), by: Object.fromEntries(names.map(told)) };
}

const HEAD = [
  '',
  'wait kept',
  'mean',
  'worst',
  'service kept',
  'mean',
  'worst',
  'no-shows',
  'recalls',
  'referrals',
  'marks',
  'mean',
];

/** On a day with visits of messengers alone. */
const BULK_HEAD = ['bulk', 'slips', 'mean'];

/** The record of a day as a table for people: one line for each id, and all together at the end. */
export function standardsTable({ day, all, by }: Kept, dimension: Dimension): string {
  const isBulk = all.bulk.visits > 0;
  const rows = [...by[dimension].map(([id, cell]) => rowOf(id, cell, isBulk)), rowOf('all', all, isBulk)];
  const head = [dimension, ...HEAD.slice(1), ...(isBulk ? BULK_HEAD : [])];
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [day ?? 'a day without a date', ...text].join('\n');
}

function rowOf(id: string, cell: Cell, isBulk: boolean): readonly string[] {
  const { wait, service, noShows, recalls, referrals, bulk, marks } = figuresOf(cell);
  const mean = marks.mean === null ? '-' : marks.mean.toFixed(2);
  const counts = [noShows, recalls, referrals, marks.of].map(String);
  const ofBulk = isBulk ? [String(bulk.visits), String(bulk.slips), clockText(bulk.mean)] : [];
  return [id, ...timesOf(wait), ...timesOf(service), ...counts, mean, ...ofBulk];
}

function timesOf({ kept, of, mean, worst }: TallyFigures): readonly string[] {
  const share = of === 0 ? '' : ` ${Math.floor((100 * kept) / of)}%`;
  return [`${kept}/${of}${share}`, clockText(mean), clockText(worst)];
}

/** `12:05`: minutes and seconds. */
function clockText(time: number | null): string {
  if (time === null) return '-';
  const seconds = Math.round(time / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
