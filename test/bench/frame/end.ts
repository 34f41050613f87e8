import { type BenchFile, isLoaded, type Verdict, verdictOf } from './figure.ts';
import { explained } from './words.ts';

/** What a run was. */
export interface RunKind {
  /** All benches, in the form that the repository keeps. */
  readonly isWhole: boolean;
  /** Names of the benches that gave no figures. */
  readonly broken: readonly string[];
}

/** What comes of a run. */
export interface RunEnd {
  /** Whether the page and its source in the repository are written. */
  readonly isPublished: boolean;
  readonly exitCode: 0 | 1;
  readonly lines: readonly string[];
}

/** A run is published when everything with a goal was measured, also what is beyond; it fails beyond a goal, and when something was not measured. */
export function endOf({ results, seed }: BenchFile, { isWhole, broken }: RunKind): RunEnd {
  const verdicts = results.flatMap(({ figures, load }) => figures.map((figure) => verdictOf(figure, load)));
  const count = (...some: readonly Verdict[]): number => verdicts.filter((each) => some.includes(each)).length;
  const isLacking = broken.length > 0 || count('missed') > 0;
  const busy = results.filter(({ load }) => isLoaded(load)).map(({ name }) => name);
  const unmeasured = results.flatMap(({ figures }) => figures).filter(({ reading }) => !reading);
  return {
    isPublished: isWhole && !isLacking,
    exitCode: isLacking || count('beyond') > 0 ? 1 : 0,
    lines: [
      `${count('ok')} ok, ${count('beyond')} beyond, ${count('loaded')} beyond on a loaded machine, ${count('stated')} stated, ${count('not measured', 'missed')} not measured; seed ${seed}`,
      ...broken.map((name) => `broken: ${name}`),
      ...unmeasured.map((figure) => `not measured: ${figure.title}. ${explained(figure)}`),
      ...(isWhole && isLacking ? ['not published: docs/bench.json and docs/figures.md are as they were'] : []),
      ...(busy.length > 0 ? [`warning: the machine had other work during ${busy.join(', ')}`] : []),
    ],
  };
}
