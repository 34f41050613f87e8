import { checkUnique } from '../config/checks/common.ts';
import { checkProfiles } from '../config/checks/profiles.ts';
import { checkHelps } from '../config/checks/segments.ts';
import { checkNumbers } from '../config/checks/standard.ts';
import { checkSwitches } from '../config/checks/switches.ts';
import type { Config } from '../config/config.ts';
import {
  type BranchDraft,
  listAt,
  type Section,
  type StandardDraft,
  sectionOf,
  unknownSection,
} from '../config/draft.ts';
import type { Problem } from '../config/problems.ts';
import { counterSchema } from '../config/schema/branch.ts';
import { segmentSchema, serviceSchema } from '../config/schema/standard.ts';
import type { Source } from '../config/yaml.ts';
import { knownOf } from './checks-known.ts';
import {
  type ScenarioDocument,
  scenarioCounterSchema,
  scenarioProfileSchema,
  scenarioSegmentSchema,
  scenarioServiceSchema,
} from './schema.ts';

interface Ids {
  readonly id: string;
}

/** A scenario with what its branch has. */
interface Lists {
  readonly source: Source;
  readonly known: Readonly<Record<'segments' | 'profiles' | 'services' | 'counters', readonly Ids[]>>;
}

/** What makes the lists of a scenario unfit to be resolved: checked as those of a bank standard and a branch are. */
export function* checkLists(source: Source, document: ScenarioDocument, config: Config | null): Generator<Problem> {
  for (const key of ['services', 'segments', 'counters', 'profiles', 'machines', 'compare']) {
    yield* checkUnique(source, listAt(source, [key]));
  }
  const lists = { source, known: knownBefore(document, config) };
  const [standard, branch] = [standardDraftOf(lists), branchDraftOf(lists)];
  yield* checkProfiles(standard);
  yield* checkNumbers(standard);
  yield* checkSwitches(branch, standard);
  yield* checkHelps(branch, standard);
}

function knownBefore({ segments, profiles }: ScenarioDocument, config: Config | null): Lists['known'] {
  const ids = (all: readonly { readonly rules: Ids }[] = []): readonly Ids[] =>
    all.map(({ rules: { id } }) => ({ id }));
  return {
    segments: config?.segments ?? (segments.length > 0 ? [] : [{ id: 'ordinary' }]),
    profiles: config?.profiles ?? (profiles.length > 0 ? [] : [{ id: 'longest-wait' }]),
    services: ids(config?.services),
    counters: ids(config?.counters),
  };
}

/** Entries of the scenario with their places, those of the branch without. */
function withOthers<T>(own: Section<T>, all: readonly { readonly id: string }[]): Section<T> {
  const others = all.filter(({ id }) => !own.entries.some((entry) => entry.id === id));
  return { entries: [...own.entries, ...knownOf(others).entries], isComplete: own.isComplete };
}

/** What may be left out stands there as anything: these checks look at the rest. */
const WHOLE = {
  service: scenarioServiceSchema.extend({
    names: serviceSchema.shape.names.prefault({}),
    numbers: serviceSchema.shape.numbers.prefault({ prefix: 'A', last: 1 }),
  }),
  segment: scenarioSegmentSchema.extend({ names: segmentSchema.shape.names.prefault({}) }),
  counter: scenarioCounterSchema.extend({
    number: counterSchema.shape.number.prefault(1),
    profile: counterSchema.shape.profile.prefault('any'),
  }),
};

function standardDraftOf({ source, known }: Lists): StandardDraft {
  return {
    source,
    languages: unknownSection,
    segments: withOthers(sectionOf(source, 'segments', WHOLE.segment, 'id', true), known.segments),
    profiles: withOthers(sectionOf(source, 'profiles', scenarioProfileSchema, 'id', true), known.profiles),
    services: withOthers(sectionOf(source, 'services', WHOLE.service, 'id', true), known.services),
  };
}

function branchDraftOf({ source, known }: Lists): BranchDraft {
  const counters = sectionOf(source, 'counters', WHOLE.counter, 'id', true);
  return {
    source,
    counters: withOthers(counters, known.counters),
    kiosks: unknownSection,
    buses: unknownSection,
    devices: unknownSection,
    displays: null,
  };
}
