import { type BranchDraft, entryOf, listAt, type Section, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import { nearest, type Problem } from '../problems.ts';
import type { Path, Source } from '../yaml.ts';
import { checkKnown, checkLanguages, checkNoRepeats, checkUnique } from './common.ts';

/** What the schema cannot see in the bank standard's rules of visits. */
export function* checkVisit({ source, languages, services }: StandardDraft): Generator<Problem> {
  const reasons = listAt(source, ['referralReasons']);
  yield* checkUnique(source, reasons);
  for (const { path } of reasons.entries) {
    yield* checkLanguages(source, [...path, 'names'], languages, 'error');
    const service = textAt(source.value, [...path, 'service']);
    if (service !== null) yield* checkKnown(source, [...path, 'service'], service, services, 'service');
  }
  const place = ['rules', 'visit', 'transferPlace'];
  const kept = ['rules', 'isArrivalKeptOnTransfer'];
  if (valueAt(source.value, place) !== undefined && valueAt(source.value, kept) !== undefined) {
    const what = `isArrivalKeptOnTransfer (line ${source.lineOf(kept)}) says where a transferred customer stands already`;
    yield source.problem('error', place, what, 'one of the two', 'key');
  }
  for (const { id, path } of services.entries) yield* checkFirstStep(source, id, path);
}

/** Somebody has to receive the customer before others go on. */
function* checkFirstStep(source: Source, service: string | null, path: Path): Generator<Problem> {
  const place = [...path, 'steps', 0, 'doneBy'];
  if (valueAt(source.value, place) !== 'others') return;
  const what = `the first step of "${service ?? 'a service'}" is done by others: nobody has received the customer`;
  yield source.problem('error', place, what, 'doneBy: counter');
}

/** A step of a service that the branch offers. */
interface OfferedStep {
  readonly service: string;
  readonly step: string;
  readonly isElsewhere: boolean;
}

/** Counters against the steps that others do, and what a counter of the back office has and has not. */
export function* checkCounterSteps(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const { source, counters } = draft;
  const steps = stepsOf(draft, standard);
  for (const [index, { path, value }] of counters.entries.entries()) {
    if (value) yield* checkPlace(source, path, index);
    const own = listAt(source, [...path, 'steps']);
    const named = own.entries.map(({ path: place }) => ({
      path: [...place, 'step'],
      text: textAt(source.value, [...place, 'step']) ?? '',
    }));
    yield* checkNoRepeats(
      source,
      named.filter(({ text }) => text !== ''),
    );
    if (!standard.services.isComplete) continue;
    for (const { path: place } of own.entries) yield* checkStep(draft, standard, place, steps);
  }
  if (counters.entries.length > 0 && standard.services.isComplete) yield* checkAllDone(draft, steps);
}

function* checkPlace(source: Source, path: Path, index: number): Generator<Problem> {
  const at = (key: string): unknown => valueAt(source.value, [...path, key]);
  const isBack = at('isBack') === true;
  const services = at('services');
  if (!isBack && at('display') === undefined) {
    const what = `key "display" is missing in entry ${index + 1} of counters`;
    yield source.problem('error', path, what, 'the id of a device of kind display');
  }
  if (!isBack && Array.isArray(services) && services.length === 0) {
    yield source.problem(
      'error',
      [...path, 'services'],
      'the counter serves nobody',
      'a service, or isBack: true',
      'key',
    );
  }
  if (!isBack) return;
  if (Array.isArray(services) && services.length > 0) {
    const what = 'nobody from the hall comes to a counter of the back office';
    yield source.problem('error', [...path, 'services'], what, 'services: []', 'key');
  }
  for (const key of ['display', 'noShowWithin']) {
    if (at(key) === undefined) continue;
    const what = `no number is called at a counter of the back office: ${key} is for a window`;
    yield source.problem('error', [...path, key], what, `no ${key}, or isBack: false`, 'key');
  }
  const steps = at('steps');
  if (steps === undefined || (Array.isArray(steps) && steps.length === 0)) {
    const what = 'a counter of the back office does no step';
    yield source.problem('error', [...path, 'isBack'], what, 'steps: a list of what it does for others', 'key');
  }
}

function* checkStep(
  { source }: BranchDraft,
  standard: StandardDraft,
  path: Path,
  steps: readonly OfferedStep[],
): Generator<Problem> {
  const name = textAt(source.value, [...path, 'step']);
  if (name === null) return;
  const same = steps.filter(({ step }) => step === name);
  const others = steps.filter(({ isElsewhere }) => isElsewhere).map(({ step }) => step);
  if (same.length === 0) {
    const expected = nearest(name, [...new Set(others)], 'a step of a service, but none is done by others');
    yield source.problem('error', [...path, 'step'], `no service has a step "${name}"`, expected);
    return;
  }
  if (!same.some(({ isElsewhere }) => isElsewhere)) {
    const what = `"${name}" is done by the counter that serves the customer`;
    yield source.problem('error', [...path, 'step'], what, 'a step with doneBy: others');
    return;
  }
  const services = textsAt(source, [...path, 'services']);
  yield* checkNoRepeats(source, services);
  for (const { path: place, text } of services) {
    yield* checkKnown(source, place, text, standard.services, 'service');
    const isKnown = entryOf(standard.services, text) !== undefined;
    if (!isKnown || same.some(({ service, isElsewhere }) => service === text && isElsewhere)) continue;
    const having = same.filter(({ isElsewhere }) => isElsewhere).map(({ service }) => service);
    yield source.problem('error', place, `"${text}" has no step "${name}" that others do`, having.join(', '));
  }
}

/** A step that nobody does would keep every customer of the service waiting. */
function* checkAllDone({ source, counters }: BranchDraft, steps: readonly OfferedStep[]): Generator<Problem> {
  const done = counters.entries.flatMap(({ path }) =>
    listAt(source, [...path, 'steps']).entries.map(({ path: place }) => ({
      step: textAt(source.value, [...place, 'step']),
      services: textsAt(source, [...place, 'services']).map(({ text }) => text),
    })),
  );
  for (const { service, step, isElsewhere } of steps) {
    const isDone = done.some(
      (own) => own.step === step && (own.services.length === 0 || own.services.includes(service)),
    );
    if (!isElsewhere || isDone) continue;
    const what = `no counter does the step "${step}" of "${service}"`;
    yield source.problem('error', ['counters'], what, 'a counter that lists it, or the service in optsOut', 'key');
  }
}

function stepsOf(draft: BranchDraft, { source, services }: StandardDraft): readonly OfferedStep[] {
  const optedOut = new Set(textsAt(draft.source, ['optsOut']).map(({ text }) => text));
  const offered = services.entries.filter(({ id }) => id !== null && !optedOut.has(id));
  return offered.flatMap(({ id, path }) => {
    const steps: Section<unknown> = listAt(source, [...path, 'steps']);
    return steps.entries.flatMap(({ id: step, path: place }) => {
      const isElsewhere = textAt(source.value, [...place, 'doneBy']) === 'others';
      return step === null ? [] : [{ service: id ?? '', step, isElsewhere }];
    });
  });
}
