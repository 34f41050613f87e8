import { readFileSync } from 'node:fs';
import { messageOf } from '../../../src/errors.ts';
import { type BenchFile, benchFile } from './figure.ts';

/** An earlier run, or why there is none, in one line. */
export type Earlier =
  | { readonly kind: 'run'; readonly file: BenchFile }
  | { readonly kind: 'none'; readonly why: string };

/** Reads the bench.json of an earlier run. */
export function earlierRun(path: string): Earlier {
  const none = (why: string): Earlier => ({ kind: 'none', why: `cannot compare with ${path}: ${why}` });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (caught) {
    return none(`it cannot be read (${lineOf(caught)})`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (caught) {
    return none(`it is no JSON, or not all of it (${lineOf(caught)})`);
  }
  const { data, error } = benchFile.safeParse(content);
  if (data) return { kind: 'run', file: data };
  const [first] = error.issues;
  const place = first?.path.join('.') || 'the whole';
  return none(`it is no bench.json that a run wrote (${place}: ${first?.message})`);
}

/** One line: JSON.parse shows the text that it was given. */
function lineOf(caught: unknown): string {
  return messageOf(caught).replaceAll(/\s+/g, ' ');
}
