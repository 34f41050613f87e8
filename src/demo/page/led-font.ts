/** Columns of a character, left to right. */
export const COLUMNS = 5;
export const ROWS = 7;

/** The 5 × 7 characters of such signs, from the space on: two hex digits a column, the lowest bit is the top row. */
const GLYPHS = [
  '0000000000 00005F0000 0007000700 147F147F14 242A7F2A12 2313086462 3649562050 0008070300 001C224100 0041221C00',
  '2A1C7F1C2A 08083E0808 0040301000 0808080808 0000606000 2010080402 3E5149453E 00427F4000 4261514946 2141454B31',
  '1814127F10 2745454539 3C4A494930 0171090503 3649494936 064949291E 0000140000 0040340000 0008142241 1414141414',
  '0041221408 0201590906 3E415D594E 7E1111117E 7F49494936 3E41414122 7F4141221C 7F49494941 7F09090901 3E41415132',
  '7F0808087F 00417F4100 2040413F01 7F08142241 7F40404040 7F020C027F 7F0408107F 3E4141413E 7F09090906 3E4151215E',
  '7F09192946 4649494931 01017F0101 3F4040403F 1F2040201F 3F4038403F 6314081463 0304780403 6151494543 007F414100',
  '0204081020 0041417F00 0402010204 4040404040 0003070800 2054545478 7F48444438 3844444420 384444487F 3854545418',
  '087E090102 081454543C 7F08040478 00447D4000 2040443D00 007F102844 00417F4000 7C04180478 7C08040478 3844444438',
  '7C14141408 081414187C 7C08040408 4854545420 043F444020 3C4040207C 1C2040201C 3C4030403C 4428102844 0C5050503C',
  '4464544C44 0008364100 0000770000 0041360800 0201020402',
]
  .join(' ')
  .split(' ');

/**
 * The lit dots of a text, as places from the top left; a character is five columns and a gap of one.
 *
 * @param text ASCII; other characters stay dark
 */
export function litDots(text: string): readonly (readonly [x: number, y: number])[] {
  return [...text].flatMap((character, place) => {
    const glyph = GLYPHS[character.charCodeAt(0) - 32] ?? '';
    return Array.from({ length: COLUMNS }, (_, column) => {
      const bits = Number.parseInt(glyph.slice(2 * column, 2 * column + 2) || '0', 16);
      const rows = Array.from({ length: ROWS }, (__, row) => row).filter((row) => (bits >> row) & 1);
      return rows.map((row) => [place * (COLUMNS + 1) + column, row] as const);
    }).flat();
  });
}
