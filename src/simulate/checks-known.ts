import { checkKnown, checkNoRepeats } from '../config/checks/common.ts';
import { type Section, textAt, textsAt } from '../config/draft.ts';
import { nearest, type Problem } from '../config/problems.ts';
import type { Path, Source } from '../config/yaml.ts';
import type { Rules } from '../queue/rules.ts';
import type { ScenarioDocument } from './schema.ts';
import type { ServiceTimeEntry } from './schema-times.ts';

/** A scenario and the world that it plays in, for the checks of what does not go together. */
export interface Checked {
  readonly source: Source;
  readonly document: ScenarioDocument;
  /** Those of the branch and those of the scenario. */
  readonly rules: Rules;
  /** Service times, those of journals among them. */
  readonly times: readonly ServiceTimeEntry[];
}

/** Ids in a list that are those of a branch or of the scenario. */
export function knownOf(all: readonly { readonly id: string }[]): Section<never> {
  return { entries: all.map(({ id }) => ({ path: [], id, value: null })), isComplete: true };
}

/** Texts of a list that must be ids of something, each once. */
export function* checkIds(
  source: Source,
  path: Path,
  known: readonly { readonly id: string }[],
  noun: string,
): Generator<Problem> {
  const texts = textsAt(source, path);
  yield* checkNoRepeats(source, texts);
  for (const { path: place, text } of texts) yield* checkKnown(source, place, text, knownOf(known), noun);
}

/** A text that must be the id of something, where it is given. */
export function* checkId(
  source: Source,
  path: Path,
  known: readonly { readonly id: string }[],
  noun: string,
): Generator<Problem> {
  const text = textAt(source.value, path);
  if (text !== null) yield* checkKnown(source, path, text, knownOf(known), noun);
}

/** A step that is none of any service. */
export function* checkStep(source: Source, path: Path, { services }: Rules): Generator<Problem> {
  const step = textAt(source.value, path);
  const steps = [...new Set(services.flatMap((service) => service.steps.map(({ id }) => id)))];
  if (step === null || steps.includes(step)) return;
  yield source.problem('error', path, `no service has a step "${step}"`, nearest(step, steps, 'a service with steps'));
}
