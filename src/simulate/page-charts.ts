import { scaleLinear } from 'd3-scale';
import { type ChartSize, footTick, frameOf, inBothSizes, rowPlaces, rowTick, sideTick } from '../views/chart.ts';
import { legendOf } from '../views/html-page.ts';
import { peopleScale, peopleTicks, stepBand, stepLine, timeScale } from '../views/step-chart.ts';
import { timeOfDay } from './formats.ts';
import type { Figure } from './intervals.ts';
import type { RulesResult } from './result-schema.ts';

/** Charts of the page, SVG. A colour goes with a dash or a shape, so that print in black says the same. */

const BOTTOM = 250;

/** People in the hall over time, a line for each set of rules. */
export function hallChart(rules: readonly RulesResult[], says: string): string {
  const { from = 0, every = 60 } = rules[0]?.hall ?? {};
  return stepsChart(
    rules.map(({ hall }) => hall.people),
    { from, every },
    says,
  );
}

/**
 * Numbers over time, a line for each, with the band of its interval.
 *
 * @param time of the first step and length of each, s
 */
export function stepsChart(
  series: readonly (readonly Figure[])[],
  { from, every }: { readonly from: number; readonly every: number },
  says: string,
): string {
  const length = Math.max(1, ...series.map((each) => each.length));
  const to = from + length * every;
  const tops = series.flatMap((each) => each.map(({ mean, plusMinus }) => (mean ?? 0) + (plusMinus ?? 0)));
  return inBothSizes(says, (size) => {
    const frame = frameOf(size, BOTTOM);
    const x = timeScale(from, to, frame);
    const y = peopleScale(Math.max(0, ...tops), frame);
    const lines = series.map((each, index) => {
      const points = [...each, { mean: 0, plusMinus: null }].map((figure, step) => ({
        ...figure,
        at: from + step * every,
      }));
      const samples = points.map(({ at, mean }) => ({ at, count: mean ?? 0 }));
      const band = points.map(({ at, mean, plusMinus }) => {
        const [middle, half] = [mean ?? 0, plusMinus ?? 0];
        return { at, low: Math.max(0, middle - half), high: middle + half };
      });
      return `<path class="band c${index}" d="${stepBand(band, x, y)}"/><path class="line c${index}" d="${stepLine(samples, x, y)}"/>`;
    });
    const times = ticksOfTime(from, to, size).map((at) => footTick(frame, x(at), timeOfDay(at)));
    const sides = peopleTicks(y).map((tick) => sideTick(frame, tick.y, String(tick.count)));
    return { height: BOTTOM + 28, parts: [...sides, ...times, ...lines] };
  });
}

/** Whole hours, or parts of one where the picture is short. */
function ticksOfTime(from: number, to: number, { times }: ChartSize): readonly number[] {
  const steps = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 86_400, 172_800, 604_800];
  const most = times - 1;
  const step = steps.find((each) => (to - from) / each <= most) ?? (to - from) / most;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** A row of a chart: a name, and a figure for each set of rules. */
export interface Row {
  readonly name: string;
  readonly figures: readonly Figure[];
}

/** What a set of rules takes of a row, px. */
const ROW = 14;

/** A dot with its interval for each set of rules, in rows. */
export function dotChart(rows: readonly Row[], says: string, scale: number): string {
  const ends = rows.flatMap(({ figures }) => figures.map((each) => ((each.mean ?? 0) + (each.plusMinus ?? 0)) * scale));
  return dots(rows, says, { scale, least: 0, most: Math.max(1, ...ends), unit: '' });
}

/** The same of shares: no interval goes beyond all, and where none goes far down the picture begins where they do. */
export function shareChart(rows: readonly Row[], says: string): string {
  const starts = rows.flatMap(({ figures }) => figures.map((each) => (each.mean ?? 1) - (each.plusMinus ?? 0)));
  const least = Math.max(0, Math.floor(Math.min(1, ...starts) * 5 - 0.25) * 20);
  return dots(rows, says, { scale: 100, least, most: 100, unit: ' %' });
}

interface Axis {
  /** From the figure to what stands below the chart. */
  readonly scale: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
}

function dots(rows: readonly Row[], says: string, axis: Axis): string {
  const { scale, least, most } = axis;
  return rowChart(rows, says, axis, ({ mean, plusMinus }, index, x, y) => {
    if (mean === null) return '';
    const [middle, half] = [mean * scale, (plusMinus ?? 0) * scale];
    const [from, to] = [Math.max(least, middle - half), Math.min(most, middle + half)];
    const whisker = `<path class="whisker c${index}" d="M${x(from)},${y}H${x(to)}"/>`;
    return `${plusMinus === null ? '' : whisker}${mark(index, x(middle), y)}`;
  });
}

/** A bar for each set of rules, in rows: shares. */
export function barChart(rows: readonly Row[], says: string): string {
  return rowChart(rows, says, { least: 0, most: 100, unit: ' %' }, ({ mean }, index, x, y) => {
    const width = x((mean ?? 0) * 100) - x(0);
    return `<rect class="bar c${index}" x="${x(0)}" y="${y - 4.5}" width="${width}" height="9"/>`;
  });
}

type Draw = (figure: Figure, index: number, x: (value: number) => number, y: number) => string;

function rowChart(rows: readonly Row[], says: string, { least, most, unit }: Omit<Axis, 'scale'>, draw: Draw): string {
  const many = Math.max(1, ...rows.map(({ figures }) => figures.length));
  return inBothSizes(says, (size) => {
    const { frame, topOf, label } = rowPlaces(size, rows.length, many * ROW);
    const x = scaleLinear([least, most], [frame.left, frame.right]).nice(size.ticks);
    const ticks = x.ticks(size.ticks).map((value) => rowTick(frame, x(value), `${value}${unit}`));
    const drawn = rows.map(({ name, figures }, index) => {
      const marks = figures.map((figure, place) => draw(figure, place, x, topOf(index) + (place + 0.5) * ROW));
      return `${label(index, name)}${marks.join('')}`;
    });
    return { height: frame.bottom + 26, parts: [...ticks, ...drawn] };
  });
}

/** A mark of its own shape for each set of rules. */
function mark(index: number, x: number, y: number): string {
  const shapes = ['M-4,-4H4V4H-4Z', 'M0,-5L5,0L0,5L-5,0Z', 'M0,-5L5,4H-5Z', 'M-5,-4H5L0,5Z'];
  const [shape = ''] = shapes.slice((index - 1) % shapes.length);
  if (index % 5 === 0) return `<circle class="mark c${index}" cx="${x}" cy="${y}" r="4.5"/>`;
  return `<path class="mark c${index}" transform="translate(${x},${y})" d="${shape}"/>`;
}

/** What each line, mark or bar stands for. */
export function legend(names: readonly string[], what: 'line' | 'mark' | 'bar'): string {
  const sign = (index: number): string => {
    if (what === 'line') return `<path class="line c${index}" d="M2,7H44"/>`;
    return what === 'mark' ? mark(index, 23, 7) : `<rect class="bar c${index}" x="8" y="2" width="30" height="9"/>`;
  };
  return legendOf(names.map((name, index) => ({ name, sign: sign(index) })));
}
