/** Text in columns of a printer's grid: ASCII takes one, everything else two, as GB18030 fonts have it. */

/** Marks that may not stand at the start of a line. */
const NOT_FIRST = '，。、；：？！）》」』】〉％,.;:?!)%';

/** Columns that a text takes at single size. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += character <= '\x7e' ? 1 : 2;
  return columns;
}

/** Spaces, none for a negative count. */
export function fill(columns: number): string {
  return ' '.repeat(Math.max(0, columns));
}

/**
 * Breaks a text into lines of at most `width` columns: at spaces and between Hanzi; inside a word only when it is
 * longer than a line. Control characters become spaces, but a line feed ends a line. An empty text is one empty line.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(printable(paragraph), Math.max(2, width)));
}

/** The text without control characters: each becomes a space. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not reach the printer as commands
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ');
}

function wrapParagraph(text: string, width: number): string[] {
  // Most paragraphs are one line.
  if (columnsOf(text) <= width) return [text.trimEnd()];
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const piece of pieces(text)) {
    if (columns + columnsOf(piece.trimEnd()) <= width) {
      line += piece;
      columns += columnsOf(piece);
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece;
    while (columnsOf(line.trimEnd()) > width) {
      const head = headOf(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
    columns = columnsOf(line);
  }
  lines.push(line.trimEnd());
  return lines;
}

/** What may not be torn apart: a word with the spaces after it, or one wide character with the marks after it. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const character of text) {
    const last = found.at(-1);
    const isWide = character > '\x7e';
    const joins =
      last !== undefined && (isWide ? NOT_FIRST.includes(character) : !last.endsWith(' ') || character === ' ');
    const afterWide = last !== undefined && !isWide && (last.codePointAt(0) ?? 0) > 0x7e;
    if (joins && (!afterWide || character === ' ' || NOT_FIRST.includes(character)))
      found[found.length - 1] += character;
    else found.push(character);
  }
  return found;
}

function headOf(text: string, width: number): string {
  let head = '';
  let columns = 0;
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > width) break;
    head += character;
  }
  return head;
}
