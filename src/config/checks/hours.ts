import { minuteOf, type TimeOfDay } from '../../branch/calendar.ts';
import { type BranchDraft, lengthAt, listAt, type Section, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { dayStartsAt, parseInterval } from '../schema/hours.ts';
import type { Path, Source } from '../yaml.ts';
import { checkKnown, checkLanguages, checkNoRepeats, checkUnique } from './common.ts';
import { checkOffered } from './counters.ts';

/** Somewhere that hours stand. */
interface Place {
  readonly source: Source;
  readonly path: Path;
}

/** Minutes from the midnight before a business day. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When a business day starts of which no file says so. */
const USUAL_START: TimeOfDay = dayStartsAt.parse(undefined);

/** Hours, holidays and schedules of the branch: what overlaps, runs backwards, stands twice or leads nowhere. */
export function* checkBranchHours(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const { source } = draft;
  const startsAt = startOf(draft);
  const services = listAt(source, ['services']).entries;
  const known = holidaysOf(standard, source);
  yield* checkHolidays(source, standard.languages);
  yield* checkUnique(source, asIds(source, 'services', 'service'), 'service');
  for (const { path } of services) {
    const service = textAt(source.value, [...path, 'service']);
    if (service !== null) yield* checkOffered(draft, standard, [...path, 'service'], service);
  }
  const places = [...services, ...draft.counters.entries].map(
    ({ path }): Place => ({ source, path: [...path, 'hours'] }),
  );
  for (const place of [{ source, path: ['hours'] }, ...places]) yield* checkHours(place, startsAt, known);
  for (const place of places) yield* checkWithin(place, draft, startsAt, 'error');
  for (const { path } of standard.services.entries) {
    yield* checkWithin({ source: standard.source, path: [...path, 'hours'] }, draft, startsAt, 'warning');
  }
  yield* checkBySchedule(draft);
  for (const { path } of listAt(source, ['profileSchedule']).entries) {
    yield* checkHolidayIds(source, [...path, 'holidays'], known);
    yield* checkNoRepeats(source, textsAt(source, [...path, 'dates']));
  }
}

/** Hours and holidays of the bank standard. A branch may start its days at another time than most do. */
export function* checkStandardHours({ source, services, languages }: StandardDraft): Generator<Problem> {
  yield* checkHolidays(source, languages);
  const holidays = listAt(source, ['holidays']);
  for (const { path } of services.entries) {
    yield* checkHours({ source, path: [...path, 'hours'] }, USUAL_START, holidays);
  }
  yield* checkQuestion(source);
}

/** Those of the standard and those of the branch; not complete while the standard cannot be read. */
function holidaysOf(standard: StandardDraft, branch: Source): Section<unknown> {
  const [theirs, own] = [listAt(standard.source, ['holidays']), listAt(branch, ['holidays'])];
  return { entries: [...theirs.entries, ...own.entries], isComplete: standard.source.value != null };
}

/** A list whose entries are known by another key than `id`. */
function asIds(source: Source, list: string, key: string): Section<unknown> {
  const { entries } = listAt(source, [list]);
  return {
    entries: entries.map((entry) => ({ ...entry, id: textAt(source.value, [...entry.path, key]) })),
    isComplete: true,
  };
}

function* checkHolidays(source: Source, languages: Section<unknown>): Generator<Problem> {
  const holidays = listAt(source, ['holidays']);
  yield* checkUnique(source, holidays);
  for (const { path } of holidays.entries) {
    yield* checkLanguages(source, [...path, 'names'], languages, 'error');
    yield* checkNoRepeats(source, textsAt(source, [...path, 'dates']));
  }
}

function* checkHolidayIds(source: Source, path: Path, known: Section<unknown>): Generator<Problem> {
  for (const { path: place, text } of textsAt(source, path)) yield* checkKnown(source, place, text, known, 'holiday');
}

const KINDS = [
  ['week', 'days'],
  ['holidays', 'holidays'],
  ['dates', 'dates'],
] as const;

/** When the business days of a branch start; the usual time where its file does not say so. */
export function startOf({ source }: BranchDraft): TimeOfDay {
  return dayStartsAt.safeParse(valueAt(source.value, ['dayStartsAt'])).data ?? USUAL_START;
}

function* checkHours({ source, path }: Place, startsAt: TimeOfDay, known: Section<unknown>): Generator<Problem> {
  for (const [list, key] of KINDS) {
    const count = lengthAt(source, [...path, list]);
    const entries = Array.from({ length: count }, (_, index): Path => [...path, list, index]);
    yield* checkNoRepeats(
      source,
      entries.flatMap((entry) => textsAt(source, [...entry, key])),
    );
    for (const entry of entries) {
      if (key === 'holidays') yield* checkHolidayIds(source, [...entry, key], known);
      yield* checkIntervals(source, [...entry, 'open'], startsAt);
    }
  }
}

/** The intervals of one list that can be read. */
export function spansAt(source: Source, path: Path, startsAt: TimeOfDay): readonly (Span & { readonly path: Path })[] {
  return textsAt(source, path).flatMap(({ path: place, text }) => {
    const interval = parseInterval(text);
    if (!interval) return [];
    return [{ path: place, from: minuteOf(interval.from, startsAt), to: minuteOf(interval.to, startsAt) }];
  });
}

function* checkIntervals(source: Source, path: Path, startsAt: TimeOfDay): Generator<Problem> {
  const spans = spansAt(source, path, startsAt);
  for (const [index, { path: place, from, to }] of spans.entries()) {
    const text = textAt(source.value, place);
    if (to <= from) {
      const expected = `a later time than it begins; the business day starts at ${clock(minuteOf(startsAt, startsAt))}`;
      yield source.problem('error', place, `"${text}" ends before it begins`, expected);
    }
    const other = spans.slice(0, index).find((before) => from <= before.to && before.from <= to);
    if (!other) continue;
    const what = `"${text}" overlaps or touches another (line ${source.lineOf(other.path)})`;
    yield source.problem('error', place, what, 'times with a break between them, or one interval');
  }
}

function clock(minute: number): string {
  const day = minute % (24 * 60);
  const part = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${part(day / 60)}:${part(day % 60)}`;
}

/** Hours by the day of the week beyond those of the branch: nobody could be there. */
function* checkWithin(
  { source, path }: Place,
  draft: BranchDraft,
  startsAt: TimeOfDay,
  severity: 'error' | 'warning',
): Generator<Problem> {
  if (valueAt(draft.source.value, ['hours', 'week']) === undefined) return;
  for (let index = 0; index < lengthAt(source, [...path, 'week']); index += 1) {
    const entry = [...path, 'week', index];
    for (const { text: day } of textsAt(source, [...entry, 'days'])) {
      const branch = branchSpan(draft, day, startsAt);
      const beyond = spansAt(source, [...entry, 'open'], startsAt).find(
        ({ from, to }) => !branch || from < branch.from || to > branch.to,
      );
      if (!beyond) continue;
      const text = textAt(source.value, beyond.path);
      const opened = branch
        ? `the branch is open from ${clock(branch.from)} to ${clock(branch.to)}`
        : 'the branch is closed';
      yield source.problem(severity, beyond.path, `"${text}" on ${day}: ${opened}`, 'hours within those of the branch');
      break;
    }
  }
}

function branchSpan({ source }: BranchDraft, day: string, startsAt: TimeOfDay): Span | null {
  const week = ['hours', 'week'];
  for (let index = 0; index < lengthAt(source, week); index += 1) {
    if (!textsAt(source, [...week, index, 'days']).some(({ text }) => text === day)) continue;
    const spans = spansAt(source, [...week, index, 'open'], startsAt);
    if (spans.length === 0) return null;
    return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
  }
  return null;
}

function* checkBySchedule({ source, counters }: BranchDraft): Generator<Problem> {
  if (valueAt(source.value, ['hours']) !== undefined) return;
  for (const { path } of counters.entries) {
    if (textAt(source.value, [...path, 'opens']) !== 'by-schedule') continue;
    if (valueAt(source.value, [...path, 'hours']) !== undefined) continue;
    const what = 'neither the counter nor the branch has hours by which it could open';
    yield source.problem('error', [...path, 'opens'], what, 'hours, or by-teller');
  }
}

/** A question that nobody is ever asked, because the number is refused before. */
function* checkQuestion(source: Source): Generator<Problem> {
  const path = ['rules', 'limits', 'askBy'];
  const ask = textAt(source.value, path);
  const last = textAt(source.value, ['rules', 'hours', 'lastTicketBy']);
  if (ask === null || last === null || ask === 'none' || last === 'none') return;
  if (last === 'p90' || ask === 'p50') {
    const line = source.lineOf(['rules', 'hours', 'lastTicketBy']);
    const what = `nobody is ever asked: lastTicketBy refuses the number before (line ${line})`;
    yield source.problem('error', path, what, 'askBy: p90 with lastTicketBy: p50, or one of them none');
  }
}
