import { listAt, textAt, textsAt } from '../draft.ts';
import { nearest, type Problem } from '../problems.ts';
import type { Source } from '../yaml.ts';
import { checkNoRepeats, checkUnique } from './common.ts';

/** Persons that stand twice, and programs over HTTP that nobody knows: nobody could ever speak for the person. */
export function* checkPeople(source: Source): Generator<Problem> {
  const people = listAt(source, ['people']);
  yield* checkUnique(source, people);
  const clients = listAt(source, ['http', 'clients']).entries.map(({ path }) =>
    textAt(source.value, [...path, 'name']),
  );
  for (const { path } of people.entries) {
    const programs = textsAt(source, [...path, 'by']);
    yield* checkNoRepeats(source, programs);
    for (const { path: place, text } of programs) {
      const name = text.startsWith('http/') ? text.slice('http/'.length) : null;
      if (name === null || clients.includes(name)) continue;
      const known = clients.filter((client) => client !== null).map((client) => `http/${client}`);
      const expected = nearest(text, known, 'a client of `http`, but there is none');
      yield source.problem('error', place, `unknown client "${name}"`, expected);
    }
  }
}
