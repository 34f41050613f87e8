import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Fonts and Chromium move on: so many pixels in a hundred may differ, each by so much of the range of colours … */
const PIXELS_MOST = 1;
const COLOUR_MOST = 0.2;
/** … but not that many together: the smallest thing that says something, a lamp, is ten pixels wide. */
const TOGETHER_MOST = 24;
/** What is together lies in a square of two cells by two, pixels a cell; any lamp lies nearly whole in one of them. */
const CELL = 8;

/** Two pictures beside each other. */
export interface Comparison {
  readonly isSame: boolean;
  /** In words, for who reads the report. */
  readonly what: string;
  /** What differs, drawn; null when the sizes do. */
  readonly drawn: PNG | null;
}

/** Compares a picture with the one that is kept: what a person would see is a difference, edges that are drawn softer are none. */
export function comparePictures(kept: PNG, seen: PNG): Comparison {
  const { width, height } = kept;
  if (seen.width !== width || seen.height !== height) {
    return { isSame: false, what: `${seen.width} × ${seen.height}, not ${width} × ${height}`, drawn: null };
  }
  const mask = new PNG({ width, height });
  const options = { threshold: COLOUR_MOST, diffMask: true };
  const share = (100 * pixelmatch(kept.data, seen.data, mask.data, width, height, options)) / (width * height);
  const { count, x, y } = thickest(mask);
  return {
    isSame: share <= PIXELS_MOST && count <= TOGETHER_MOST,
    what: `${share.toFixed(2)} % of the pixels differ; at most ${count} together, at ${x}, ${y}`,
    drawn: mask,
  };
}

/** The square in which the most pixels are drawn. */
function thickest({ width, height, data }: PNG): { readonly count: number; readonly x: number; readonly y: number } {
  const [columns, rows] = [Math.ceil(width / CELL) + 1, Math.ceil(height / CELL) + 1];
  const cells = new Uint16Array(columns * rows);
  for (let place = 0; place < width * height; place += 1) {
    if (data[4 * place + 3] === 0) continue;
    const cell = Math.floor((place % width) / CELL) + columns * Math.floor(place / width / CELL);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  let most = { count: 0, x: 0, y: 0 };
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      const at = row * columns + column;
      const count = [at, at + 1, at + columns, at + columns + 1].reduce((sum, cell) => sum + (cells[cell] ?? 0), 0);
      if (count > most.count) most = { count, x: column * CELL, y: row * CELL };
    }
  }
  return most;
}
