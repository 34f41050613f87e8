import type { NamesById } from '../views/counter-names.ts';

/**
 * What something is called.
 *
 * @returns its name in the language, else in English, else in any; undefined: it has none
 */
export function nameIn(names: NamesById[string], language: string): string | undefined {
  return names[language] ?? names.en ?? Object.values(names)[0];
}

/** The same by an id, which stands for who has no name. */
export function nameOfId(names: NamesById, id: string, language: string): string {
  return nameIn(names[id] ?? {}, language) ?? id;
}
