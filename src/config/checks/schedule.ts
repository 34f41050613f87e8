import { listAt, textAt, textsAt } from '../draft.ts';
import type { Problem } from '../problems.ts';
import type { Path, Source } from '../yaml.ts';

/**
 * Two profiles for one counter at one time: on the same day of the week, holiday or date, or both every day. A date beside
 * a day of the week, or either beside every day, is an exception from it and may stand: of two the later one holds.
 */
export function* checkSchedule(source: Source): Generator<Problem> {
  const firsts = new Map<string, Path>();
  for (const { path } of listAt(source, ['profileSchedule']).entries) {
    const at = textAt(source.value, [...path, 'at']);
    if (at === null) continue;
    const own: (readonly [string, Path])[] = [];
    for (const { path: place, text } of textsAt(source, [...path, 'counters'])) {
      const keys = daysOf(source, path).map((day) => `${at} ${day} ${text}`);
      const before = keys.map((key) => firsts.get(key)).find((first) => first !== undefined);
      if (before) {
        const what = `"${text}" begins to follow a profile at ${at} already (line ${source.lineOf(before)})`;
        yield source.problem('error', place, what, 'one profile at one time');
      }
      own.push(...keys.map((key) => [key, place] as const));
    }
    for (const [key, place] of own) if (!firsts.has(key)) firsts.set(key, place);
  }
}

/** The days of an entry, each under its kind. */
function daysOf(source: Source, path: Path): readonly string[] {
  const days = ['days', 'holidays', 'dates'].flatMap((kind) =>
    textsAt(source, [...path, kind]).map(({ text }) => `${kind} ${text}`),
  );
  return days.length === 0 ? ['every day'] : days;
}
