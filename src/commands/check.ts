import type { z } from 'zod';
import type { CommandProblem } from './schema.ts';
import { LONGEST_WORD, WORD } from './values.ts';

/** A problem of a body, and where in it. */
export interface BodyProblem extends CommandProblem {
  /** Keys and positions from the whole body down to what is wrong; empty: the whole of it. */
  readonly path: readonly (string | number)[];
}

type Checked<T> =
  | { readonly value: T; readonly problem: null }
  | { readonly value: null; readonly problem: BodyProblem };

/** The JSON in a body. Pure; bad bytes give a problem, never a throw. */
export function jsonOf(body: Uint8Array, largest: number): Checked<unknown> {
  if (body.length > largest) return { value: null, problem: tooLarge(body.length, largest) };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return { value: JSON.parse(text), problem: null };
  } catch {
    const problem = { code: 'command/not-json', what: 'the body is not JSON', expected: 'JSON in UTF-8', path: [] };
    return { value: null, problem };
  }
}

/**
 * What is told of a body that is too large.
 *
 * @param length of it, bytes
 */
export function tooLarge(length: number, largest: number): BodyProblem {
  const what = `the body has ${length} bytes`;
  return { code: 'command/too-large', what, expected: `at most ${largest} bytes`, path: [] };
}

/** A body by its schema: the first thing that is wrong with it. */
export function bodyBy<S extends z.ZodType>(schema: S, value: unknown): Checked<z.infer<S>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data, problem: null };
  const [issue] = parsed.error.issues;
  const path = issue ? placeOf(issue) : [];
  const what = `${path.join('.') || 'the body'} is not right`;
  // What zod says of an unknown key holds the key itself, which may be anything.
  const isUnknown = issue?.code === 'unrecognized_keys';
  const expected = isUnknown ? 'fields that the command knows, and no other' : (issue?.message ?? 'another body');
  return { value: null, problem: { code: 'command/bad-command', what, expected, path } };
}

/** A key that nobody knows is named where it can be shown; zod tells what it stands in. */
function placeOf(issue: z.core.$ZodIssue): BodyProblem['path'] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const [key] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return key !== undefined && WORD.test(key) && key.length <= LONGEST_WORD ? [...path, key] : path;
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
