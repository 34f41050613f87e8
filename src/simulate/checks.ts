import { checkKnown, checkNoRepeats } from '../config/checks/common.ts';
import { lengthAt, listAt, textsAt } from '../config/draft.ts';
import type { Problem } from '../config/problems.ts';
import type { Path } from '../config/yaml.ts';
import { checkArrivals } from './checks-arrivals.ts';
import { type Checked, checkId, checkIds, checkStep, knownOf } from './checks-known.ts';
import { checkTimes } from './checks-times.ts';

/** What the schema cannot see in a scenario whose lists are right: ids that lead nowhere, and what does not go together. */
export function* checkScenario(checked: Checked): Generator<Problem> {
  const { source, document } = checked;
  yield* checkCounters(checked);
  yield* checkArrivals(checked);
  yield* checkTimes(checked);
  yield* checkPresence(checked);
  yield* checkCompare(checked);
  if (document.steady && document.hours) {
    const what = 'hours are those of a day, but the scenario has none: it is steady';
    yield source.problem('error', ['hours'], what, 'hours, or steady', 'key');
  }
  for (const [key, hours] of hoursOfADay(document)) {
    if (!document.steady || hours.length === 0) continue;
    const what = 'these are hours of a day, but the scenario has none: it is steady';
    yield source.problem('error', key, what, 'no entry, or an empty list: not at all');
  }
  if (document.steady && document.steady.warmUp >= document.steady.lasts) {
    const what = 'nobody is counted: all come before the end of the warm-up';
    yield source.problem('error', ['steady', 'warmUp'], what, 'less than lasts');
  }
}

function hoursOfADay({ staff, machineHours }: Checked['document']): readonly (readonly [Path, readonly unknown[]])[] {
  return [
    ...staff.map(({ present }, index) => [['staff', index, 'present'], present] as const),
    ...machineHours.map(({ usable }, index) => [['machineHours', index, 'usable'], usable] as const),
  ];
}

function* checkCounters({ source, rules }: Checked): Generator<Problem> {
  for (const { path } of listAt(source, ['counters']).entries) {
    yield* checkIds(source, [...path, 'services'], rules.services, 'service');
    yield* checkIds(source, [...path, 'segments'], rules.segments, 'segment');
    yield* checkId(source, [...path, 'profile'], rules.profiles, 'profile');
    for (const { path: step } of listAt(source, [...path, 'steps']).entries) {
      yield* checkStep(source, [...step, 'step'], rules);
      yield* checkIds(source, [...step, 'services'], rules.services, 'service');
    }
  }
  if (rules.counters.length > 0) return;
  yield source.problem('error', ['counters'], 'there is no counter', 'counters, or a branch', 'key');
}

/** Tellers and machines that are not there all day. */
function* checkPresence({ source, rules }: Checked): Generator<Problem> {
  const lists = [
    ['staff', 'counters', rules.counters, 'counter'],
    ['pace', 'counters', rules.counters, 'counter'],
    ['machineHours', 'machines', rules.machines ?? [], 'machine'],
  ] as const;
  for (const [key, list, known, noun] of lists) {
    const all: { path: Path; text: string }[] = [];
    for (let index = 0; index < lengthAt(source, [key]); index += 1) {
      const texts = textsAt(source, [key, index, list]);
      all.push(...texts);
      for (const { path, text } of texts) yield* checkKnown(source, path, text, knownOf(known), noun);
    }
    yield* checkNoRepeats(source, all);
  }
}

function* checkCompare({ source, rules }: Checked): Generator<Problem> {
  for (const { path } of listAt(source, ['compare']).entries) {
    yield* checkId(source, [...path, 'profile'], rules.profiles, 'profile');
    for (let index = 0; index < lengthAt(source, [...path, 'at']); index += 1) {
      yield* checkIds(source, [...path, 'at', index, 'counters'], rules.counters, 'counter');
      yield* checkId(source, [...path, 'at', index, 'profile'], rules.profiles, 'profile');
    }
  }
}
