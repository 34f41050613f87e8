import { beside } from '../config/files.ts';
import type { Problem } from '../config/problems.ts';
import { knownPart, signOfOther } from '../config/whose-journal.ts';
import type { Source } from '../config/yaml.ts';
import type { CounterId, Duration, ServiceId } from '../queue/rules.ts';
import type { ScenarioDocument } from './schema.ts';
import type { ServiceTimeEntry } from './schema-times.ts';
import type { World } from './world.ts';

/** How long services took that ended in a journal, and whose it is. */
export interface Measured {
  /** By service, ms. */
  readonly times: ReadonlyMap<ServiceId, readonly Duration[]>;
  /** Where they ended. */
  readonly counters: readonly CounterId[];
  /** The branch that lobbyd last started for in it; null: it does not say. */
  readonly startedFor: string | null;
}

/** The same, or why nobody can tell. */
export type MeasuredTimes = Measured | Untold;

interface Untold {
  readonly why: string;
  /** Nothing could be found out, which says nothing of what the journal holds. */
  readonly isFault: boolean;
}

/** Reads the times of a journal in a directory. */
export type ReadTimes = (directory: string) => MeasuredTimes;

/** Where no journal can be read. */
export const NO_JOURNALS: ReadTimes = () => ({ why: 'journals are read by the program alone', isFault: false });

/** What of a scenario service times are asked for. */
interface Asked {
  readonly source: Source;
  readonly document: ScenarioDocument;
  readonly world: World;
}

/** Entries of service times, and what is wrong with the journals that they name. */
interface Times {
  readonly times: readonly ServiceTimeEntry[];
  readonly problems: readonly Problem[];
  /** Those of them of which nothing is known but that a journal could not be read. */
  readonly faults: readonly Problem[];
}

/**
 * The entries of service times, those that name a journal with the times of it: one for each service that ended there. What the
 * journal has beside is left where it is: a scenario may be about some services alone.
 */
export function withMeasured(asked: Asked, read: ReadTimes): Times {
  const all = asked.document.serviceTimes.map((entry, index) =>
    entry.journal === undefined ? { times: [entry], problems: [], faults: [] } : measuredBy(entry, index, asked, read),
  );
  return {
    times: all.flatMap(({ times }) => times),
    problems: all.flatMap(({ problems }) => problems),
    faults: all.flatMap(({ faults }) => faults),
  };
}

function measuredBy(entry: ServiceTimeEntry, index: number, asked: Asked, read: ReadTimes): Times {
  const { source, world } = asked;
  const told = (what: string, expected: string): Problem =>
    source.problem('error', ['serviceTimes', index, 'journal'], what, expected);
  // Whoever it is about is not told of as well.
  const untold = (services: readonly ServiceId[] | undefined): ServiceTimeEntry => ({
    ...entry,
    services: services ? [...services] : undefined,
    kind: 'fixed',
  });
  const measured = read(beside(source.file, entry.journal ?? ''));
  if ('why' in measured) {
    const problem = told(`the journal gives no times: ${measured.why}`, 'the directory of a journal that is whole');
    return { times: [untold(entry.services)], problems: [problem], faults: measured.isFault ? [problem] : [] };
  }
  const other = otherBranch(entry, measured, world);
  if (other) return { times: [untold(entry.services)], problems: [told(...other)], faults: [] };
  if (entry.services === undefined && ![...measured.times.keys()].some((id) => isKnown(id, world))) {
    const ids = [...measured.times.keys()].join(', ');
    const what =
      ids === '' ? 'no service has ended in the journal' : `the journal has no service of the scenario, but ${ids}`;
    return { times: [untold(undefined)], problems: [told(what, 'a journal that has them')], faults: [] };
  }
  const all = (entry.services ?? [...measured.times.keys()]).map((id) => ({
    id,
    values: measured.times.get(id) ?? [],
  }));
  const problems = all
    .filter(({ values }) => values.length === 0)
    .map(({ id }) => told(`no "${id}" has ended in the journal`, 'services that it knows'));
  const times = all.map(({ id, values }) =>
    values.length > 0 ? { ...entry, services: [id], values: [...values] } : untold([id]),
  );
  return { times, problems, faults: [] };
}

function isKnown(service: ServiceId, { rules }: World): boolean {
  return rules.services.some(({ id }) => id === service);
}

/** Why a journal is not the one that is meant, and what is expected; null: nothing says so. */
function otherBranch(
  { journalOf }: ServiceTimeEntry,
  { startedFor, times, counters }: Measured,
  world: World,
): readonly [what: string, expected: string] | null {
  const { config, rules } = world;
  const id = journalOf ?? config?.branch.id;
  // A scenario without a branch has no journal of its own: it takes the times of whose it names.
  if (id === undefined) return null;
  const isAnothers = journalOf !== undefined && journalOf !== config?.branch.id;
  const parts = [
    knownPart('counters', counters, (counter) => rules.counters.some((each) => each.id === counter)),
    knownPart('services', times.keys(), (service) => isKnown(service, world)),
  ];
  // Another's counters are its own matter.
  const sign = signOfOther(startedFor, id, isAnothers ? [] : parts);
  if (sign === null) return null;
  const whose = startedFor === null ? 'journalOf: the id of that branch' : `journalOf: ${startedFor}`;
  return [
    `the journal is not of ${id}: ${sign}`,
    `the journal of ${id}, or, where the times of another branch are meant, ${whose}`,
  ];
}
