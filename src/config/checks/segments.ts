import { type BranchDraft, entryOf, idsOf, lengthAt, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml.ts';
import { checkKnown, checkNoRepeats } from './common.ts';
import { checkOffered } from './counters.ts';
import { checkSelection } from './profiles.ts';

/** Cards and upgrades in a bank standard: prefixes that stand twice, segments that nobody knows, upgrades that lead nowhere. */
export function* checkCards(draft: StandardDraft): Generator<Problem> {
  const { source, segments } = draft;
  const prefixes: { readonly path: Path; readonly text: string }[] = [];
  for (let index = 0; index < lengthAt(source, ['cards', 'prefixes']); index += 1) {
    const path: Path = ['cards', 'prefixes', index];
    const [prefix, segment] = [textAt(source.value, [...path, 'prefix']), textAt(source.value, [...path, 'segment'])];
    if (segment !== null) yield* checkKnown(source, [...path, 'segment'], segment, segments, 'segment');
    if (prefix !== null) prefixes.push({ path: [...path, 'prefix'], text: prefix });
  }
  yield* checkNoRepeats(source, prefixes, (prefix) => `prefix "${prefix}"`);
  yield* checkNoRepeats(source, textsAt(source, ['rules', 'upgrade', 'reasons']));
  yield* checkUpgrade(draft);
}

/** An upgrade that was written down and leads nowhere looks like a rule and is none. */
function* checkUpgrade({ source, segments }: StandardDraft): Generator<Problem> {
  const path = ['rules', 'upgrade'];
  const isWritten = valueAt(source.value, path) !== undefined;
  const values = segments.entries.map(({ value }) => value);
  if (!isWritten || valueAt(source.value, [...path, 'to']) === 'any' || values.some((value) => value === null)) return;
  const ranks = new Set(values.map((value) => value?.rank));
  if (ranks.size > 1) return;
  const what = 'nobody can be raised: all segments have the same rank';
  yield source.problem('error', path, what, 'a rank at the higher segments, or to: any', 'key');
}

/** Counters that are there for some segments, and the people whom no counter is there for. */
export function* checkOwnCounters(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const { source, counters } = draft;
  for (const { path } of counters.entries) {
    const segments = textsAt(source, [...path, 'segments']);
    yield* checkNoRepeats(source, segments);
    for (const { path: place, text } of segments) {
      yield* checkKnown(source, place, text, standard.segments, 'segment');
    }
    const helps = [...path, 'helps'];
    if (lengthAt(source, helps) > 0 && valueAt(source.value, [...path, 'segments']) === undefined) {
      const what = 'helps says whom it helps beside its own, but the counter is there for everybody';
      yield source.problem('error', helps, what, 'segments, or no helps', 'key');
    }
  }
  yield* checkHelps(draft, standard);
  yield* checkNobodyLeft(draft, standard);
}

/** Whom counters help who are there for some segments. */
export function* checkHelps(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  for (const { path } of draft.counters.entries) {
    const many = lengthAt(draft.source, [...path, 'helps']);
    for (let index = 0; index < many; index += 1) yield* checkHelp(draft, standard, path, index);
  }
}

function* checkHelp(draft: BranchDraft, standard: StandardDraft, counter: Path, index: number): Generator<Problem> {
  const { source } = draft;
  const path = [...counter, 'helps', index];
  const when = textAt(source.value, [...path, 'when']);
  const longerThan = valueAt(source.value, [...path, 'longerThan']);
  if (when === 'long-wait' && longerThan === undefined) {
    yield source.problem('error', path, 'it does not say how long', 'longerThan: a duration');
  }
  if (when === 'idle' && longerThan !== undefined) {
    yield source.problem(
      'error',
      [...path, 'longerThan'],
      'idle looks at no wait',
      'when: long-wait, or no longerThan',
      'key',
    );
  }
  const lost = [...checkSelection(source, [...path, 'of'], standard)];
  yield* lost;
  if (lost.length > 0 || helpedServices(draft, standard, counter, path)) return;
  yield source.problem(
    'error',
    [...path, 'of'],
    'it helps nobody: no service of the counter is all of this',
    'one of its services',
  );
}

/** Whether a selection has a service of the counter; true as well while nobody can tell. */
function helpedServices(draft: BranchDraft, standard: StandardDraft, counter: Path, path: Path): boolean {
  const { source } = draft;
  const here = textsAt(source, [...counter, 'services']).map(({ text }) => text);
  const given = (key: string) => textsAt(source, [...path, 'of', key]).map(({ text }) => text);
  const [services, categories] = [given('services'), given('categories')];
  const complexity = textAt(source.value, [...path, 'of', 'complexity']);
  if (here.length === 0) return true;
  return here.some((id) => {
    const service = entryOf(standard.services, id)?.value;
    if (!service) return true;
    const isNamed = services.length === 0 || services.includes(id);
    const isOfCategory = categories.length === 0 || categories.includes(service.category);
    return isNamed && isOfCategory && (complexity === null || complexity === service.complexity);
  });
}

/** People of a segment whom no counter of a service is there for: whoever only helps may never come to them. */
function* checkNobodyLeft({ source, counters }: BranchDraft, standard: StandardDraft): Generator<Problem> {
  if (!standard.segments.isComplete || !counters.entries.every(({ value }) => value)) return;
  const optedOut = textsAt(source, ['optsOut']).map(({ text }) => text);
  for (const service of idsOf(standard.services).filter((id) => !optedOut.includes(id))) {
    const serving = counters.entries.filter(({ value }) => value?.services.includes(service));
    const [first] = serving.filter(({ value }) => value?.segments);
    if (!first) continue;
    for (const segment of idsOf(standard.segments)) {
      if (serving.some(({ value }) => !value?.segments || value.segments.includes(segment))) continue;
      const what = `no counter is there for customers of "${segment}" who want "${service}"`;
      const expected = `a counter of the service with "${segment}" in segments, or without segments`;
      yield source.problem('error', [...first.path, 'segments'], what, expected, 'key');
    }
  }
}

/** Card readers of kiosks: a service and a language that exist, and cards that say something. */
export function* checkKioskCards(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const { source } = draft;
  for (const { path: kiosk } of draft.kiosks.entries) {
    const path = [...kiosk, 'card'];
    if (valueAt(source.value, path) === undefined) continue;
    const [service, language] = [
      textAt(source.value, [...path, 'service']),
      textAt(source.value, [...path, 'language']),
    ];
    if (service !== null) yield* checkOffered(draft, standard, [...path, 'service'], service);
    if (language !== null) yield* checkKnown(source, [...path, 'language'], language, standard.languages, 'language');
    if (language !== null && service === null) {
      const what = 'language is that of a ticket which a card gives at once, but a button chooses here';
      yield source.problem('error', [...path, 'language'], what, 'service, or no language', 'key');
    }
    const cards = valueAt(standard.source.value, ['cards']);
    if (service === null && cards === undefined && standard.source.value !== undefined) {
      const what = 'a card says nothing here: the bank standard knows no cards';
      yield source.problem('warning', path, what, 'cards in the bank standard', 'key');
    }
  }
}
