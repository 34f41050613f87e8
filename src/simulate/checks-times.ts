import type { Problem } from '../config/problems.ts';
import type { Path, Source } from '../config/yaml.ts';
import { allKindsIn } from './checks-arrivals.ts';
import { type Checked, checkIds, checkStep } from './checks-known.ts';
import type { TimeEntry } from './schema-times.ts';
import { fits } from './times.ts';

/** How long customers are served and how long they wait: said whole, and of everybody who comes. */
export function* checkTimes({ source, document, rules, times }: Checked): Generator<Problem> {
  for (const key of ['serviceTimes', 'patience'] as const) {
    for (const [index, entry] of document[key].entries()) {
      const path: Path = [key, index];
      yield* checkIds(source, [...path, 'services'], rules.services, 'service');
      yield* checkIds(source, [...path, 'segments'], rules.segments, 'segment');
      yield* checkStep(source, [...path, 'step'], rules);
      yield* checkSpread(source, path, entry);
      if (key === 'patience' && entry.mean === undefined && entry.kind !== 'empirical') {
        yield source.problem('error', path, 'nobody says how long they wait', 'mean: a duration');
      }
    }
  }
  if (document.returns) {
    yield* checkSpread(source, ['returns'], document.returns);
    if (document.returns.mean === undefined && document.returns.kind !== 'empirical') {
      yield source.problem('error', ['returns'], 'nobody says when they come back', 'mean: a duration');
    }
  }
  for (const [index, arrivals] of document.arrivals.entries()) {
    for (const { kind, place } of allKindsIn(arrivals, rules)) {
      if (times.some((entry) => entry.step === undefined && fits(entry, kind))) continue;
      if (isTimedByStep(rules.services.find(({ id }) => id === kind.service)?.steps ?? [], times, kind)) {
        continue;
      }
      const what = `nobody says how long "${kind.service}" takes`;
      yield source.problem('error', ['arrivals', index, ...place], what, 'an entry in serviceTimes that fits');
    }
  }
}

function isTimedByStep(
  steps: readonly { readonly id: string }[],
  entries: Checked['times'],
  kind: Parameters<typeof fits>[1],
): boolean {
  return steps.length > 0 && steps.every(({ id }) => entries.some((entry) => entry.step === id && fits(entry, kind)));
}

/** Keys of each kind beside the mean. */
function* checkSpread(
  source: Source,
  path: Path,
  entry: TimeEntry & { readonly journal?: string | undefined; readonly journalOf?: string | undefined },
): Generator<Problem> {
  const { kind, mean, variation, values, journal } = entry;
  if (kind === 'lognormal' && variation === undefined) {
    yield source.problem(
      'error',
      [...path, 'kind'],
      'nobody says how much it varies',
      'variation: a number such as 0.8',
    );
  }
  if (kind === 'empirical' && values === undefined && journal === undefined) {
    yield source.problem('error', [...path, 'kind'], 'there are no times to draw from', 'values: a list of durations');
  }
  if (kind !== 'lognormal' && variation !== undefined) {
    yield source.problem('error', [...path, 'variation'], `${kind} has no variation`, 'kind: lognormal', 'key');
  }
  if (kind !== 'empirical' && values !== undefined) {
    yield source.problem('error', [...path, 'values'], `${kind} has no values`, 'kind: empirical', 'key');
  }
  if (journal !== undefined && (kind !== 'empirical' || values !== undefined)) {
    const what = kind === 'empirical' ? 'values are given already' : `${kind} draws from no journal`;
    yield source.problem('error', [...path, 'journal'], what, 'kind: empirical, and either values or a journal', 'key');
  }
  if (entry.journalOf !== undefined && journal === undefined) {
    yield source.problem('error', [...path, 'journalOf'], 'there is no journal', 'journal: its directory', 'key');
  }
  if (kind === 'empirical' && mean !== undefined) {
    yield source.problem('error', [...path, 'mean'], 'the mean is that of the values', 'no mean', 'key');
  }
}
