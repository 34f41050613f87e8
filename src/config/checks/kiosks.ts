import { type BranchDraft, entryOf, lengthAt, type StandardDraft, textAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml.ts';
import { checkKnown } from './common.ts';
import { checkOffered } from './counters.ts';

/** Kiosks against the bank standard: what their buttons are for. */
export function* checkKiosks(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  for (const { path } of draft.kiosks.entries) {
    const buttons = new Map<number, Path>();
    const count = lengthAt(draft.source, [...path, 'buttons']);
    for (let index = 0; index < count; index += 1) {
      const place = [...path, 'buttons', index];
      yield* checkTwice(draft, [...place, 'button'], buttons);
      yield* checkPurpose(draft, standard, place);
    }
  }
}

function* checkTwice(draft: BranchDraft, path: Path, seen: Map<number, Path>): Generator<Problem> {
  const button = valueAt(draft.source.value, path);
  if (typeof button !== 'number') return;
  const first = seen.get(button);
  if (first) {
    const what = `button ${button} stands twice (also at line ${draft.source.lineOf(first)})`;
    yield draft.source.problem('error', path, what, 'each button once');
  } else seen.set(button, path);
}

function* checkPurpose(draft: BranchDraft, standard: StandardDraft, path: Path): Generator<Problem> {
  const { source } = draft;
  const at = (key: string): string | null => textAt(source.value, [...path, key]);
  const [service, segment, language] = [at('service'), at('segment'), at('language')];
  if (service !== null) {
    yield* checkOffered(draft, standard, [...path, 'service'], service);
    const offered = entryOf(standard.services, service);
    if (offered && valueAt(standard.source.value, [...offered.path, 'isIssuing']) === false) {
      const what = `the bank standard issues no tickets for "${service}"`;
      yield source.problem('warning', [...path, 'service'], what, 'a service with isIssuing: true');
    }
  }
  if (segment !== null) yield* checkKnown(source, [...path, 'segment'], segment, standard.segments, 'segment');
  if (language !== null) yield* checkKnown(source, [...path, 'language'], language, standard.languages, 'language');
}
