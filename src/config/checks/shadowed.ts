import type { StandardDraft } from '../draft.ts';
import type { Problem } from '../problems.ts';
import type { Condition, Profile } from '../schema/profile.ts';
import type { Path } from '../yaml.ts';
import { selectedServices } from './selections.ts';

/** Conditions from which nobody is ever called, because an earlier one holds whenever they do. */
export function* checkShadowed(draft: StandardDraft, path: Path, { conditions }: Profile): Generator<Problem> {
  const { source } = draft;
  for (const [index, later] of conditions.entries()) {
    const place = [...path, 'conditions', index];
    const servicesOf = (at: number): ReadonlySet<string> => {
      const selected = selectedServices(draft, source, [...path, 'conditions', at, 'of']);
      return new Set(selected.map(({ id }) => id));
    };
    const mine = servicesOf(index);
    const first = conditions.slice(0, index).findIndex((earlier, at) => {
      // Of two with one name nobody knows which one is meant: that is told elsewhere.
      if (earlier.id === later.id) return false;
      return holdsBefore(earlier, later) && isAllIn(later, earlier) && [...mine].every((id) => servicesOf(at).has(id));
    });
    if (first < 0 || mine.size === 0) continue;
    const line = source.lineOf([...path, 'conditions', first, 'id']);
    const what = `nobody is called by it: "${conditions[first]?.id}" (line ${line}) holds whenever it does, and is looked at before`;
    yield source.problem('warning', [...place, 'id'], what, 'the narrower condition first');
  }
}

/** Whether the bound of one condition is reached whenever that of another is, of the same people or more. */
function holdsBefore(earlier: Condition, later: Condition): boolean {
  // Somebody waits whenever anything of anybody is above a bound.
  if (earlier.waiting?.above === 0) return true;
  for (const key of ['longestWait', 'waiting', 'targetUsed'] as const) {
    const [least, most] = [earlier[key]?.above, later[key]?.above];
    if (least !== undefined && most !== undefined && least <= most) return true;
  }
  return false;
}

/** Whether everybody of one selection is of another, as far as segments and papers go. */
function isAllIn({ of: narrow }: Condition, { of: wide }: Condition): boolean {
  const { segments } = wide;
  if (wide.papers !== undefined && wide.papers !== narrow.papers) return false;
  return !segments || (narrow.segments?.every((id) => segments.includes(id)) ?? false);
}
