import type { z } from 'zod';
import { listAt, type Readable, readableAt, type StandardDraft } from '../draft.ts';
import { label, valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { estimatesSchema } from '../schema/estimates.ts';
import { appointmentsSchema, lateReturnSchema, numbersSchema } from '../schema/standard.ts';
import { formatDuration } from '../schema/values.ts';
import type { Path, Source } from '../yaml.ts';
import { checkAlerts } from './alerts.ts';
import { checkLanguages, checkUnique } from './common.ts';
import { checkGuidance } from './guidance.ts';
import { checkStandardHours } from './hours.ts';
import { checkProfiles } from './profiles.ts';
import { checkRating } from './rating.ts';
import { checkCards } from './segments.ts';
import { checkVisit } from './visit.ts';

/** Fewer numbers than this come round while customers of the last round still wait. */
const FEW_NUMBERS = 20;

type Numbers = z.output<typeof numbersSchema>;

/** The numbers of one service, as far as they can be read. */
interface Range {
  /** Id of the service. */
  readonly owner: string;
  /** Of the numbers. */
  readonly path: Path;
  readonly numbers: Readable<Numbers>;
}

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
    yield* checkUnique(source, listAt(source, [...path, 'steps']));
  }
  yield* checkProfiles(draft);
  yield* checkCards(draft);
  yield* checkNumbers(draft);
  yield* checkLateReturn(source);
  yield* checkAppointments(source);
  yield* checkAlerts(source, draft);
  yield* checkVisit(draft);
  yield* checkStandardHours(draft);
  yield* checkGuidance(draft);
  yield* checkRating(source);
  yield* checkEstimates(source);
}

/** What may be told as "soon" is never beyond the longest wait that is told. */
function* checkEstimates(source: Source): Generator<Problem> {
  const path = ['rules', 'estimates'];
  const read = readableAt(source, path, estimatesSchema);
  if (!read?.isSure('soonUnder', 'atMost')) return;
  const { soonUnder, atMost } = read.value;
  if (soonUnder < atMost) return;
  const what = `a wait of ${formatDuration(soonUnder)} is told as soon, and at most ${formatDuration(atMost)} are told`;
  yield source.problem('error', [...path, 'soonUnder'], what, `less than ${formatDuration(atMost)}`);
}

function* checkAppointments(source: Source): Generator<Problem> {
  const path = ['rules', 'appointments'];
  const read = readableAt(source, path, appointmentsSchema);
  if (!read?.isSure('checkInAfter', 'expiresAfter')) return;
  const { checkInAfter, expiresAfter } = read.value;
  if (expiresAfter >= checkInAfter) return;
  const what = `an appointment is forgotten ${formatDuration(expiresAfter)} after its time, while its customer is on time`;
  yield source.problem('error', [...path, 'expiresAfter'], what, `${formatDuration(checkInAfter)} or more`);
}

/** A return that can never be is refused: it looks like a rule and is none. */
function* checkLateReturn(source: Source): Generator<Problem> {
  const path = ['rules', 'lateReturn'];
  const read = readableAt(source, path, lateReturnSchema);
  const isNever = read?.value.withinNumbers === 0 && read.value.within === 0 && read.value.times !== 0;
  if (isNever && read.isSure('withinNumbers', 'within', 'times')) {
    const expected = 'a number, a time, or times: 0';
    yield source.problem('error', [...path, 'within'], 'nobody can come back in time', expected);
  }
  const isAfterSaid = valueAt(source.value, [...path, 'after']) !== undefined;
  if (isAfterSaid && read?.isSure('place') && read.value.place !== 'after') {
    const what = `after says how many stand before, but place is ${read.value.place}`;
    yield source.problem('error', [...path, 'after'], what, 'place: after, or no after');
  }
}

/** Each service's numbers, whatever is wrong with the service. */
export function* checkNumbers(draft: StandardDraft): Generator<Problem> {
  const sound: Range[] = [];
  for (const { id, path } of draft.services.entries) {
    const place = [...path, 'numbers'];
    const numbers = readableAt(draft.source, place, numbersSchema);
    if (!numbers) continue;
    const range: Range = { owner: id ?? label(path), path: place, numbers };
    yield* checkRange(draft, range);
    if (!numbers.isSure('prefix', 'first', 'last') || numbers.value.first > numbers.value.last) continue;
    yield* checkOverlap(draft, range, sound);
    sound.push(range);
  }
}

function* checkRange({ source }: StandardDraft, { path, numbers }: Range): Generator<Problem> {
  const at = (key: string): Path => [...path, key];
  const { first, last, digits } = numbers.value;
  const isRangeSure = numbers.isSure('first', 'last');
  if (isRangeSure && first > last) {
    yield source.problem('error', at('last'), `last is ${last}, before the first number ${first}`, `${first} or more`);
    return;
  }
  const needed = String(last).length;
  if (numbers.isSure('last', 'digits') && needed > digits) {
    yield source.problem('error', at('digits'), `${digits} digits are too few for ${last}`, `digits: ${needed}`);
  }
  if (isRangeSure && numbers.isSure('skip')) yield* checkSkip(source, at, numbers.value);
}

function* checkSkip(source: Source, at: (key: string) => Path, { first, last, skip }: Numbers): Generator<Problem> {
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

function* checkOverlap({ source }: StandardDraft, range: Range, others: readonly Range[]): Generator<Problem> {
  const mine = range.numbers.value;
  for (const other of others) {
    const theirs = other.numbers.value;
    if (theirs.prefix !== mine.prefix) continue;
    if (Math.max(mine.first, theirs.first) > Math.min(mine.last, theirs.last)) continue;
    yield source.problem(
      'error',
      range.path,
      `numbers ${mine.prefix}${mine.first} to ${mine.last} overlap ${theirs.first} to ${theirs.last} of "${other.owner}" (line ${source.lineOf(other.path)})`,
      `a range of its own under ${mine.prefix}`,
      'key',
    );
  }
}

/** Length of the labels of each service whose numbers say it, by its id. */
export function labelLengths({ source, services }: StandardDraft): ReadonlyMap<string, number> {
  const lengths = services.entries.flatMap(({ id, path }) => {
    const numbers = id === null ? null : readableAt(source, [...path, 'numbers'], numbersSchema);
    if (id === null || !numbers?.isSure('prefix', 'digits')) return [];
    return [[id, numbers.value.prefix.length + numbers.value.digits] as const];
  });
  return new Map(lengths);
}
