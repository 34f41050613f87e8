import { escaped } from './html-page.ts';
import type { Frame } from './step-chart.ts';

/** What the charts of written pages have in common, SVG: how wide they are, and what stands at their sides. */

/** How much room a chart has. */
export interface ChartSize {
  /** For a desk and paper, or for a phone: the page shows one of them. */
  readonly name: 'wide' | 'slim';
  /** Of the picture, px; a line of text is 11 of them high. */
  readonly width: number;
  /** Between the picture's left side and a chart with figures there, px. */
  readonly left: number;
  /** The same of a chart of rows whose names stand in front; null: they stand above their rows. */
  readonly names: number | null;
  /** Most times of day below a chart. */
  readonly times: number;
  /** About so many figures below a chart of rows. */
  readonly ticks: number;
}

const WIDE: ChartSize = { name: 'wide', width: 760, left: 44, names: 210, times: 12, ticks: 6 };
/** As wide as the narrowest phones show without making text smaller than it is on a desk. */
const SLIM: ChartSize = { name: 'slim', width: 320, left: 34, names: null, times: 6, ticks: 4 };
const RIGHT = 24;
const TOP = 12;
/** Room for a name above its row, and between two rows, px. */
const NAME = 16;
const GAP = 9;
/** Half of the widest figure below a chart, px. */
const HALF = 18;

/**
 * A chart in both sizes. The one that is not shown is not read aloud.
 *
 * @param says what a person who does not see it is told
 * @param draw draws it, and says how high it is, px
 */
export function inBothSizes(says: string, draw: (size: ChartSize) => Drawing): string {
  return [WIDE, SLIM].map((size) => svg(size, says, draw(size))).join('');
}

/** What was drawn. */
export interface Drawing {
  readonly height: number;
  readonly parts: readonly string[];
}

function svg({ name, width }: ChartSize, says: string, { height, parts }: Drawing): string {
  const label = escaped(says);
  return `<svg class="${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${parts.map(rounded).join('')}</svg>`;
}

/** A tenth of a pixel is finer than any screen. */
function rounded(part: string): string {
  return part.replaceAll(/\d+\.\d{2,}/g, (value) => String(Math.round(Number(value) * 10) / 10));
}

/** Where a chart with figures at its left is drawn. */
export function frameOf({ width, left }: ChartSize, bottom: number): Frame {
  return { left, right: width - RIGHT, top: TOP, bottom };
}

/** A figure at the left with its line across the chart. */
export function sideTick({ left, right }: Frame, y: number, text: string): string {
  return `<path class="grid" d="M${left},${y}H${right}"/><text x="${left - 8}" y="${y}" dy="0.32em" text-anchor="end">${escaped(text)}</text>`;
}

/** Text below a chart, its middle at `x`. */
export function footTick({ bottom }: Frame, x: number, text: string): string {
  return `<text x="${x}" y="${bottom + 18}" text-anchor="middle">${escaped(text)}</text>`;
}

/** Where the rows of a chart stand. */
export interface RowPlaces {
  readonly frame: Frame;
  /** Where what a row shows begins, px from the top. */
  topOf(index: number): number;
  /** The name of a row. */
  label(index: number, name: string): string;
}

/**
 * Rows under each other, all as high as the fullest of them.
 *
 * @param rows how many
 * @param height of what one shows, px
 */
export function rowPlaces(size: ChartSize, rows: number, height: number): RowPlaces {
  const above = size.names === null ? NAME : 0;
  const left = size.names ?? HALF;
  const apart = above + height + GAP;
  const topOf = (index: number): number => TOP + index * apart + above;
  return {
    frame: { left, right: size.width - RIGHT - 14, top: TOP, bottom: TOP + rows * apart },
    topOf,
    label(index, name) {
      const top = topOf(index);
      const front = `x="${left - 10}" y="${top + height / 2}" dy="0.32em" text-anchor="end"`;
      return `<text ${above ? `x="0" y="${top - 5}"` : front}>${escaped(name)}</text>`;
    },
  };
}

/** A figure below a chart of rows with its line across it. */
export function rowTick({ top, bottom }: Frame, x: number, text: string): string {
  return `<path class="grid" d="M${x},${top}V${bottom}"/><text x="${x}" y="${bottom + 16}" text-anchor="middle">${escaped(text)}</text>`;
}
