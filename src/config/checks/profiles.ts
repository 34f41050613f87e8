import { type Entry, listAt, type Section, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { type Condition, MEASURES, type Profile } from '../schema/profile.ts';
import type { Path, Source } from '../yaml.ts';
import { checkKnown, checkNoRepeats, checkUnique } from './common.ts';
import { checkCrowd } from './crowds.ts';
import { selectedServices } from './selections.ts';
import { checkShadowed } from './shadowed.ts';

/** What the schema cannot see in profiles: keys that belong to another kind, selections of nobody, conditions that never hold. */
export function* checkProfiles(draft: StandardDraft): Generator<Problem> {
  const { source, profiles } = draft;
  for (const { path, value } of profiles.entries) {
    if (value) yield* checkKind(source, path, value);
    for (const [key, list] of [
      ['conditions', listAt(source, [...path, 'conditions'])],
      ['parts', listAt(source, [...path, 'parts'])],
    ] as const) {
      yield* checkUnique(source, list);
      for (const { path: place } of list.entries) {
        yield* checkSelection(source, [...place, 'of'], draft);
        if (key !== 'conditions') continue;
        yield* checkMeasure(source, place);
        yield* checkCrowd(source, [...place, 'waiting', 'above'], draft);
      }
    }
    if (value) yield* checkHolds(draft, path, value);
    if (value) yield* checkShadowed(draft, path, value);
  }
}

function* checkKind(source: Source, path: Path, { kind, exponent, parts }: Profile): Generator<Problem> {
  if (kind === 'score' && exponent === undefined) {
    yield source.problem('error', [...path, 'kind'], 'a score has no exponent', 'exponent: a number from 0 to 20');
  }
  if (kind === 'longest-wait' && exponent !== undefined) {
    yield source.problem(
      'error',
      [...path, 'exponent'],
      'the longest wait has no exponent',
      'kind: score, or no exponent',
      'key',
    );
  }
  if (kind === 'cycle' && parts === undefined) {
    yield source.problem('error', [...path, 'kind'], 'a cycle has no parts', 'parts: a list of 2 to 16 entries');
  }
  if (kind !== 'cycle' && parts !== undefined) {
    yield source.problem('error', [...path, 'parts'], `${kind} has no parts`, 'kind: cycle, or no parts', 'key');
  }
}

/** Exactly one measure. */
export function* checkMeasure(source: Source, path: Path): Generator<Problem> {
  const given = MEASURES.filter((key) => valueAt(source.value, [...path, key]) !== undefined);
  const [, second] = given;
  if (given.length === 0 && typeof valueAt(source.value, path) === 'object') {
    yield source.problem('error', path, 'it measures nothing', `one of ${MEASURES.join(', ')}`);
  }
  if (second) yield source.problem('error', [...path, second], `it measures ${given[0]} already`, 'one measure', 'key');
}

/** Ids of a selection that lead nowhere, and a selection that nobody can belong to. */
export function* checkSelection(source: Source, path: Path, draft: StandardDraft): Generator<Problem> {
  const lost: Problem[] = [];
  const sections = { services: draft.services, categories: categoriesOf(draft), segments: draft.segments } as const;
  const nouns = { services: 'service', categories: 'category', segments: 'segment' } as const;
  for (const key of ['services', 'categories', 'segments'] as const) {
    const texts = textsAt(source, [...path, key]);
    lost.push(...checkNoRepeats(source, texts));
    for (const { path: place, text } of texts) lost.push(...checkKnown(source, place, text, sections[key], nouns[key]));
  }
  yield* lost;
  if (lost.length > 0 || !draft.services.isComplete || draft.services.entries.some(({ value }) => !value)) return;
  const selected = selectedServices(draft, source, path);
  if (selected.length === 0) {
    yield source.problem('error', path, 'no service is all of this', 'a selection that somebody belongs to');
  }
}

function categoriesOf({ services, source }: StandardDraft): Section<unknown> {
  const categories = new Set(services.entries.map(({ path }) => textAt(source.value, [...path, 'category'])));
  const entries = [...categories].map((id): Entry<unknown> => ({ path: [], id, value: null }));
  return { entries, isComplete: services.isComplete && !categories.has(null) };
}

/** A wait that everybody who has reached it is called for already, by the cap. */
function* checkHolds(draft: StandardDraft, path: Path, profile: Profile): Generator<Problem> {
  const { source } = draft;
  for (const [index, condition] of profile.conditions.entries()) {
    const place = [...path, 'conditions', index];
    const targets = selectedServices(draft, source, [...place, 'of']).map(({ targetWait }) => targetWait);
    const wait = leastWait(condition, targets);
    if (wait === null || wait < profile.cap) continue;
    const key = condition.longestWait ? 'longestWait' : 'targetUsed';
    const what = 'the condition never holds: who has waited so long has reached the cap';
    yield source.problem(
      'error',
      [...place, key, 'above'],
      what,
      `less than the cap (line ${source.lineOf([...path, 'cap'])})`,
    );
  }
}

/** The least wait under which a condition holds, ms; null when it does not look at waits. */
function leastWait({ longestWait, targetUsed }: Condition, targets: readonly number[]): number | null {
  if (longestWait) return longestWait.above;
  if (!targetUsed || targets.length === 0) return null;
  return (Math.min(...targets) * targetUsed.above) / 100;
}
