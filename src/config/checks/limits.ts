import type { AnyDriver, DeviceLimits } from '../../devices/driver.ts';
import { type BranchDraft, entryOf, type StandardDraft } from '../draft.ts';
import type { Problem } from '../problems.ts';
import { labelLengths } from './standard.ts';

/** What counters and kiosks ask of devices that those do not have: buttons, characters. */
export function* checkLimits(
  draft: BranchDraft,
  standard: StandardDraft,
  catalogue: readonly AnyDriver[],
): Generator<Problem> {
  const limits = (id: string): DeviceLimits => limitsOf(draft, id, catalogue);
  yield* checkButtons(draft, limits);
  yield* checkLabels(draft, standard, limits);
  yield* checkTexts(draft, limits);
}

function limitsOf(draft: BranchDraft, id: string, catalogue: readonly AnyDriver[]): DeviceLimits {
  const device = entryOf(draft.devices, id)?.value;
  const driver = device && catalogue.find(({ name }) => name === device.driver);
  return driver?.limits?.(device?.settings) ?? {};
}

function* checkButtons(draft: BranchDraft, limits: (id: string) => DeviceLimits): Generator<Problem> {
  for (const { value, path } of draft.kiosks.entries) {
    const most = value && limits(value.panel).buttons;
    if (!value || !most) continue;
    for (const [index, { button }] of value.buttons.entries()) {
      if (button <= most) continue;
      const what = `panel "${value.panel}" has no button ${button}`;
      yield draft.source.problem('error', [...path, 'buttons', index, 'button'], what, `1 to ${most}`);
    }
  }
}

function* checkLabels(
  draft: BranchDraft,
  standard: StandardDraft,
  limits: (id: string) => DeviceLimits,
): Generator<Problem> {
  const lengths = labelLengths(standard.services);
  for (const { value, path } of draft.counters.entries) {
    const width = value && limits(value.display).characters;
    if (!value || !width) continue;
    const tooLong = value.services.find((service) => (lengths.get(service) ?? 0) > width);
    if (tooLong === undefined) continue;
    const what = `display "${value.display}" shows ${width} characters, numbers of "${tooLong}" have ${lengths.get(tooLong)}`;
    yield draft.source.problem('error', [...path, 'display'], what, 'a wider display or shorter numbers');
  }
}

function* checkTexts(draft: BranchDraft, limits: (id: string) => DeviceLimits): Generator<Problem> {
  const widths = draft.counters.entries.flatMap(({ value }) => {
    const width = value && limits(value.display).characters;
    return width ? [width] : [];
  });
  if (!draft.displays || widths.length === 0) return;
  const width = Math.min(...widths);
  for (const key of ['idle', 'paused', 'closed'] as const) {
    const text = draft.displays[key];
    if (text.length <= width) continue;
    const what = `"${text}" is cut to "${text.slice(0, width)}" on the narrowest display`;
    yield draft.source.problem('warning', ['displays', key], what, `at most ${width} characters`);
  }
}
