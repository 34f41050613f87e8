import type { Figure, Verdict } from './figure.ts';
import { cells, limitText, VERDICTS } from './words.ts';

/** A figure with what it came to. */
export interface Judged {
  readonly figure: Figure;
  readonly verdict: Verdict;
}

/** Widths of the columns: 100 with the gaps between them. */
const WIDTHS = [37, 8, 11, 8, 11, 9, 10] as const;
const HEADS = ['figure', 'p50', 'p99', 'raw p50', 'raw p99', 'goal', 'verdict'] as const;
/** Columns of words; the others are numbers, which stand to the right. */
const IS_WORDS = [true, false, false, false, false, false, true];

/** Characters as a terminal counts them: what is here has no wide ones. */
const long = (text: string): number => [...text].length;

function padded(text: string, index: number): string {
  const blanks = ' '.repeat(Math.max(0, (WIDTHS[index] ?? 0) - long(text)));
  return IS_WORDS[index] ? text + blanks : blanks + text;
}

/** A title that is too long goes on in the next line. */
function folded(title: string): readonly string[] {
  const lines: string[] = [''];
  for (const word of title.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && long(last) + long(word) + 1 > WIDTHS[0]) lines.push(`  ${word}`);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

function line(texts: readonly string[]): string {
  return texts.map(padded).join(' ').trimEnd();
}

/** A row of the table; several lines where the title is long. */
export function tableRow({ figure, verdict }: Judged): string {
  const { unit, title } = figure;
  const [first = '', ...more] = folded(title);
  const numbers = [...cells(figure.reading, unit), ...(figure.raw ? cells(figure.raw.reading, unit) : ['', ''])];
  const row = line([first, ...numbers, limitText(figure.goal), VERDICTS[verdict]]);
  return [row, ...more].join('\n');
}

/** The head of the table with its rule. */
export function tableHead(): string {
  return `${line([...HEADS])}\n${WIDTHS.map((width) => '─'.repeat(width)).join(' ')}`;
}
