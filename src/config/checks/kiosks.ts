import { type BranchDraft, entryOf, lengthAt, type StandardDraft, textAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml.ts';
import { checkKnown, checkNoRepeats } from './common.ts';
import { checkOffered } from './counters.ts';

/** Kiosks against the bank standard: what their buttons are for. */
export function* checkKiosks(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  for (const { path } of draft.kiosks.entries) {
    const count = lengthAt(draft.source, [...path, 'buttons']);
    const places = Array.from({ length: count }, (_, index): Path => [...path, 'buttons', index]);
    yield* checkNoRepeats(draft.source, numbersOf(draft, places), (button) => `button ${button}`);
    for (const place of places) yield* checkPurpose(draft, standard, place);
  }
}

function numbersOf({ source }: BranchDraft, buttons: readonly Path[]) {
  return buttons.flatMap((button) => {
    const path = [...button, 'button'];
    const number = valueAt(source.value, path);
    return typeof number === 'number' ? [{ path, text: String(number) }] : [];
  });
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
