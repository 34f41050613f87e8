import { scaleBand, scaleLinear } from 'd3-scale';
import { line, stack } from 'd3-shape';
import { type ChartSize, footTick, frameOf, inBothSizes, rowPlaces, rowTick, sideTick } from '../../views/chart.ts';
import type { Frame } from '../../views/step-chart.ts';
import type { AxisPlace } from './half-hour-axis.ts';

/** Charts of the page, SVG. A colour goes with a pattern or a shape, so that print in black says the same. */

const BOTTOM = 220;
const HEIGHT = BOTTOM + 28;
/** What a bar takes of a row, px. */
const ROW = 13;

/** A colour of the page with what it counts. */
export interface Series<T> {
  readonly colour: string;
  readonly of: (from: T) => number;
}

/** Bars over the half-hours, one part on the other. */
export function stackedBars(axis: readonly AxisPlace[], series: readonly Series<AxisPlace>[], says: string): string {
  const places = axis.map((_, index) => index);
  const stacked = stack<number, number>()
    .keys(series.map((_, index) => index))
    .value((place, key) => valueAt(axis, series, place, key))(places);
  const most = Math.max(1, ...stacked.flatMap((layer) => layer.map(([, top]) => top)));
  return inBothSizes(says, (size) => {
    const frame = frameOf(size, BOTTOM);
    const x = bandsOf(axis, frame);
    const y = scaleLinear([0, most], [frame.bottom, frame.top]).nice(5);
    const bars = stacked.flatMap((layer, key) =>
      layer.flatMap(([low, high], place) => {
        if (high === low) return [];
        const at = `x="${x(String(place)) ?? 0}" y="${y(high)}" width="${x.bandwidth()}" height="${y(low) - y(high)}"`;
        return [`<rect class="bar ${series[key]?.colour ?? ''}" ${at}/>`];
      }),
    );
    const sides = y
      .ticks(5)
      .filter(Number.isInteger)
      .map((value) => sideTick(frame, y(value), String(value)));
    return { height: HEIGHT, parts: [...sides, ...clockTicks(axis, size, frame), ...bars] };
  });
}

function valueAt(axis: readonly AxisPlace[], series: readonly Series<AxisPlace>[], place: number, key: number): number {
  const at = axis[place];
  return at ? (series[key]?.of(at) ?? 0) : 0;
}

/** A curve over the half-hours that is not known everywhere: a line with dots, or crosses alone. */
export interface Curve {
  readonly colour: string;
  readonly shape: 'line' | 'mark';
  readonly of: (place: AxisPlace) => number | null;
}

/** Lines and crosses over the half-hours. */
export function curves(axis: readonly AxisPlace[], drawn: readonly Curve[], unit: string, says: string): string {
  const most = Math.max(1, ...axis.flatMap((place) => drawn.map(({ of }) => of(place) ?? 0)));
  return inBothSizes(says, (size) => {
    const frame = frameOf(size, BOTTOM);
    const x = bandsOf(axis, frame);
    const y = scaleLinear([0, most], [frame.bottom, frame.top]).nice(5);
    const parts = drawn.flatMap((curve) => {
      const at = (place: number): number => (x(String(place)) ?? 0) + x.bandwidth() / 2;
      return curveOf(
        curve,
        axis.map((place, index) => ({ x: at(index), value: curve.of(place) })),
        y,
      );
    });
    const sides = y.ticks(5).map((value) => sideTick(frame, y(value), `${value}${unit}`));
    return { height: HEIGHT, parts: [...sides, ...clockTicks(axis, size, frame), ...parts] };
  });
}

function curveOf(
  { colour, shape }: Curve,
  points: readonly { readonly x: number; readonly value: number | null }[],
  y: (value: number) => number,
): readonly string[] {
  const known = points.flatMap(({ x, value }) => (value === null ? [] : [{ x, top: y(value) }]));
  if (shape === 'mark') return known.map(({ x, top }) => cross(colour, x, top));
  const path = line<(typeof points)[number]>()
    .defined(({ value }) => value !== null)
    .x(({ x }) => x)
    .y(({ value }) => y(value ?? 0))([...points]);
  const dots = known.map(({ x, top }) => `<circle class="dot ${colour}" cx="${x}" cy="${top}" r="3.5"/>`);
  return [`<path class="line ${colour}" d="${path ?? ''}"/>`, ...dots];
}

function cross(colour: string, x: number, y: number): string {
  return `<path class="mark ${colour}" transform="translate(${x},${y})" d="M-4,-4L4,4M4,-4L-4,4"/>`;
}

/** A row of a chart: a name, and its bars, each of one part or several. */
export interface BarRow {
  readonly name: string;
  readonly bars: readonly (readonly { readonly colour: string; readonly value: number }[])[];
}

/** Bars in rows, each with its name. */
export function rowBars(rows: readonly BarRow[], unit: string, says: string, top: number | null = null): string {
  const lengths = rows.flatMap(({ bars }) => bars.map((bar) => bar.reduce((sum, { value }) => sum + value, 0)));
  const most = top ?? Math.max(1, ...lengths);
  const many = Math.max(1, ...rows.map(({ bars }) => bars.length));
  return inBothSizes(says, (size) => {
    const { frame, topOf, label } = rowPlaces(size, rows.length, many * ROW);
    const x = scaleLinear([0, most], [frame.left, frame.right]);
    if (top === null) x.nice(size.ticks);
    const values = x.ticks(size.ticks).filter((value) => top !== null || Number.isInteger(value));
    const ticks = values.map((value) => rowTick(frame, x(value), `${value}${unit}`));
    const drawn = rows.map(({ name, bars }, index) => {
      const from = topOf(index) + ((many - bars.length) * ROW) / 2;
      return label(index, name) + bars.map((bar, place) => barOf(bar, x, from + place * ROW, ROW - 1)).join('');
    });
    return { height: frame.bottom + 26, parts: [...ticks, ...drawn] };
  });
}

function barOf(bar: BarRow['bars'][number], x: (value: number) => number, y: number, height: number): string {
  let from = 0;
  const parts = bar.map(({ colour, value }) => {
    const drawn = `<rect class="bar ${colour}" x="${x(from)}" y="${y}" width="${x(from + value) - x(from)}" height="${height}"/>`;
    from += value;
    return value > 0 ? drawn : '';
  });
  return parts.join('');
}

function bandsOf(axis: readonly AxisPlace[], { left, right }: Frame) {
  return scaleBand(
    axis.map((_, index) => String(index)),
    [left, right],
  ).padding(0.15);
}

/** What the clock shows. */
function clockTicks(axis: readonly AxisPlace[], { times }: ChartSize, frame: Frame): readonly string[] {
  const x = bandsOf(axis, frame);
  const every = Math.max(1, Math.ceil(axis.length / times));
  return axis.flatMap(({ from }, index) => {
    if (index % every !== 0) return [];
    return [footTick(frame, (x(String(index)) ?? 0) + x.bandwidth() / 2, from)];
  });
}
