/** What comes out of a printer, as a person would describe it: the emulator writes it, the renderer draws it. */

export type SlipAlign = 'left' | 'center' | 'right';

/** A stretch of text in one style. */
export interface SlipSpan {
  readonly text: string;
  /** Magnification 1–8. */
  readonly width: number;
  readonly height: number;
  readonly bold: boolean;
}

/** One thing on the paper, top to bottom. */
export type SlipPart =
  | { readonly kind: 'line'; readonly align: SlipAlign; readonly spans: readonly SlipSpan[] }
  /** A line of nothing but dashes. */
  | { readonly kind: 'rule' }
  | { readonly kind: 'feed'; readonly dots: number }
  | {
      readonly kind: 'qr';
      readonly align: SlipAlign;
      readonly data: string;
      /** Side of a module, dots. */
      readonly cell: number;
      readonly level: 'L' | 'M' | 'Q' | 'H';
    };

/** A piece of paper. */
export interface Slip {
  readonly parts: readonly SlipPart[];
  /** How it left the roll; `torn`: the roll ended or was changed in the middle of it; null: it still hangs there. */
  readonly end: 'full' | 'partial' | 'torn' | null;
}

/** Printer dots a millimetre, 203 dpi. */
export const DOTS_A_MM = 8;
/** A character of font A, dots. */
export const CHARACTER_WIDTH = 12;
export const CHARACTER_HEIGHT = 24;
/** Line feed at the default spacing (ESC 2), dots. */
export const LINE_SPACING = 30;

/** Height of a part, dots; `modules` gives the side of a QR code in modules. */
export function partHeight(part: SlipPart, modules: (data: string, level: 'L' | 'M' | 'Q' | 'H') => number): number {
  switch (part.kind) {
    case 'line': {
      const highest = part.spans.reduce((most, { height }) => Math.max(most, height), 1);
      return Math.max(LINE_SPACING, highest * CHARACTER_HEIGHT + (LINE_SPACING - CHARACTER_HEIGHT));
    }
    case 'rule':
      return LINE_SPACING;
    case 'feed':
      return part.dots;
    case 'qr':
      return modules(part.data, part.level) * part.cell;
  }
}

/** The text of a line as a person reads it, or the content of a QR code in brackets. */
export function partText(part: SlipPart): string {
  switch (part.kind) {
    case 'line':
      return part.spans.map(({ text }) => text).join('');
    case 'rule':
      return '----';
    case 'feed':
      return '';
    case 'qr':
      return `[${part.data}]`;
  }
}
