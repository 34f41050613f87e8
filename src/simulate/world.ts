import type { BranchHours, CounterHours } from '../branch/hours.ts';
import type { Config, Texts } from '../config/config.ts';
import { resolveConfig } from '../config/resolve.ts';
import { rulesOf } from '../config/rules.ts';
import { branchSchema } from '../config/schema/branch.ts';
import { type Service, standardSchema } from '../config/schema/standard.ts';
import type { Source } from '../config/yaml.ts';
import type { Rules } from '../queue/rules.ts';
import { counterNames, type NamesById } from '../views/counter-names.ts';
import type { ScenarioDocument } from './schema.ts';

/** Services, segments, counters and profiles of a scenario: those of the branch that it names, but for what it says itself. */
export interface World {
  readonly rules: Rules;
  readonly hours: BranchHours;
  /** Of the branch; null: the scenario names none. */
  readonly config: Config | null;
  readonly serviceNames: Readonly<Record<string, Texts>>;
  readonly segmentNames: Readonly<Record<string, Texts>>;
  /** Of counters that have a number: of the branch, or one that the scenario says. */
  readonly counterNames: NamesById;
}

interface HasId {
  readonly id: string;
}

/** What any two files have to say: the lists of the scenario stand in place of what they name. */
const PLAIN_STANDARD = {
  version: 'scenario',
  languages: [{ tag: 'en', name: 'English' }],
  segments: [{ id: 'ordinary', names: {} }],
  profiles: [{ id: 'longest-wait', kind: 'longest-wait', cap: '8h' }],
  services: [
    {
      id: 'other',
      category: 'other',
      complexity: 'simple',
      names: {},
      numbers: { prefix: 'A', last: 99 },
      targetWait: '15min',
      standardTime: '5min',
    },
  ],
};
const PLAIN_BRANCH = {
  id: 'scenario',
  name: {},
  timeZone: 'UTC',
  standard: 'none',
  counters: [{ id: 'counter', number: 1, services: [], profile: 'longest-wait' }],
};

/** Makes the rules of a scenario whose shape is right. */
export function worldOf(source: Source, document: ScenarioDocument, config: Config | null): World {
  const own = ownConfig(source, document, config);
  const [theirs, mine] = [config ? rulesOf(config) : null, rulesOf(own)];
  const machines = merged(theirs?.machines ?? [], mine.machines ?? []);
  const switches = merged(theirs?.switches ?? [], mine.switches ?? []);
  const { alerts: _, rating: __, ...common } = { ...(theirs ?? mine) };
  const rules: Rules = {
    ...common,
    services: merged(theirs?.services ?? [], mine.services),
    segments: merged(theirs?.segments ?? [], mine.segments),
    counters: merged(theirs?.counters ?? [], mine.counters),
    profiles: merged(theirs?.profiles ?? [], mine.profiles),
    ...(machines.length === 0 ? {} : { machines }),
    ...(switches.length === 0 ? {} : { switches }),
  };
  const configs = config ? [config, own] : [own];
  return {
    rules,
    hours: hoursOf(document, config, own),
    config,
    serviceNames: namesOf(
      configs.flatMap(({ services }) => services.map(({ rules: { id }, names }) => ({ id, names }))),
    ),
    segmentNames: namesOf(configs.flatMap(({ segments }) => segments)),
    counterNames: counterNames(rules.counters.filter(({ id }) => hasNumber(id, document, config))),
  };
}

function hasNumber(counter: string, { counters }: ScenarioDocument, config: Config | null): boolean {
  const isKnown = config?.counters.some(({ rules }) => rules.id === counter) === true;
  return isKnown || counters.some(({ id, number }) => id === counter && number !== undefined);
}

/** The lists of the scenario as the two files of a branch of their own would say them. */
function ownConfig(source: Source, document: ScenarioDocument, config: Config | null): Config {
  const plain = standardSchema.parse(PLAIN_STANDARD);
  const branch = branchSchema([]).parse(PLAIN_BRANCH);
  const segments = document.segments.length > 0 || config ? document.segments : plain.segments;
  const standard = {
    ...plain,
    segments: segments.map(({ names = {}, ...segment }) => ({ ...segment, names })),
    profiles: document.profiles.length > 0 || config ? document.profiles : plain.profiles,
    services: document.services.map((service, index) => numbered(service, index, config)),
  };
  const { hours, ...rest } = branch;
  const own = {
    ...rest,
    ...((document.hours ?? hours) === undefined ? {} : { hours: document.hours ?? hours }),
    counters: document.counters.map((counter, index) => placed(counter, index, config, standard.profiles)),
    switches: document.switches,
    machines: document.machines.map(({ names = {}, topic = 'none', ...machine }) => ({ ...machine, names, topic })),
  };
  return resolveConfig({ source, document: own }, { source, document: standard }, []);
}

/** A service without numbers has those of the branch, or some that no other service has. */
function numbered(
  { names, numbers, ...service }: ScenarioDocument['services'][number],
  index: number,
  config: Config | null,
): Service {
  const known = config?.services.find(({ rules }) => rules.id === service.id);
  const letter = (place: number): string => String.fromCharCode(90 - place);
  const prefix = `${letter(Math.floor(index / 26))}${letter(index % 26)}`;
  const own = { prefix, first: 1, last: 9_999, digits: 4, skip: [] };
  const taken = known && { ...known.rules.numbers, skip: [...known.rules.numbers.skip] };
  return { ...service, names: names ?? { ...known?.names }, numbers: numbers ?? taken ?? own };
}

function placed(
  { number, profile, ...counter }: ScenarioDocument['counters'][number],
  index: number,
  config: Config | null,
  profiles: ScenarioDocument['profiles'],
) {
  const known = config?.counters.find(({ rules }) => rules.id === counter.id)?.rules;
  const first = profiles[0]?.id ?? config?.profiles[0]?.id ?? '';
  // Numbers of counters are no two alike; those of the branch come first.
  const free = (config?.counters.length ?? 0) + index + 1;
  return { ...counter, number: number ?? known?.number ?? free, profile: profile ?? known?.profile ?? first };
}

function hoursOf({ hours }: ScenarioDocument, config: Config | null, own: Config): BranchHours {
  if (!config) return own.hours;
  const isOwn = ({ counter }: CounterHours): boolean => own.counters.some(({ rules }) => rules.id === counter);
  const counters = [...config.hours.counters.filter((each) => !isOwn(each)), ...own.hours.counters];
  return { ...config.hours, counters, ...(hours === undefined ? {} : { branch: hours }) };
}

function merged<T extends HasId>(theirs: readonly T[], mine: readonly T[]): readonly T[] {
  const replaced = theirs.map((each) => mine.find(({ id }) => id === each.id) ?? each);
  return [...replaced, ...mine.filter(({ id }) => !theirs.some((each) => each.id === id))];
}

function namesOf(named: readonly { readonly id: string; readonly names: Texts }[]): Readonly<Record<string, Texts>> {
  return Object.fromEntries(named.map(({ id, names }) => [id, names]));
}
