import { scaleBand, scaleLinear } from 'd3-scale';
import { line, stack } from 'd3-shape';
import { escaped } from '../../views/html-page.ts';
import type { AxisPlace } from './half-hour-axis.ts';

/** Charts of the page, SVG. A colour goes with a pattern or a shape, so that print in black says the same. */

const WIDTH = 760;
const FRAME = { left: 44, right: WIDTH - 16, top: 12, bottom: 220 };
const ROW = 13;
const NAMES = 210;

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
  const x = bandsOf(axis);
  const y = scaleLinear([0, most], [FRAME.bottom, FRAME.top]).nice(5);
  const bars = stacked.flatMap((layer, key) =>
    layer.flatMap(([low, high], place) => {
      if (high === low) return [];
      const at = `x="${x(String(place)) ?? 0}" y="${y(high)}" width="${x.bandwidth()}" height="${y(low) - y(high)}"`;
      return [`<rect class="bar ${series[key]?.colour ?? ''}" ${at}/>`];
    }),
  );
  const ticks = y.ticks(5).filter(Number.isInteger);
  return svg(says, FRAME.bottom + 28, [...sideTicks(ticks, y, ''), ...clockTicks(axis), ...bars]);
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
  const x = bandsOf(axis);
  const middle = (place: number): number => (x(String(place)) ?? 0) + x.bandwidth() / 2;
  const most = Math.max(1, ...axis.flatMap((place) => drawn.map(({ of }) => of(place) ?? 0)));
  const y = scaleLinear([0, most], [FRAME.bottom, FRAME.top]).nice(5);
  const parts = drawn.flatMap(({ colour, shape, of }) => {
    const points = axis.map((place, index) => ({ x: middle(index), value: of(place) }));
    const known = points.flatMap(({ x: at, value }) => (value === null ? [] : [{ at, top: y(value) }]));
    if (shape === 'mark') return known.map(({ at, top }) => cross(colour, at, top));
    const path = line<(typeof points)[number]>()
      .defined(({ value }) => value !== null)
      .x(({ x: at }) => at)
      .y(({ value }) => y(value ?? 0))(points);
    const dots = known.map(({ at, top }) => `<circle class="dot ${colour}" cx="${at}" cy="${top}" r="3.5"/>`);
    return [`<path class="line ${colour}" d="${path ?? ''}"/>`, ...dots];
  });
  return svg(says, FRAME.bottom + 28, [...sideTicks(y.ticks(5), y, unit), ...clockTicks(axis), ...parts]);
}

function cross(colour: string, x: number, y: number): string {
  return `<path class="mark ${colour}" transform="translate(${x},${y})" d="M-4,-4L4,4M4,-4L-4,4"/>`;
}

/** A row of a chart: a name, and its bars, each of one part or several. */
export interface BarRow {
  readonly name: string;
  readonly bars: readonly (readonly { readonly colour: string; readonly value: number }[])[];
}

/** Bars in rows, each with its name in front. */
export function rowBars(rows: readonly BarRow[], unit: string, says: string, top: number | null = null): string {
  const lengths = rows.flatMap(({ bars }) => bars.map((bar) => bar.reduce((sum, { value }) => sum + value, 0)));
  const most = top ?? Math.max(1, ...lengths);
  const many = Math.max(1, ...rows.map(({ bars }) => bars.length));
  const bottom = FRAME.top + rows.length * (many * ROW + 9);
  const x = scaleLinear([0, most], [NAMES, FRAME.right - 20]);
  if (top === null) x.nice(5);
  const y = scaleBand(
    rows.map((_, index) => String(index)),
    [FRAME.top, bottom],
  ).paddingInner(0.18);
  const whole = top === null ? x.ticks(5).filter(Number.isInteger) : x.ticks(5);
  const ticks = whole.map(
    (value) =>
      `<path class="grid" d="M${x(value)},${FRAME.top}V${bottom}"/><text x="${x(value)}" y="${bottom + 16}" text-anchor="middle">${value}${unit}</text>`,
  );
  const drawn = rows.map(({ name, bars }, index) => {
    const from = y(String(index)) ?? 0;
    const height = y.bandwidth() / bars.length;
    const label = `<text x="${NAMES - 10}" y="${from + y.bandwidth() / 2}" dy="0.32em" text-anchor="end">${escaped(name)}</text>`;
    return label + bars.map((bar, place) => barOf(bar, x, from + place * height, height - 1)).join('');
  });
  return svg(says, bottom + 26, [...ticks, ...drawn]);
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

function bandsOf(axis: readonly AxisPlace[]) {
  return scaleBand(
    axis.map((_, index) => String(index)),
    [FRAME.left, FRAME.right],
  ).padding(0.15);
}

/** What the clock shows, at most twelve times. */
function clockTicks(axis: readonly AxisPlace[]): readonly string[] {
  const x = bandsOf(axis);
  const every = Math.max(1, Math.ceil(axis.length / 12));
  return axis.flatMap(({ from }, index) => {
    if (index % every !== 0) return [];
    const at = x(String(index)) ?? 0;
    return [`<text x="${at + x.bandwidth() / 2}" y="${FRAME.bottom + 18}" text-anchor="middle">${from}</text>`];
  });
}

function sideTicks(ticks: readonly number[], y: (value: number) => number, unit: string): readonly string[] {
  return ticks.map(
    (value) =>
      `<path class="grid" d="M${FRAME.left},${y(value)}H${FRAME.right}"/><text x="${FRAME.left - 8}" y="${y(value)}" dy="0.32em" text-anchor="end">${value}${unit}</text>`,
  );
}

function svg(says: string, height: number, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(says)}">${parts.map(rounded).join('')}</svg>`;
}

/** A tenth of a pixel is finer than any screen. */
function rounded(part: string): string {
  return part.replaceAll(/\d+\.\d{2,}/g, (value) => String(Math.round(Number(value) * 10) / 10));
}
