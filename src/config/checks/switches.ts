import { type BranchDraft, listAt, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { MEASURES } from '../schema/profile.ts';
import { parseDuration } from '../schema/values.ts';
import type { Path, Source } from '../yaml.ts';
import { checkKnown, checkNoRepeats, checkUnique } from './common.ts';
import { checkCrowd } from './crowds.ts';
import { checkMeasure, checkSelection } from './profiles.ts';
import { checkSchedule } from './schedule.ts';
import { selectedServices } from './selections.ts';

/** Switches and the schedule of profiles: ids that lead nowhere, bounds the wrong way round, what never holds. */
export function* checkSwitches(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const { source } = draft;
  const switches = listAt(source, ['switches']);
  yield* checkUnique(source, switches);
  for (const { path } of switches.entries) {
    yield* checkMeasure(source, path);
    yield* checkBounds(draft, path);
    yield* checkCrowd(source, [...path, 'waiting', 'above'], standard);
    yield* checkSelection(source, [...path, 'of'], standard);
    yield* checkAnyOffered(source, [...path, 'of'], standard);
  }
  yield* checkSchedule(source);
  for (const { path } of [...switches.entries, ...listAt(source, ['profileSchedule']).entries]) {
    const counters = textsAt(source, [...path, 'counters']);
    yield* checkNoRepeats(source, counters);
    for (const { path: place, text } of counters) yield* checkKnown(source, place, text, draft.counters, 'counter');
    const profile = textAt(source.value, [...path, 'profile']);
    if (profile !== null) yield* checkKnown(source, [...path, 'profile'], profile, standard.profiles, 'profile');
  }
}

/** A selection of services of which the branch offers none: nobody waits, so that the switch never turns. */
function* checkAnyOffered(source: Source, path: Path, standard: StandardDraft): Generator<Problem> {
  const out = new Set(textsAt(source, ['optsOut']).map(({ text }) => text));
  const selected = selectedServices(standard, source, path);
  // A service that cannot be read may be one that is offered.
  if (selected.length === 0 || standard.services.entries.some(({ value }) => !value)) return;
  if (selected.some(({ id }) => !out.has(id))) return;
  const what = 'it never holds: the branch opts out of all services of this';
  yield source.problem('error', path, what, 'a selection with a service that is offered');
}

function* checkBounds({ source }: BranchDraft, path: Path): Generator<Problem> {
  for (const key of MEASURES) {
    const at = (bound: string): Path => [...path, key, bound];
    const [above, below] = ['above', 'below'].map((bound) => numberOf(valueAt(source.value, at(bound))));
    if (above === null || below === null || above === undefined || below === undefined) continue;
    if (below > above) {
      const what = `it would turn back before it turns: below is more than above (line ${source.lineOf(at('above'))})`;
      yield source.problem('error', at('below'), what, 'above, or less');
    }
    if (below === 0) yield source.problem('error', at('below'), 'it would never turn back: nothing is below 0', 'more');
  }
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseDuration(value) : null;
}
