import { type BranchDraft, lengthAt, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import type { Path, Source } from '../yaml.ts';
import { checkKnown, checkNoRepeats } from './common.ts';

/** The buttons of the discreet choice: each says something, of a segment that there is, and gives no number besides. */
export function* checkCare({ source, kiosks }: BranchDraft, standard: StandardDraft): Generator<Problem> {
  for (const { path } of kiosks.entries) {
    const places = careButtons(source, path);
    for (const place of places) {
      const segment = textAt(source.value, [...place, 'segment']);
      const needs = textsAt(source, [...place, 'needs']);
      if (segment !== null) {
        yield* checkKnown(source, [...place, 'segment'], segment, standard.segments, 'segment');
      }
      yield* checkNoRepeats(source, needs);
      const says = ['segment', 'needs'].some((key) => valueAt(source.value, [...place, key]) !== undefined);
      if (!says && typeof valueAt(source.value, [...place, 'button']) === 'number') {
        const what = 'the button says nothing of the customer';
        yield source.problem('error', [...place, 'button'], what, 'segment, needs or both beside it', 'key');
      }
    }
    yield* checkOwnButtons(source, path, places);
  }
}

function* checkOwnButtons(source: Source, kiosk: Path, places: readonly Path[]): Generator<Problem> {
  const numbers = Array.from({ length: lengthAt(source, [...kiosk, 'buttons']) }, (_, index): Path => {
    return [...kiosk, 'buttons', index, 'button'];
  });
  const taken = new Map<unknown, { readonly path: Path; readonly does: string }>();
  const yes = [...kiosk, 'yesButton'];
  for (const path of numbers) taken.set(valueAt(source.value, path), { path, does: 'gives a number' });
  taken.set(valueAt(source.value, yes), { path: yes, does: 'says yes' });
  for (const place of places) {
    const path = [...place, 'button'];
    const button = valueAt(source.value, path);
    if (typeof button !== 'number') continue;
    const other = taken.get(button);
    if (other) {
      const what = `button ${button} ${other.does} already (line ${source.lineOf(other.path)})`;
      yield source.problem('error', path, what, 'a button of its own');
    } else taken.set(button, { path, does: 'is a choice' });
  }
}

/** Places of the entries under `care` of a kiosk. */
export function careButtons(source: Source, kiosk: Path): readonly Path[] {
  const list = [...kiosk, 'care', 'buttons'];
  return Array.from({ length: lengthAt(source, list) }, (_, index) => [...list, index]);
}
