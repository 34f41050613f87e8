import { closest, distance } from 'fastest-levenshtein';

/** Whether a problem refuses the configuration. */
export type Severity = 'error' | 'warning';

/** What is wrong at one place of one file, for the person who wrote it. */
export interface Problem {
  /** An error refuses the configuration, a warning does not. */
  readonly severity: Severity;
  /** The file as it was named: on the command line, or by the branch file. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  /** What was found. */
  readonly what: string;
  /** What should have been there. */
  readonly expected: string;
  /** `file:line:column: what, expected …`, one line. */
  readonly text: string;
}

/** Makes a problem with its one line of text. */
export function problem(parts: Omit<Problem, 'text'>): Problem {
  const mark = parts.severity === 'warning' ? 'warning: ' : '';
  const place = `${parts.file}:${parts.line}:${parts.column}`;
  return { ...parts, text: oneLine(`${place}: ${mark}${parts.what}, expected ${parts.expected}`) };
}

/** Problems in the order in which a person goes through the files: file by file, top to bottom, each said once. */
export function inOrder(problems: readonly Problem[], files: readonly string[]): readonly Problem[] {
  const once = new Map(problems.map((each) => [each.text, each]));
  const rank = (each: Problem): number => files.indexOf(each.file);
  return [...once.values()].sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}

/** Longest value that a message quotes. */
const SHOWN = 40;
/** Longest list of known words that a message quotes. */
const LISTED = 12;
/** A word this long is no typing error of anything known. */
const LONGEST_WORD = 64;

/** A value as a message quotes it. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/**
 * The known word that a wrong one is most likely meant to be, quoted; null when none is near.
 *
 * @param word what was written
 * @param known what could have been written
 */
export function near(word: string, known: readonly string[]): string | null {
  if (known.length === 0 || word.length > LONGEST_WORD) return null;
  const plain = word.toLowerCase();
  const candidate = closest(plain, [...known]);
  const allowed = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return distance(plain, candidate.toLowerCase()) <= allowed ? JSON.stringify(candidate) : null;
}

/**
 * What to write instead of a word that nobody knows: the nearest known one, else all of them.
 *
 * @param none what to say when nothing is known at all
 */
export function nearest(word: string, known: readonly string[], none: string): string {
  if (known.length === 0) return none;
  const list = known.slice(0, LISTED).join(', ');
  const others = known.length > LISTED ? ` … (${known.length} in all)` : '';
  return near(word, known) ?? (known.length === 1 ? JSON.stringify(known[0]) : `one of ${list}${others}`);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
