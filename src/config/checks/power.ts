import type { AnyDriver } from '../../devices/driver.ts';
import { type BranchDraft, entryOf, textAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';

const PLACE = ['power', 'ups'] as const;

/** The signal of the UPS: a message, or a contact on a panel; each with what belongs to it, and never both. */
export function* checkPower(draft: BranchDraft, catalogue: readonly AnyDriver[]): Generator<Problem> {
  const { source } = draft;
  const ups = valueAt(source.value, PLACE);
  if (typeof ups !== 'object' || ups === null) return;
  const has = (key: string): boolean => valueAt(source.value, [...PLACE, key]) !== undefined;
  if (has('topic') === has('panel')) {
    const what = has('topic') ? 'power.ups names a topic and a panel' : 'power.ups names no signal';
    yield source.problem('error', PLACE, what, 'either topic and low, or panel and button', 'key');
    return;
  }
  for (const [key, other] of [
    ['topic', 'low'],
    ['panel', 'button'],
  ] as const) {
    for (const [one, two] of [
      [key, other],
      [other, key],
    ] as const) {
      if (!has(one) || has(two)) continue;
      const what = `power.ups.${one} means nothing without power.ups.${two}`;
      yield source.problem('error', [...PLACE, one], what, `power.ups.${two} beside it`, 'key');
    }
  }
  yield* checkContact(draft, catalogue);
}

function* checkContact(draft: BranchDraft, catalogue: readonly AnyDriver[]): Generator<Problem> {
  const panel = textAt(draft.source.value, [...PLACE, 'panel']);
  const button = valueAt(draft.source.value, [...PLACE, 'button']);
  const device = panel === null ? null : entryOf(draft.devices, panel)?.value;
  if (!device || typeof button !== 'number') return;
  const most = catalogue.find(({ name }) => name === device.driver)?.limits?.(device.settings).buttons;
  if (most === undefined || button <= most) return;
  yield draft.source.problem('error', [...PLACE, 'button'], `panel "${panel}" has no button ${button}`, `1 to ${most}`);
}
