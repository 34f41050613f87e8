import type { AnyDriver, DeviceLimits } from '../../devices/driver.ts';
import { type BranchDraft, entryOf, lengthAt, readableAt, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { ratingSchema } from '../schema/standard.ts';
import { careButtons } from './care.ts';
import { labelLengths } from './standard.ts';

/** The limits of the device with an id. */
type Limits = (id: string | null) => DeviceLimits;

/** What counters and kiosks ask of devices that those do not have: buttons, characters. */
export function* checkLimits(
  draft: BranchDraft,
  standard: StandardDraft,
  catalogue: readonly AnyDriver[],
): Generator<Problem> {
  const limits: Limits = (id) => limitsOf(draft, id, catalogue);
  yield* checkButtons(draft, limits);
  yield* checkRatingButtons(draft, standard, limits);
  yield* checkLabels(draft, standard, limits);
  yield* checkTexts(draft, limits);
}

/** The limits of a device whose settings are whole, whatever else is wrong with it; else none. */
export function limitsOf(
  { source, devices }: BranchDraft,
  id: string | null,
  catalogue: readonly AnyDriver[],
): DeviceLimits {
  const entry = id === null ? undefined : entryOf(devices, id);
  const name = entry && textAt(source.value, [...entry.path, 'driver']);
  const driver = catalogue.find((each) => each.name === name);
  const settings = entry && driver && readableAt<unknown>(source, [...entry.path, 'settings'], driver.settings);
  return (settings?.isWhole && driver?.limits?.(settings.value)) || {};
}

function* checkButtons({ source, kiosks }: BranchDraft, limits: Limits): Generator<Problem> {
  for (const { path } of kiosks.entries) {
    const panel = textAt(source.value, [...path, 'panel']);
    const most = limits(panel).buttons;
    if (most === undefined) continue;
    const count = lengthAt(source, [...path, 'buttons']);
    const places = Array.from({ length: count }, (_, index) => [...path, 'buttons', index, 'button']);
    const cares = careButtons(source, path).map((each) => [...each, 'button']);
    for (const place of [...places, ...cares, [...path, 'yesButton']]) {
      const button = valueAt(source.value, place);
      if (typeof button !== 'number' || button <= most) continue;
      yield source.problem('error', place, `panel "${panel}" has no button ${button}`, `1 to ${most}`);
    }
  }
}

/** A best mark that has no button could never be given. */
function* checkRatingButtons(draft: BranchDraft, standard: StandardDraft, limits: Limits): Generator<Problem> {
  const rating = readableAt(standard.source, ['rules', 'rating'], ratingSchema);
  if (!rating?.isSure('scale')) return;
  const { scale } = rating.value;
  for (const { path } of draft.counters.entries) {
    const place = [...path, 'ratingButtons'];
    const panel = textAt(draft.source.value, place);
    const most = limits(panel).buttons;
    if (most === undefined || most >= scale) continue;
    const what = `panel "${panel}" has ${most} buttons for ${scale} marks`;
    yield draft.source.problem('error', place, what, `a panel of ${scale} buttons, or rating: { scale: ${most} }`);
  }
}

function* checkLabels({ source, counters }: BranchDraft, standard: StandardDraft, limits: Limits): Generator<Problem> {
  const lengths = labelLengths(standard);
  for (const { path } of counters.entries) {
    const place = [...path, 'display'];
    const display = textAt(source.value, place);
    const width = limits(display).characters;
    if (width === undefined) continue;
    const tooLong = textsAt(source, [...path, 'services']).find(({ text }) => (lengths.get(text) ?? 0) > width);
    if (tooLong === undefined) continue;
    const what = `display "${display}" shows ${width} characters, numbers of "${tooLong.text}" have ${lengths.get(tooLong.text)}`;
    yield source.problem('error', place, what, 'a wider display or shorter numbers');
  }
}

function* checkTexts(draft: BranchDraft, limits: Limits): Generator<Problem> {
  const { source, counters, displays } = draft;
  const widths = counters.entries.flatMap(
    ({ path }) => limits(textAt(source.value, [...path, 'display'])).characters ?? [],
  );
  if (!displays || widths.length === 0) return;
  const width = Math.min(...widths);
  for (const key of ['idle', 'paused', 'closed', 'evacuated', 'seat'] as const) {
    const text = displays[key];
    if (text.length <= width) continue;
    const what = `"${text}" is cut to "${text.slice(0, width)}" on the narrowest display`;
    yield source.problem('warning', ['displays', key], what, `at most ${width} characters`);
  }
}
