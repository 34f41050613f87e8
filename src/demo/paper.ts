import { renderSlip } from '../../devices/printer-escpos/render.ts';
import { partText, type Slip } from '../../devices/printer-escpos/slip.ts';

/** Slips that the page shows. */
const SHOWN = 6;

/** What an emulated printer has put out. */
export interface Paper {
  /** Newest first, as SVG. */
  readonly pictures: readonly string[];
  /** The newest slip as text. */
  readonly text: string | null;
  /** Slips that a person could take. */
  readonly count: number;
}

/**
 * The paper in the view of a printer's emulator: drawn from what it made of the bytes that it received.
 *
 * @param columns ASCII characters in a line
 * @returns null when the view is not that of a printer
 */
export function paperOf(view: unknown, columns: number): Paper | null {
  if (!hasSlips(view)) return null;
  const newest = [...view.slips].reverse();
  const [first] = newest;
  return {
    pictures: newest.slice(0, SHOWN).map((slip) => renderSlip(slip, columns)),
    text: first ? first.parts.map(partText).join('\n') : null,
    count: view.slips.length,
  };
}

/** A printer's view without its paper: what its lamps and sensors say. */
export function withoutPaper(view: unknown): unknown {
  if (!hasSlips(view)) return view;
  const { slips: _slips, slip: _slip, ...rest } = view;
  return rest;
}

function hasSlips(view: unknown): view is { readonly slips: readonly Slip[]; readonly slip?: unknown } {
  return typeof view === 'object' && view !== null && 'slips' in view && Array.isArray(view.slips);
}
