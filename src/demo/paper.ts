import { renderSlip } from '../../devices/printer-escpos/render.ts';
import { partText, type Slip } from '../../devices/printer-escpos/slip.ts';
import type { StagedSlip } from './stage.ts';

/** Slips that the page shows. */
const SHOWN = 6;

/** What happened to the paper since the last look. */
export interface PaperChange {
  /** Oldest first. */
  readonly added: readonly StagedSlip[];
  /** What lay there before is gone. */
  readonly isTaken: boolean;
}

/** The paper that came out of one printer's emulator: drawn once, from what it made of the bytes that it received. */
export interface PaperTray {
  /** Null when nothing changed, or the view is not that of a printer. */
  look(view: unknown): PaperChange | null;
  /** Newest first. */
  slips(): readonly StagedSlip[];
}

/**
 * Starts with an empty tray.
 *
 * @param columns ASCII characters in a line
 * @param nextId gives each slip its number
 */
export function paperTray(device: string, columns: number, nextId: () => number): PaperTray {
  let seen: readonly Slip[] = [];
  let shown: readonly StagedSlip[] = [];
  return {
    look(view) {
      if (!hasSlips(view)) return null;
      const fresh = view.slips.filter((slip) => !seen.includes(slip));
      // The emulator keeps the newest: only an empty tray says that a person took them.
      const isTaken = seen.length > 0 && view.slips.every((slip) => fresh.includes(slip));
      seen = [...view.slips];
      if (fresh.length === 0 && !isTaken) return null;
      const added = fresh.slice(-SHOWN).map((slip) => ({
        id: nextId(),
        device,
        svg: renderSlip(slip, columns),
        text: slip.parts.map(partText).join('\n'),
        code: slip.parts.find((part) => part.kind === 'qr')?.data ?? null,
      }));
      shown = [...[...added].reverse(), ...(isTaken ? [] : shown)].slice(0, SHOWN);
      return { added, isTaken };
    },
    slips: () => shown,
  };
}

/** A printer's view without its paper and what it has yet to print, which nobody sees: what its lamps and sensors say. */
export function withoutPaper(view: unknown): unknown {
  if (!hasSlips(view)) return view;
  // While it prints the bytes become fewer with every line of dots: that would be told, and drawn, forty times a second.
  const { slips: _slips, slip: _slip, buffered: _buffered, ...rest } = view;
  return rest;
}

function hasSlips(
  view: unknown,
): view is { readonly slips: readonly Slip[]; readonly slip?: unknown; readonly buffered?: unknown } {
  return typeof view === 'object' && view !== null && 'slips' in view && Array.isArray(view.slips);
}
