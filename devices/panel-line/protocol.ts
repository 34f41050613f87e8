import type { LampState, PadScreen } from '../../src/devices/kinds.ts';
import { fixedText } from '../../src/devices/line-protocol/frame.ts';
import { BUTTONS_MOST } from './settings.ts';

/** Letter of a panel's hello (docs/line-protocol.md, "From the unit"). */
export const PANEL_UNIT = 'P';
/** Characters of a line beside the buttons. */
export const PANEL_WIDTH = 20;

/** How a face tells the lamps (docs/line-protocol.md, "Faces"). */
const LAMPS: Readonly<Record<LampState, string>> = { off: '0', on: '1', blink: '2' };

/** The face of a panel: 24 lamps, then two lines of 20 characters. */
export function panelFace(lamps: readonly LampState[], { line1, line2 }: PadScreen): string {
  const states = lamps.slice(0, BUTTONS_MOST).map((lamp) => LAMPS[lamp]);
  return states.join('').padEnd(BUTTONS_MOST, '0') + fixedText(line1, PANEL_WIDTH) + fixedText(line2, PANEL_WIDTH);
}

/** The button of a press, counted from 1; null when the panel has no such button. */
export function buttonOf(key: string, buttons: number): number | null {
  const button = Number(key);
  return Number.isInteger(button) && button >= 1 && button <= buttons ? button : null;
}
