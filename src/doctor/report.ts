import type { Finding, Mark } from './finding.ts';

/** Columns of the terminal that everybody has. */
const WIDTH = 80;
const SIGN: Readonly<Record<Mark, string>> = { ok: '✓', warning: '!', fault: '✗' };
/** Green, yellow, red: SGR of ECMA-48. */
const COLOUR: Readonly<Record<Mark, number>> = { ok: 32, warning: 33, fault: 31 };

/**
 * One finding as lines of text: sign, id and place; then what was found, and what to do. What is in order is short.
 *
 * @param isColoured whether the sign is coloured: on a terminal only
 */
export function findingText({ id, mark, what, where, next }: Finding, isColoured: boolean): string {
  const sign = isColoured ? `\u001b[${COLOUR[mark]}m${SIGN[mark]}\u001b[0m` : SIGN[mark];
  const place = `${id.padEnd(22)} ${where}`;
  const head = next === null ? wrapped(`${place}: ${what}`, 2, 6) : wrapped(place, 2, 6);
  const rest = next === null ? [] : [...wrapped(what, 6, 6), ...wrapped(`→ ${next}`, 6, 8)];
  return [`${sign} ${head[0]?.slice(2) ?? ''}`, ...head.slice(1), ...rest].join('\n');
}

/** The last line: `2 faults, 1 warning, 20 in order`. */
export function summaryText(findings: readonly Finding[]): string {
  const number = (mark: Mark): number => findings.filter((finding) => finding.mark === mark).length;
  const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `${counted(number('fault'), 'fault')}, ${counted(number('warning'), 'warning')}, ${number('ok')} in order`;
}

/** Words in lines of {@link WIDTH} columns; a name that is longer stays whole, so that it can be copied. */
function wrapped(text: string, first: number, rest: number): readonly string[] {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  for (const word of oneLine(text).split(' ')) {
    const isEmpty = line.trim() === '';
    if (!isEmpty && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = ' '.repeat(rest);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

/** What devices, brokers and programs say must not move the cursor. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
