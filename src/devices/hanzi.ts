/**
 * Text of small displays with a font of GB 2312, as controllers such as the ST7920 have in a ROM: a character of ASCII takes one
 * cell of eight dots, a Hanzi two. Their memory has places of two bytes, and a Hanzi must begin at the start of one
 * (ST7920, "Display data RAM"): half of one in each of two places shows two wrong signs. Its code has as many bytes as it
 * takes cells, both from A1 hex up.
 */

import { gb18030 } from './gb18030.ts';

/** Rows of GB 2312 that are not filled: the cells that have a character. All other rows from 16 to 87 are full. */
const FILLED: Readonly<Record<number, readonly (readonly [from: number, to: number])[]>> = {
  1: [[1, 94]],
  2: [
    [17, 66],
    [69, 78],
    [81, 92],
  ],
  3: [[1, 94]],
  4: [[1, 83]],
  5: [[1, 86]],
  6: [
    [1, 24],
    [33, 56],
  ],
  7: [
    [1, 33],
    [49, 81],
  ],
  8: [
    [1, 26],
    [37, 73],
  ],
  9: [[4, 79]],
  55: [[1, 89]],
};
/** The first and the last row of Hanzi. */
const [FIRST_ROW, LAST_ROW] = [16, 87];
/** What is added to row and cell to make the two bytes. */
const OFFSET = 0xa0;

function isFilled(row: number, cell: number): boolean {
  const filled = FILLED[row];
  if (filled) return filled.some(([from, to]) => cell >= from && cell <= to);
  return row >= FIRST_ROW && row <= LAST_ROW && cell >= 1 && cell <= 94;
}

/** The two bytes of a character as two characters up to FF; null: the font has none. */
function codeOf(character: string): string | null {
  const [lead = 0, trail = 0, ...more] = gb18030(character);
  return more.length === 0 && isFilled(lead - OFFSET, trail - OFFSET) ? String.fromCharCode(lead, trail) : null;
}

function isAscii(character: string): boolean {
  // The two start characters of frames are no text of a unit (docs/line-protocol.md, "Frames").
  return character >= ' ' && character <= '~' && character !== '<' && character !== '>';
}

/** The first character of a text that such a display cannot show; null: it can show all of it. */
export function notInFont(text: string): string | null {
  return [...text].find((character) => !isAscii(character) && codeOf(character) === null) ?? null;
}

/** How many cells a text takes, with the blanks before Hanzi that would begin in the middle of a place. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text)
    cells = isAscii(character) || codeOf(character) === null ? cells + 1 : evenOf(cells) + 2;
  return cells;
}

function evenOf(cells: number): number {
  return cells + (cells % 2);
}

/**
 * Text as such a display takes it, one character up to FF for each byte and cell: cut or filled with blanks to `width`, never
 * within a Hanzi. What the font does not have becomes `?`.
 */
export function hanziText(text: string, width: number): string {
  let shown = '';
  for (const character of text) {
    const code = isAscii(character) ? character : codeOf(character);
    const next = code?.length === 2 ? shown.padEnd(evenOf(shown.length), ' ') + code : shown + (code ?? '?');
    if (next.length > width) break;
    shown = next;
  }
  return shown.padEnd(width, ' ');
}
