import { type BranchDraft, entryOf, idsOf, lengthAt, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml.ts';
import { checkKnown, checkNoRepeats } from './common.ts';

/** Counters against the bank standard: services, profiles, numbers, displays; and services that nobody serves. */
export function* checkCounters(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const { source, counters } = draft;
  for (const { path, text } of textsAt(source, ['optsOut'])) {
    yield* checkKnown(source, path, text, standard.services, 'service');
  }
  const numbers = new Map<number, Path>();
  for (const { path } of counters.entries) {
    yield* checkNumber(draft, path, numbers);
    const services = textsAt(source, [...path, 'services']);
    yield* checkNoRepeats(source, services);
    for (const service of services) yield* checkOffered(draft, standard, service.path, service.text);
    const profile = textAt(source.value, [...path, 'profile']);
    if (profile !== null) yield* checkKnown(source, [...path, 'profile'], profile, standard.profiles, 'profile');
  }
  yield* checkAllServed(draft, standard);
}

/** A service that the standard knows and the branch did not opt out of. */
export function* checkOffered(
  draft: BranchDraft,
  standard: StandardDraft,
  path: Path,
  service: string,
): Generator<Problem> {
  yield* checkKnown(draft.source, path, service, standard.services, 'service');
  const optedOut = textsAt(draft.source, ['optsOut']).find(({ text }) => text === service);
  if (!optedOut || !entryOf(standard.services, service)) return;
  const what = `the branch opted out of "${service}" (line ${draft.source.lineOf(optedOut.path)})`;
  yield draft.source.problem('error', path, what, 'a service that it offers');
}

function* checkNumber(draft: BranchDraft, path: Path, seen: Map<number, Path>): Generator<Problem> {
  const place = [...path, 'number'];
  const number = valueAt(draft.source.value, place);
  if (typeof number !== 'number') return;
  const first = seen.get(number);
  if (first) {
    const what = `number ${number} is that of another counter (line ${draft.source.lineOf(first)})`;
    yield draft.source.problem('error', place, what, 'a number of its own');
  } else seen.set(number, place);
}

function* checkAllServed(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  if (draft.counters.entries.length === 0 || !areServicesSound(draft, standard)) return;
  const dealtWith = new Set([
    ...textsAt(draft.source, ['optsOut']).map(({ text }) => text),
    ...draft.counters.entries.flatMap(({ path }) =>
      textsAt(draft.source, [...path, 'services']).map(({ text }) => text),
    ),
  ]);
  for (const service of idsOf(standard.services)) {
    if (dealtWith.has(service)) continue;
    const expected = 'a counter that lists it, or the service in optsOut';
    yield draft.source.problem('error', ['counters'], `no counter serves "${service}"`, expected, 'key');
  }
}

/** Whether every counter's list can be read and understood: else a service may only seem to be served nowhere. */
function areServicesSound(draft: BranchDraft, standard: StandardDraft): boolean {
  return draft.counters.entries.every(({ path }) => {
    if (isOfBackOffice(draft, path)) return true;
    const place = [...path, 'services'];
    const services = textsAt(draft.source, place);
    if (services.length === 0 || services.length !== lengthAt(draft.source, place)) return false;
    return services.every(({ text }) => entryOf(standard.services, text));
  });
}

/** A counter that is to serve nobody from the hall, so that its empty list hides nothing. */
function isOfBackOffice({ source }: BranchDraft, path: Path): boolean {
  const services = valueAt(source.value, [...path, 'services']);
  return valueAt(source.value, [...path, 'isBack']) === true && Array.isArray(services) && services.length === 0;
}
