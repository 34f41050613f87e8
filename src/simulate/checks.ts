import { checkKnown, checkNoRepeats, checkUnique } from '../config/checks/common.ts';
import { checkProfiles } from '../config/checks/profiles.ts';
import { checkSwitches } from '../config/checks/switches.ts';
import {
  type BranchDraft,
  lengthAt,
  listAt,
  type Section,
  type StandardDraft,
  sectionOf,
  textsAt,
  unknownSection,
} from '../config/draft.ts';
import type { Problem } from '../config/problems.ts';
import type { Path } from '../config/yaml.ts';
import { checkArrivals } from './checks-arrivals.ts';
import { type Checked, checkId, checkIds, checkStep, knownOf } from './checks-known.ts';
import { checkTimes } from './checks-times.ts';
import {
  scenarioCounterSchema,
  scenarioProfileSchema,
  scenarioSegmentSchema,
  scenarioServiceSchema,
} from './schema.ts';

/** What the schema cannot see in a scenario: ids that lead nowhere, and what does not go together. */
export function* checkScenario(checked: Checked): Generator<Problem> {
  const { source, document } = checked;
  for (const key of ['services', 'segments', 'counters', 'profiles', 'machines', 'compare']) {
    yield* checkUnique(source, listAt(source, [key]));
  }
  const standard = standardDraftOf(checked);
  yield* checkProfiles(standard);
  yield* checkSwitches(branchDraftOf(checked), standard);
  yield* checkCounters(checked);
  yield* checkArrivals(checked);
  yield* checkTimes(checked);
  yield* checkPresence(checked);
  yield* checkCompare(checked);
  if (document.steady && document.hours) {
    const what = 'hours are those of a day, but the scenario has none: it is steady';
    yield source.problem('error', ['hours'], what, 'hours, or steady', 'key');
  }
  if (document.steady && document.steady.warmUp >= document.steady.lasts) {
    const what = 'nobody is counted: all come before the end of the warm-up';
    yield source.problem('error', ['steady', 'warmUp'], what, 'less than lasts');
  }
}

/** Entries of the scenario with their places, those of the branch without. */
function withOthers<T>(own: Section<T>, all: readonly { readonly id: string }[]): Section<T> {
  const others = all.filter(({ id }) => !own.entries.some((entry) => entry.id === id));
  return { entries: [...own.entries, ...knownOf(others).entries], isComplete: own.isComplete };
}

function standardDraftOf({ source, rules }: Checked): StandardDraft {
  const named = <T>(section: Section<T>) => section;
  const section = <T>(
    key: string,
    schema: Parameters<typeof sectionOf<T>>[2],
    all: readonly { readonly id: string }[],
  ) => withOthers(named(sectionOf<T>(source, key, schema, 'id', true)), all);
  return {
    source,
    languages: unknownSection,
    segments: section('segments', scenarioSegmentSchema.required(), rules.segments),
    profiles: section('profiles', scenarioProfileSchema, rules.profiles),
    services: section('services', scenarioServiceSchema.required(), rules.services),
  };
}

function branchDraftOf({ source, rules }: Checked): BranchDraft {
  const counters = sectionOf(
    source,
    'counters',
    scenarioCounterSchema.required({ number: true, profile: true }),
    'id',
    true,
  );
  return {
    source,
    counters: withOthers(counters, rules.counters),
    kiosks: unknownSection,
    buses: unknownSection,
    devices: unknownSection,
    displays: null,
  };
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
