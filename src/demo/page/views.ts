/** What the emulators say of themselves, read with care: each driver has its own, and a page may be older than a driver. */

/** A lamp as a customer sees it. */
export type Lamp = 'on' | 'off' | 'blink';

const record = (view: unknown): Readonly<Record<string, unknown>> =>
  typeof view === 'object' && view !== null ? (view as Readonly<Record<string, unknown>>) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A kiosk's panel. */
export interface PanelFace {
  readonly line1: string;
  readonly line2: string;
  lampOf(button: number): Lamp;
}

/** Reads the view of a panel of buttons. */
export function panelFace(view: unknown): PanelFace {
  const { lamps, line1, line2 } = record(view);
  return {
    line1: textOf(line1),
    line2: textOf(line2),
    lampOf(button) {
      const lamp: unknown = Array.isArray(lamps) ? lamps[button - 1] : 'off';
      return lamp === 'on' || lamp === 'blink' ? lamp : 'off';
    },
  };
}

/** A teller's pad. */
export interface PadFace {
  readonly line1: string;
  readonly line2: string;
  /** A press is not answered yet. */
  readonly isWaiting: boolean;
}

/** Reads the view of a keypad. */
export function padFace(view: unknown): PadFace {
  const { line1, line2, isWaiting } = record(view);
  return { line1: textOf(line1), line2: textOf(line2), isWaiting: isWaiting === true };
}

/** A sign over a counter. */
export interface SignFace {
  readonly text: string;
  readonly isBlinking: boolean;
  readonly colour: 'red' | 'green' | 'amber';
}

/** Reads the view of a sign; the sign's own colour is red. */
export function signFace(view: unknown): SignFace {
  const { text, isBlinking, colour } = record(view);
  return {
    text: textOf(text),
    isBlinking: isBlinking === true,
    colour: colour === 'green' || colour === 'amber' ? colour : 'red',
  };
}

/** A printer as who stands before it sees it. */
export interface PrinterFace {
  readonly paper: 'full' | 'low' | 'out';
  readonly isCoverOpen: boolean;
  readonly isCutterJammed: boolean;
}

/** Reads the view of a printer. */
export function printerFace(view: unknown): PrinterFace {
  const { paper, isCoverOpen, isCutterJammed } = record(view);
  return {
    paper: paper === 'low' || paper === 'out' ? paper : 'full',
    isCoverOpen: isCoverOpen === true,
    isCutterJammed: isCutterJammed === true,
  };
}
