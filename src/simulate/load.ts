import { instantOn, profileInstants } from '../branch/calendar.ts';
import { holidaysOn, hourInstants, type OpenInterval } from '../branch/hours.ts';
import { beside, type ConfigFiles } from '../config/files.ts';
import { checkShape } from '../config/issues.ts';
import { loadConfig, readSource } from '../config/load.ts';
import { inOrder, nearest, type Problem } from '../config/problems.ts';
import type { Source } from '../config/yaml.ts';
import type { AnyDriver } from '../devices/driver.ts';
import type { ScheduledInstant } from '../queue/instants.ts';
import type { Rules } from '../queue/rules.ts';
import { checkScenario } from './checks.ts';
import { kindsIn } from './checks-arrivals.ts';
import { checkLists } from './checks-lists.ts';
import { NO_JOURNALS, type ReadTimes, withMeasured } from './measured.ts';
import type { Comparison, Scenario, Span, Stream } from './scenario.ts';
import { type CompareEntry, type ScenarioDocument, scenarioSchema } from './schema.ts';
import { checkLoad } from './stability.ts';
import { patienceTimes, serviceTimes, spreadOf } from './times.ts';
import { type World, worldOf } from './world.ts';

/** A scenario, or what is wrong with it and with the files that it names. */
export type ScenarioResult =
  | { readonly kind: 'ok'; readonly scenario: Scenario; readonly warnings: readonly Problem[] }
  | {
      readonly kind: 'problems';
      readonly problems: readonly Problem[];
      /** All that is known to be wrong is that a journal could not be read. */
      readonly isFault: boolean;
    };

/**
 * Loads a scenario with the branch that it names, and checks all of it.
 *
 * @param file path of the scenario, as messages should name it
 * @param asked ids of what is to be compared, or of profiles; none: as the scenario says
 * @param journals reads service times that were measured
 */
export function loadScenario(
  file: string,
  asked: readonly string[],
  catalogue: readonly AnyDriver[],
  files: ConfigFiles,
  journals: ReadTimes = NO_JOURNALS,
): ScenarioResult {
  const source = readSource(file, files);
  if (source.value === undefined) return refused(source.problems);
  const shape = checkShape(source, scenarioSchema);
  const document = shape.value;
  if (!document || source.problems.length > 0) {
    return refused(inOrder([...source.problems, ...shape.problems], [file]));
  }
  const branch = document.branch === undefined ? null : loadConfig(beside(file, document.branch), catalogue, files);
  if (branch?.kind === 'problems') return refused(branch.problems);
  const lists = [...checkLists(source, document, branch?.config ?? null)];
  if (lists.length > 0) return refused(inOrder(lists, [file]));
  const world = worldOf(source, document, branch?.config ?? null);
  const compare = comparedBy(document, asked, world.rules);
  const { times, problems: unread, faults } = withMeasured({ source, document, world }, journals);
  const problems = [
    ...unread,
    ...checkScenario({ source, document, rules: world.rules, times }),
    ...unknownIn(source, document, asked, world),
  ];
  if (problems.length > 0) return refused(inOrder(problems, [file]), problems.length === faults.length);
  const scenario = resolved(file, { ...document, serviceTimes: [...times] }, world, compare);
  const endless = [...checkLoad(source, document, scenario), ...checkOpening(source, document, world, scenario)];
  if (endless.length > 0) return refused(inOrder(endless, [file]));
  return { kind: 'ok', scenario, warnings: branch?.warnings ?? [] };
}

function refused(problems: readonly Problem[], isFault = false): ScenarioResult {
  return { kind: 'problems', problems, isFault };
}

/** A day on which the hall stays shut: nobody would get a number, and every target be kept. */
function* checkOpening(
  source: Source,
  { date, steady }: ScenarioDocument,
  { hours }: World,
  { compare }: Scenario,
): Generator<Problem> {
  const [first] = compare;
  if (steady || !hours.branch || !first || first.instants.some(({ what }) => what === 'opens')) return;
  const what = `the hall is shut all day on ${date}`;
  yield source.problem('error', ['date'], what, 'the date of a day on which its hours open it');
}

/** What is compared: what was asked for, in that order. */
function comparedBy(
  { compare }: ScenarioDocument,
  asked: readonly string[],
  { profiles }: Rules,
): readonly CompareEntry[] {
  if (asked.length === 0) return compare;
  // Asked for twice, they are played once.
  return [...new Set(asked)].flatMap((id) => {
    const entry = compare.find((each) => each.id === id);
    if (entry) return [entry];
    return profiles.some((profile) => profile.id === id) ? [{ id, profile: id, at: [] }] : [];
  });
}

function unknownIn(
  source: Source,
  { compare }: ScenarioDocument,
  asked: readonly string[],
  { rules }: World,
): Problem[] {
  const known = [...new Set([...compare, ...rules.profiles].map(({ id }) => id))];
  const unknown = asked.filter((id) => !known.includes(id));
  return unknown.map((id) =>
    source.problem(
      'error',
      ['compare'],
      `there are no rules "${id}" to compare`,
      nearest(id, known, 'a profile'),
      'key',
    ),
  );
}

function resolved(file: string, document: ScenarioDocument, world: World, compare: readonly CompareEntry[]): Scenario {
  const { rules } = world;
  const arrivals = document.arrivals.map((entry) => streamOf(entry, rules));
  const instants = document.steady ? [] : instantsOf(document, world);
  // Where nothing closes, nothing is decided by how long somebody will wait.
  const { estimates: _, ...silent } = rules;
  const areTold = (document.estimates ?? (instants.length > 0 ? 'told' : 'none')) === 'told';
  const begins = document.steady ? 0 : beginning(instants, arrivals);
  const { names, sources, seed, replications, date, tellers, steady } = document;
  return {
    ...{ file, names, sources, seed, replications, date, tellers, arrivals, begins },
    about: document.about ?? {},
    serviceNames: world.serviceNames,
    segmentNames: world.segmentNames,
    counterNames: world.counterNames,
    timesOf: serviceTimes(rules, document.serviceTimes),
    patienceOf: patienceTimes(document.patience),
    acceptsMachine: document.acceptsMachine / 100,
    staff: new Map(document.staff.flatMap(({ counters, present }) => counters.map((id) => [id, spansOf(present)]))),
    pace: new Map(document.pace.flatMap(({ counters, takes }) => counters.map((id) => [id, takes]))),
    returns: document.returns ? { share: document.returns.share / 100, spread: spreadOf(document.returns, 1) } : null,
    machineHours: new Map(
      document.machineHours.flatMap(({ machines, usable }) => machines.map((id) => [id, spansOf(usable)])),
    ),
    compare: compare.map((entry) => comparisonOf(entry, areTold ? rules : silent, instants)),
    steady: steady ?? null,
    step: document.picture ?? stepFor(document, instants, arrivals, begins),
  };
}

function comparisonOf(
  { id, names = {}, profile, at }: CompareEntry,
  rules: Rules,
  instants: readonly ScheduledInstant[],
): Comparison {
  const counters = rules.counters.map((counter) => {
    const own = at.find(({ counters: some }) => some.includes(counter.id))?.profile ?? profile;
    return own === undefined ? counter : { ...counter, profile: own };
  });
  const { switches, ...rest } = rules;
  return {
    id,
    names,
    // All counters follow one profile: neither switches nor the time of day turn them to another.
    instants: profile === undefined ? instants : instants.filter(({ what }) => what !== 'profile'),
    rules: {
      ...rest,
      counters,
      ...(switches && profile === undefined ? { switches } : {}),
    },
  };
}

function streamOf(entry: ScenarioDocument['arrivals'][number], rules: Rules): Stream {
  const of = kindsIn(entry, rules).map(({ kind, share, more }) => ({ ...kind, share, more }));
  const { early = 0, late = 0, missed = 0 } = entry.appointment ?? {};
  const appointment = entry.appointment ? { early, late, missed: missed / 100 } : null;
  const { perSlot, people, perHour = 0, from = 0, every = 0, times } = entry;
  if (people) return { of, appointment, when: { kind: 'people', people } };
  if (perSlot)
    return { of, appointment, when: { kind: 'slots', from, every, means: perSlot.map((mean) => mean * times) } };
  return { of, appointment, when: { kind: 'steady', rate: (perHour * times) / 3_600_000 } };
}

/** What the clock brings, in ms after the midnight before. */
function instantsOf({ date }: ScenarioDocument, { hours, config }: World): readonly ScheduledInstant[] {
  const midnight = instantOn(date, { hour: 0, minute: 0 }, hours.zone, { hour: 0, minute: 0 });
  const holidays = holidaysOn(date, hours.holidays);
  const times = config?.profileTimes ?? [];
  const profiles = profileInstants(date, times, hours.zone, hours.dayStartsAt, holidays);
  return [...hourInstants(date, hours), ...profiles]
    .map((instant) => ({ ...instant, at: instant.at - midnight }))
    .sort((a, b) => a.at - b.at);
}

function beginning(instants: readonly ScheduledInstant[], arrivals: readonly Stream[]): number {
  const opens = instants.find(({ what }) => what === 'opens')?.at ?? Number.POSITIVE_INFINITY;
  return Math.min(opens, ...arrivals.map(firstOf));
}

function firstOf({ when }: Stream): number {
  if (when.kind === 'people') return Math.min(...when.people.map(({ at }) => at));
  return when.kind === 'slots' ? when.from : 0;
}

function lastOf({ when }: Stream): number {
  if (when.kind === 'people') return Math.max(...when.people.map(({ at }) => at));
  return when.kind === 'slots' ? when.from + when.every * when.means.length : 0;
}

const STEPS = [1, 2, 5, 10, 15, 30, 60].map((each) => each * 60_000);
/** A picture has about so many steps. */
const PICTURE = 60;

function stepFor(
  { steady }: ScenarioDocument,
  instants: readonly ScheduledInstant[],
  arrivals: readonly Stream[],
  begins: number,
): number {
  if (steady) return Math.ceil((steady.lasts - steady.warmUp) / PICTURE);
  const closes = instants.findLast(({ what }) => what === 'closes')?.at ?? begins;
  const span = Math.max(closes, ...arrivals.map(lastOf)) - begins;
  return STEPS.find((step) => span / step <= PICTURE) ?? 3_600_000;
}

function spansOf(intervals: readonly OpenInterval[]): readonly Span[] {
  const at = ({ hour, minute }: OpenInterval['from']): number => (hour * 60 + minute) * 60_000;
  return intervals.map(({ from, to }) => ({ from: at(from), to: at(to) })).sort((a, b) => a.from - b.from);
}
