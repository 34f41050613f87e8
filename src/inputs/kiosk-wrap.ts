import { cellsOf } from '../devices/hanzi.ts';
import type { PadScreen } from '../devices/kinds.ts';

/** Words in lines of `width` letters; a word that is longer is cut. */
export function wordLines(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => inPieces(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function inPieces(word: string, width: number): readonly string[] {
  if (word.length <= width) return [word];
  return [word.slice(0, width), ...inPieces(word.slice(width), width)];
}

/** A number between Hanzi, an even number of cells wide: so that no blank has to part it from the Hanzi after it. */
export function evenly(number: number | string): string {
  const text = String(number);
  return text.length % 2 === 0 ? text : ` ${text}`;
}

/** Signs that begin no line, and after which a line ends well. */
const ENDS = '，。、；：！？）》”’%';
/** Signs that end no line, and before which a line ends well. */
const BEGINS = '（《“‘';

/**
 * Hanzi in lines of `width` cells. What fits two lines is parted where a reader would pause, else in the middle: a last Hanzi
 * alone on its line is overlooked.
 */
export function hanziLines(text: string, width: number): readonly string[] {
  if (cellsOf(text) <= width) return [text];
  const characters = [...text];
  const places = characters.map((_, index) => index).filter((place) => isPlace(characters, place, width));
  const last = places.at(-1) ?? 1;
  const best = places
    .map((place) => ({ place, cells: cellsOf(characters.slice(place).join('')) }))
    .filter(({ cells }) => cells <= width)
    .map(({ place, cells }) => {
      const uneven = Math.abs(cellsOf(characters.slice(0, place).join('')) - cells);
      return { place, far: uneven + (isPause(characters, place) ? 0 : width) };
    })
    .sort((one, other) => one.far - other.far || other.place - one.place)[0]?.place;
  const end = best ?? last;
  const rest = characters.slice(end).join('').trim();
  return [characters.slice(0, end).join('').trim(), ...hanziLines(rest, width)];
}

/** Whether a line may end before this character. */
function isPlace(characters: readonly string[], place: number, width: number): boolean {
  if (place === 0 || cellsOf(characters.slice(0, place).join('')) > width) return false;
  const [before = '', after = ''] = [characters[place - 1], characters[place]];
  // A number or a word of letters stays whole.
  return !(ENDS.includes(after) || BEGINS.includes(before) || (isWord(before) && isWord(after)));
}

function isPause(characters: readonly string[], place: number): boolean {
  const [before = '', after = ''] = [characters[place - 1], characters[place]];
  return ENDS.includes(before) || BEGINS.includes(after) || before === ' ' || after === ' ';
}

function isWord(character: string): boolean {
  return /[A-Za-z0-9.,]/.test(character);
}

/**
 * One of several things to have ready, on both lines: under a heading, or without it where it is too long for one line. What is
 * too long for both is cut; the slip has all of it.
 *
 * @param count which of how many
 */
export function formScreen(
  heading: string,
  count: string,
  form: string,
  linesOf: (text: string) => readonly string[],
): PadScreen {
  const [line = '', ...more] = linesOf(form);
  const [line1 = '', line2 = '', ...rest] = linesOf(`${count} ${form}`);
  const fitsBoth = more.length > 0 && rest.length === 0;
  return fitsBoth ? { line1, line2 } : { line1: `${heading} ${count}`, line2: line };
}
