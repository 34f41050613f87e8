import { hanziText } from '../../src/devices/hanzi.ts';
import type { LampState, PadScreen, PanelText } from '../../src/devices/kinds.ts';
import { fixedText } from '../../src/devices/line-protocol/frame.ts';
import { BUTTONS_MOST } from './settings.ts';

/** Letter of a panel's hello (docs/line-protocol.md, "From the unit"). */
export const PANEL_UNIT = 'P';
/** A panel of this version shows Hanzi. */
export const HANZI_VERSION = '2';
/** Cells of a line beside the buttons: one for a Latin letter, two for a Hanzi. */
export const PANEL_WIDTH = 20;

/** How a face tells the lamps (docs/line-protocol.md, "Faces"). */
const LAMPS: Readonly<Record<LampState, string>> = { off: '0', on: '1', blink: '2' };

/** A face in both scripts, one character up to FF a byte. */
export interface PanelFaces {
  /** For panels that show Hanzi. */
  readonly hanzi: string;
  /** For panels that do not. */
  readonly latin: string;
}

/** The face of a panel: 24 lamps, then two lines of 20 cells. */
export function panelFaces(lamps: readonly LampState[], { latin, ...own }: PanelText): PanelFaces {
  const states = lamps.slice(0, BUTTONS_MOST).map((lamp) => LAMPS[lamp]);
  const lit = states.join('').padEnd(BUTTONS_MOST, '0');
  const face = ({ line1, line2 }: PadScreen, cut: typeof hanziText): string =>
    lit + cut(line1, PANEL_WIDTH) + cut(line2, PANEL_WIDTH);
  return { hanzi: face(own, hanziText), latin: face(latin ?? own, fixedText) };
}

/** The button of a press, counted from 1; null when the panel has no such button. */
export function buttonOf(key: string, buttons: number): number | null {
  const button = Number(key);
  return Number.isInteger(button) && button >= 1 && button <= buttons ? button : null;
}
