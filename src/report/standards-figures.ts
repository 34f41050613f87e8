import type { Kept } from './standards.ts';
import type { StepTally } from './standards-book.ts';
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

/** How often the standard of a step was kept. */
export interface StepFigures extends TallyFigures {
  readonly service: string;
  readonly step: string;
}

/** The figures of the steps of services, in the order of the record. */
export function stepFigures(steps: readonly StepTally[]): readonly StepFigures[] {
  return steps.map(({ service, step, tally }) => ({ service, step, ...tallyFigures(tally) }));
}

/** The whole record of a day in figures, as JSON for programs; steps belong to services. */
export function standardsJson({ day, all, by, steps }: Kept, only: Dimension | null): object {
  const told = (name: Dimension) => [name, Object.fromEntries(by[name].map(([id, cell]) => [id, figuresOf(cell)]))];
  const names = only === null ? DIMENSIONS : [only];
  const figures = { day, all: figuresOf(all), by: Object.fromEntries(names.map(told)) };
  return names.includes('service') ? { ...figures, steps: stepFigures(steps) } : figures;
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

/** On a day on which a step was over. */
const STEP_HEAD = ['step', 'kept', 'mean', 'worst'];

/**
 * The record of a day as a table for people: one line for each id, and all together at the end; then, with the services, one
 * line for each of their steps.
 */
export function standardsTable({ day, all, by, steps }: Kept, dimension: Dimension): string {
  const isBulk = all.bulk.visits > 0;
  const rows = [...by[dimension].map(([id, cell]) => rowOf(id, cell, isBulk)), rowOf('all', all, isBulk)];
  const head = [dimension, ...HEAD.slice(1), ...(isBulk ? BULK_HEAD : [])];
  const ofSteps = stepFigures(steps).map((each) => [`${each.service}/${each.step}`, ...timesOf(each)]);
  const second = dimension === 'service' && ofSteps.length > 0 ? ['', ...laidOut([STEP_HEAD, ...ofSteps])] : [];
  return [day ?? 'a day without a date', ...laidOut([head, ...rows]), ...second].join('\n');
}

/** Columns as wide as their widest cell, the first one to the left. */
function laidOut(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
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
