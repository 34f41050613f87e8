import { z } from 'zod';
import { nearest, type Problem, shown } from './problems.ts';
import type { Path, Source } from './yaml.ts';

type RawIssue = z.core.$ZodRawIssue;

/** Between the expectations of the unknown keys of one map: no message has a line feed. */
const KEY_END = '\n';

/**
 * Checks the value of a source, all of it, and gives every problem its place.
 *
 * @returns the parsed value, undefined when there are problems
 */
export function checkShape<T>(
  source: Source,
  schema: z.ZodType<T>,
): { readonly value: T | undefined; readonly problems: readonly Problem[] } {
  const result = schema.safeParse(source.value, { error: expectedOf, reportInput: true });
  if (result.success) return { value: result.data, problems: [] };
  const { issues } = result.error;
  const misspelt = new Set(issues.flatMap(meantBy));
  const isMisspelt = (path: Path): boolean => misspelt.has(nameOf(path)) && valueAt(source.value, path) === undefined;
  const told = issues.filter((issue) => !isMisspelt(pathOf(issue)));
  return { value: undefined, problems: told.flatMap((issue) => problemsOf(source, issue)) };
}

/** The keys that unknown ones are most likely meant to be: they are not missing as well. */
function meantBy(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const meant = issue.message.split(KEY_END).filter((expected) => expected.startsWith('"'));
  return meant.map((quoted) => nameOf([...pathOf(issue), quoted.slice(1, -1)]));
}

function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function nameOf(path: Path): string {
  return JSON.stringify(path);
}

function problemsOf(source: Source, issue: z.core.$ZodIssue): readonly Problem[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') {
    const expected = issue.message.split(KEY_END);
    return issue.keys.map((key, index) =>
      source.problem('error', [...path, key], `unknown key "${key}"`, expected[index] ?? '', 'key'),
    );
  }
  const value = valueAt(source.value, path);
  const last = path.at(-1);
  if (value === undefined && typeof last === 'string') {
    return [source.problem('error', path, `key "${last}" is missing${inside(path)}`, issue.message)];
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    return [source.problem('error', path, `key "${last}" does not belong here`, expected, 'key')];
  }
  return [source.problem('error', path, `${label(path)} is ${shown(value)}`, issue.message)];
}

/** `numbers.first`, `entry 3 of skip`: the value as a person names it; the line says the rest. */
export function label(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last === 'number') return `entry ${last + 1} of ${String(path.at(-2) ?? 'the file')}`;
  const before = path.at(-2);
  return typeof before === 'string' ? `${before}.${last}` : last;
}

function inside(path: Path): string {
  return path.length > 1 ? ` in ${label(path.slice(0, -1))}` : '';
}

/** The value that a path leads to, undefined when it leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}

/** What zod expected, in words; schemas that have better words say them themselves. */
function expectedOf(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
      return issue.keys.map((key) => nearest(key, known, 'no key')).join(KEY_END);
    }
    case 'invalid_type':
      return rangeOf(issue.schema) ?? TYPES[issue.expected] ?? `a value of type ${issue.expected}`;
    case 'invalid_value':
      return typeof issue.input === 'string'
        ? nearest(issue.input, issue.values.map(String), 'another value')
        : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return rangeOf(issue.schema) ?? `at least ${issue.minimum}${sizeOf(issue.origin)}`;
    case 'too_big':
      return rangeOf(issue.schema) ?? `at most ${issue.maximum}${sizeOf(issue.origin)}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.pattern ? `text like ${issue.pattern}` : `a text of the form ${issue.format}`;
    case 'invalid_union':
      return 'another value (its schema says which)';
    default:
      return undefined;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function sizeOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

/** The range of a number that has one, whatever was wrong with it. */
function rangeOf(schema: z.core.$ZodType | undefined): string | null {
  if (!(schema instanceof z.ZodNumber)) return null;
  const { minValue, maxValue, isInt } = schema;
  if (minValue === null || maxValue === null || !Number.isSafeInteger(minValue) || !Number.isSafeInteger(maxValue))
    return null;
  return `a ${isInt ? 'whole ' : ''}number from ${minValue} to ${maxValue}`;
}
