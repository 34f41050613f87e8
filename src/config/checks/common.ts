import { entryOf, idsOf, type Section } from '../draft.ts';
import { valueAt } from '../issues.ts';
import { nearest, type Problem, type Severity } from '../problems.ts';
import type { Path, Source } from '../yaml.ts';

/** Entries of which another has the same id. */
export function* checkUnique(source: Source, { entries }: Section<unknown>, key = 'id'): Generator<Problem> {
  const ids = entries.flatMap(({ path, id }) => (id === null ? [] : [{ path: [...path, key], text: id }]));
  yield* checkNoRepeats(source, ids, (id) => `${key} "${id}"`);
}

/**
 * A reference to an entry that must exist.
 *
 * @param noun what the id should be the id of: `service`, `device`
 */
export function* checkKnown(
  source: Source,
  path: Path,
  id: string,
  section: Section<unknown>,
  noun: string,
): Generator<Problem> {
  if (!section.isComplete || entryOf(section, id)) return;
  const expected = nearest(id, idsOf(section), `a ${noun}, but there is none`);
  yield source.problem('error', path, `unknown ${noun} "${id}"`, expected);
}

/**
 * What may stand once in a list, or in all lists of one kind.
 *
 * @param named how it is called where it stands twice
 */
export function* checkNoRepeats(
  source: Source,
  texts: readonly { readonly path: Path; readonly text: string }[],
  named = (text: string) => `"${text}"`,
): Generator<Problem> {
  const seen = new Map<string, Path>();
  for (const { path, text } of texts) {
    const first = seen.get(text);
    if (!first) seen.set(text, path);
    else {
      const expected = `it once (also at line ${source.lineOf(first)})`;
      yield source.problem('error', path, `${named(text)} stands twice`, expected);
    }
  }
}

/**
 * A text that must stand in every language of the bank standard, and in no other.
 *
 * @param missing how bad it is when a language is missing
 */
export function* checkLanguages(
  source: Source,
  path: Path,
  languages: Section<unknown>,
  missing: Severity,
): Generator<Problem> {
  const texts = valueAt(source.value, path);
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts) || !languages.isComplete) return;
  const known = idsOf(languages);
  const given = Object.keys(texts);
  for (const tag of given.filter((each) => !known.includes(each))) {
    yield source.problem(
      'error',
      [...path, tag],
      `unknown language "${tag}"`,
      nearest(tag, known, 'a language'),
      'key',
    );
  }
  for (const tag of given.length === 0 && missing === 'warning' ? [] : known.filter((each) => !given.includes(each))) {
    yield source.problem(
      missing,
      path,
      `${String(path.at(-1))} has no text in ${tag}`,
      `a text for ${known.join(', ')}`,
      'key',
    );
  }
}
