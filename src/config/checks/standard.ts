import type { Entry, Section, StandardDraft } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import type { Service } from '../schema/standard.ts';
import type { Path } from '../yaml.ts';
import { checkLanguages, checkUnique } from './common.ts';

/** Fewer numbers than this come round while customers of the last round still wait. */
const FEW_NUMBERS = 20;

/** What the schema cannot see in a bank standard: ids, languages, numbers. */
export function* checkStandard(draft: StandardDraft): Generator<Problem> {
  const { source, languages } = draft;
  yield* checkUnique(source, languages, 'tag');
  for (const section of [draft.segments, draft.profiles, draft.services]) yield* checkUnique(source, section);
  for (const { path } of draft.segments.entries) {
    yield* checkLanguages(source, [...path, 'names'], languages, 'error');
  }
  for (const { path } of draft.services.entries) {
    yield* checkLanguages(source, [...path, 'names'], languages, 'error');
    yield* checkLanguages(source, [...path, 'forms'], languages, 'warning');
    yield* checkSteps(draft, path);
  }
  yield* checkNumbers(draft);
}

function* checkSteps(draft: StandardDraft, service: Path): Generator<Problem> {
  const steps = valueAt(draft.source.value, [...service, 'steps']);
  if (!Array.isArray(steps)) return;
  const entries = steps.map((step: unknown, index): Entry<null> => {
    const id = valueAt(step, ['id']);
    return { path: [...service, 'steps', index], id: typeof id === 'string' ? id : null, value: null };
  });
  yield* checkUnique(draft.source, { entries, isComplete: true });
}

function* checkNumbers(draft: StandardDraft): Generator<Problem> {
  const sound: Entry<Service>[] = [];
  for (const entry of draft.services.entries) {
    if (!entry.value) continue;
    const problems = [...checkRange(draft, entry, entry.value)];
    yield* problems;
    if (entry.value.numbers.first > entry.value.numbers.last) continue;
    yield* checkOverlap(draft, entry, sound);
    sound.push(entry);
  }
}

function* checkRange(draft: StandardDraft, entry: Entry<Service>, { numbers }: Service): Generator<Problem> {
  const { source } = draft;
  const at = (key: string): Path => [...entry.path, 'numbers', key];
  const { first, last, digits, skip } = numbers;
  if (first > last) {
    yield source.problem('error', at('last'), `last is ${last}, before the first number ${first}`, `${first} or more`);
    return;
  }
  if (String(last).length > digits) {
    yield source.problem(
      'error',
      at('digits'),
      `${digits} digits are too few for ${last}`,
      `digits: ${String(last).length}`,
    );
  }
  for (const [index, number] of skip.entries()) {
    if (number >= first && number <= last) continue;
    const place = [...at('skip'), index];
    yield source.problem('warning', place, `${number} is never issued anyway`, `a number from ${first} to ${last}`);
  }
  const left = last - first + 1 - new Set(skip.filter((number) => number >= first && number <= last)).size;
  if (left === 0) yield source.problem('error', at('skip'), 'skip leaves no number', 'numbers that are issued');
  else if (left < FEW_NUMBERS) {
    const what = `only ${left} numbers before they start again`;
    yield source.problem('warning', at('last'), what, `a range of ${FEW_NUMBERS} or more`);
  }
}

function* checkOverlap(
  draft: StandardDraft,
  entry: Entry<Service>,
  others: readonly Entry<Service>[],
): Generator<Problem> {
  const mine = entry.value?.numbers;
  if (!mine) return;
  for (const other of others) {
    const theirs = other.value?.numbers;
    if (!theirs || theirs.prefix !== mine.prefix) continue;
    if (Math.max(mine.first, theirs.first) > Math.min(mine.last, theirs.last)) continue;
    const line = draft.source.lineOf([...other.path, 'numbers']);
    yield draft.source.problem(
      'error',
      [...entry.path, 'numbers'],
      `numbers ${mine.prefix}${mine.first} to ${mine.last} overlap ${theirs.first} to ${theirs.last} of "${other.id}" (line ${line})`,
      `a range of its own under ${mine.prefix}`,
      'key',
    );
  }
}

/** Services of a standard whose entries have no problem, with the length of their labels. */
export function labelLengths(services: Section<Service>): ReadonlyMap<string, number> {
  return new Map(
    services.entries.flatMap(({ value }) =>
      value ? [[value.id, value.numbers.prefix.length + value.numbers.digits] as const] : [],
    ),
  );
}
