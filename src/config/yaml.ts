import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLError } from 'yaml';
import { type Problem, problem, type Severity } from './problems.ts';
import { parsedText } from './yaml-document.ts';

/** The way to a value: keys and list places (from 0). */
export type Path = readonly (string | number)[];

/** A parsed file that knows where each of its values stands. */
export interface Source {
  readonly file: string;
  /** Plain data; undefined when the file could not be read as YAML. */
  readonly value: unknown;
  /** What could be made out of a file whether it is whole or not: for hints, never for checks. */
  readonly guess: unknown;
  /** What is wrong with it as YAML. */
  readonly problems: readonly Problem[];
  /**
   * A problem at a value; when the value is missing, at the nearest thing around it that is there.
   *
   * @param at `key` points at the key of the path's last step, `value` at what it holds
   */
  problem(severity: Severity, path: Path, what: string, expected: string, at?: 'key' | 'value'): Problem;
  /** The line of a value, from 1. */
  lineOf(path: Path): number;
}

/** Longest file that is read, in UTF-16 units. */
const LONGEST = 1_048_576;
/** Deepest nesting of a value, levels. */
const DEEPEST = 24;
/** Most values of one file, those that stand behind aliases counted each time. */
const MOST_VALUES = 30_000;

interface Place {
  readonly key: number | null;
  readonly value: number;
}

/**
 * Parses one file. Never throws: what is wrong becomes problems, all of them at once.
 *
 * @param file its name, for the problems
 * @param text its content
 */
export function parseSource(file: string, text: string): Source {
  if (text.length > LONGEST) return brokenSource(file, 'the file is larger than 1 MiB', 'a configuration file');
  const parsed = parsedText(text);
  if (parsed.kind === 'document') return new Reader(file, text, parsed.document).read();
  const line = text.slice(0, parsed.offset).split('\n').length;
  return brokenSource(file, `values nested deeper than ${DEEPEST} levels`, 'fewer levels', line);
}

/** A file that could not be read at all: one problem, at its start or on the line where it cannot be read further. */
export function brokenSource(file: string, what: string, expected: string, line = 1): Source {
  const at = (severity: Severity, found: string, wanted: string): Problem =>
    problem({ severity, file, line, column: 1, what: found, expected: wanted });
  return {
    file,
    value: undefined,
    guess: undefined,
    problems: [at('error', what, expected)],
    problem: (severity, _path, found, wanted) => at(severity, found, wanted),
    lineOf: () => line,
  };
}

class Reader {
  readonly #file: string;
  readonly #text: string;
  /** Where each line starts. The parser's own counter goes wrong once a file is broken. */
  readonly #lines: readonly number[];
  readonly #document: Document.Parsed;
  readonly #places = new Map<string, Place>();
  readonly #problems: Problem[] = [];
  #values = 0;
  #isBroken = false;
  #isTooDeep = false;

  constructor(file: string, text: string, document: Document.Parsed) {
    this.#file = file;
    this.#text = text;
    this.#lines = [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)];
    this.#document = document;
  }

  read(): Source {
    const faults = [...this.#document.errors, ...this.#document.warnings];
    for (const fault of faults) this.#tell(fault);
    const value = this.#valueOf(this.#document.contents, [], null);
    return {
      file: this.#file,
      value: this.#isBroken ? undefined : value,
      guess: value,
      problems: this.#problems,
      problem: (severity, path, what, expected, at = 'value') =>
        this.#problemAt(severity, this.#offsetOf(path, at), what, expected),
      lineOf: (path) => this.#placeOf(this.#offsetOf(path, 'value')).line,
    };
  }

  /** A key without its colon and space makes YAML speak of something else: it is looked for in the line. */
  #tell(fault: YAMLError): void {
    const start = this.#lines[this.#placeOf(fault.pos[0]).line - 1] ?? 0;
    const [whole, before = '', key = ''] =
      /^( *(?:- +)?)([\w-]+)(?:：|:(?=[^\s:/]))/.exec(this.#text.slice(start)) ?? [];
    if (whole === undefined) {
      this.#break(fault.pos[0], `YAML: ${whatIsWrong(fault)}`, expectedBy(fault));
      return;
    }
    const what = whole.endsWith('：') ? `a full-width colon after "${key}"` : `no space after "${key}:"`;
    this.#break(start + before.length, `YAML: ${what}`, `"${key}: " with a plain colon and a space`);
  }

  #valueOf(node: Node | null | undefined, path: Path, key: number | null): unknown {
    const start = node?.range?.[0] ?? key ?? 0;
    this.#places.set(nameOf(path), { key, value: isEmpty(node) ? (key ?? start) : start });
    this.#values += 1;
    if (this.#values === MOST_VALUES + 1) this.#break(start, `more than ${MOST_VALUES} values`, 'a smaller file');
    if (this.#values > MOST_VALUES) return undefined;
    if (path.length >= DEEPEST) return this.#tooDeep(start);
    if (isAlias(node)) return this.#aliased(node, path, key);
    if (isMap(node)) return this.#mapOf(node.items, path);
    if (isSeq(node)) return node.items.map((item, index) => this.#valueOf(item as Node, [...path, index], null));
    return isScalar(node) ? this.#scalarOf(node.value, start) : null;
  }

  #tooDeep(start: number): undefined {
    if (!this.#isTooDeep) this.#break(start, `values nested deeper than ${DEEPEST} levels`, 'fewer levels');
    this.#isTooDeep = true;
  }

  #aliased(
    node: { readonly source: string; resolve(document: Document): Node | undefined } & Node,
    path: Path,
    key: number | null,
  ): unknown {
    const target = node.resolve(this.#document);
    if (target) return this.#valueOf(target, path, key);
    this.#break(node.range?.[0] ?? 0, `*${node.source} repeats nothing`, `a value marked &${node.source} before it`);
    return undefined;
  }

  #mapOf(pairs: readonly { readonly key: unknown; readonly value: unknown }[], path: Path): unknown {
    // No prototype: a key `__proto__` is a key like any other, and unknown.
    const map: Record<string, unknown> = Object.create(null);
    const firsts = new Map<string, number>();
    for (const pair of pairs) {
      const start = (pair.key as Node | null)?.range?.[0] ?? 0;
      if (!isScalar(pair.key)) {
        this.#break(start, 'a key that is no plain text', 'a key such as id');
        continue;
      }
      const key = String(pair.key.value ?? '');
      const first = firsts.get(key);
      if (first === undefined) {
        firsts.set(key, start);
        map[key] = this.#valueOf(pair.value as Node | null, [...path, key], start);
      } else {
        this.#report(start, `key "${key}" stands twice`, `it once (first at line ${this.#placeOf(first).line})`);
      }
    }
    return map;
  }

  #scalarOf(value: unknown, start: number): unknown {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
    this.#break(start, 'a value of a kind that is not used here', 'text, a number, true or false, without a tag');
    return undefined;
  }

  #offsetOf(path: Path, at: 'key' | 'value'): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const place = this.#places.get(nameOf(path.slice(0, length)));
      if (!place) continue;
      const isWhole = length === path.length;
      return at === 'key' || !isWhole ? (place.key ?? place.value) : place.value;
    }
    return 0;
  }

  /** What makes the file unfit to be read further: what follows from it is not told as well. */
  #break(offset: number, what: string, expected: string): void {
    this.#isBroken = true;
    const { line } = this.#placeOf(offset);
    if (!this.#problems.some((told) => told.line === line)) this.#report(offset, what, expected);
  }

  #report(offset: number, what: string, expected: string): void {
    this.#problems.push(this.#problemAt('error', offset, what, expected));
  }

  #problemAt(severity: Severity, offset: number, what: string, expected: string): Problem {
    return problem({ severity, file: this.#file, ...this.#placeOf(offset), what, expected });
  }

  #placeOf(offset: number): { readonly line: number; readonly column: number } {
    const within = Math.min(Math.max(offset, 0), this.#text.length);
    let [low, high] = [0, this.#lines.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lines[middle] ?? 0) <= within) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: within - (this.#lines[low] ?? 0) + 1 };
  }
}

function nameOf(path: Path): string {
  return JSON.stringify(path);
}

function isEmpty(node: Node | null | undefined): boolean {
  return !node || (isScalar(node) && node.value === null && (node.source ?? '') === '');
}

function whatIsWrong(fault: YAMLError): string {
  return fault.code === 'MULTIPLE_DOCS' ? 'a second document begins' : fault.message;
}

function expectedBy(fault: YAMLError): string {
  const isOpenFlow = /^Flow (?:sequence|map) .*end with/.test(fault.message);
  if (isOpenFlow) return fault.message.includes('sequence') ? 'the closing ]' : 'the closing }';
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return 'spaces as indentation';
    case 'BAD_INDENT':
      return 'lines of one map or list indented alike';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'lines of one map or list indented alike, and quotes around a text with ": " in it';
    case 'MISSING_CHAR':
      return 'the missing character before this place';
    case 'MULTIPLE_DOCS':
      return 'one document, no line ---';
    case 'TAG_RESOLVE_FAILED':
      return 'a value without a tag';
    default:
      return 'YAML 1.2';
  }
}
