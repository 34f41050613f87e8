import { contradictState } from './contradiction.ts';
import { MINUTE } from './durations.ts';
import type { Duration, Rules, SegmentId, SegmentRules, Selection, ServiceId, ServiceRules } from './rules.ts';
import type { PapersRules } from './rules-guidance.ts';

/** What tells the line of somebody. */
export interface Lined {
  readonly service: ServiceId;
  readonly segment: SegmentId;
  /** Left out or null: nobody has looked at the papers. */
  readonly visit?: { readonly papersReady: boolean | null } | null;
}

/** Some of the people as far as the rules make a difference: their segment, and whether their papers are ready. */
interface Kind {
  readonly segment: SegmentRules;
  readonly hasPapers: boolean;
}

/** What the rules say of everybody in one line: people of one service between whom segment and papers make no difference. */
export interface LineTraits {
  readonly service: ServiceId;
  readonly isSimple: boolean;
  readonly headStart: Duration;
  readonly targetWait: Duration;
  /** The score of somebody who has waited as long as the target: weight · rate, the rate a minute. */
  readonly worth: number;
  /** The same in six digits: where the wait does not count it is what every call tells. */
  readonly worthTold: number;
  /** For each selection of the rules, by its number, whether these people belong to it. */
  readonly isIn: readonly boolean[];
  /** Name of the line, where the queues are parted. */
  readonly line: string;
}

/** The traits of all lines that the rules can tell apart. */
export interface TraitsBook {
  /** False: no rule makes a difference between people of one service. */
  readonly isParted: boolean;
  /** Number of the class of somebody; that of a segment of which nothing is said for those that the rules do not know. */
  classOf(lined: Lined): number;
  /** The same value for the same people, also of services that the rules do not know. */
  traitsOf(lined: Lined): LineTraits;
  /** Of all people who may wait for a service. */
  allOf(service: ServiceId): readonly LineTraits[];
  /** The number of a selection of the rules. */
  numberOf(selection: Selection): number;
  readonly hasHeadStarts: boolean;
}

/** Reads the rules for what they say of services, segments and papers. */
export function traitsBook(rules: Rules): TraitsBook {
  const selections = [...new Set(selectionsOf(rules))];
  const numbers = new Map(selections.map((selection, number) => [selection, number]));
  const { segments, numberOf } = segmentClasses(rules, selections);
  const arePapersTold = rules.papers !== undefined || selections.some(({ papers }) => papers !== undefined);
  const kinds = [false, ...(arePapersTold ? [true] : [])].flatMap((hasPapers) =>
    segments.map((segment): Kind => ({ segment, hasPapers })),
  );
  const classOf = ({ segment, visit }: Lined): number =>
    numberOf(segment) + (arePapersTold && visit?.papersReady === true ? segments.length : 0);
  const services = new Map(rules.services.map((service) => [service.id, service]));
  const known = new Map<ServiceId, LineTraits[]>();
  const allOf = (service: ServiceId): readonly LineTraits[] => {
    let traits = known.get(service);
    if (!traits) {
      const found = services.get(service) ?? dropped(rules, service);
      traits = kinds.map((kind, number) => traitsFor(found, kind, selections, rules.papers, `${number} ${service}`));
      known.set(service, traits);
    }
    return traits;
  };
  const isOne = kinds.length === 1;
  return {
    isParted: !isOne,
    hasHeadStarts: [rules.papers, ...rules.segments].some((given) => (given?.headStart ?? 0) > 0),
    classOf,
    numberOf: (selection) => numbers.get(selection) ?? -1,
    allOf,
    traitsOf(lined) {
      const { service } = lined;
      const found = allOf(service)[isOne ? 0 : classOf(lined)];
      return found ?? contradictState('a class without traits', `service ${service}`);
    },
  };
}

/** The segments between which the rules make a difference; the first is one of which nothing is said. */
function segmentClasses(rules: Rules, selections: readonly Selection[]) {
  const segments: SegmentRules[] = [{ id: '' }];
  const signatures = [signatureOf({ id: '' }, selections)];
  const numbers = new Map<SegmentId, number>();
  for (const segment of rules.segments) {
    const signature = signatureOf(segment, selections);
    if (!signatures.includes(signature)) {
      signatures.push(signature);
      segments.push(segment);
    }
    numbers.set(segment.id, signatures.indexOf(signature));
  }
  return { segments, numberOf: (id: SegmentId): number => numbers.get(id) ?? 0 };
}

function selectionsOf({ profiles, counters, switches = [] }: Rules): Selection[] {
  return [
    ...counters.flatMap(({ own }) => (own ? [own.of, ...own.helps.map(({ of }) => of)] : [])),
    ...profiles.flatMap((profile) => [
      ...(profile.conditions ?? []).map(({ of }) => of),
      ...(profile.kind === 'cycle' ? profile.parts.map(({ of }) => of) : []),
    ]),
    ...switches.map(({ of }) => of),
  ];
}

function signatureOf({ id, headStart = 0, weight = 1 }: SegmentRules, selections: readonly Selection[]): string {
  const isNamed = selections.map(({ segments }) => segments?.includes(id) ?? true);
  return JSON.stringify([headStart, weight, isNamed]);
}

/** What counts for a service that the rules know. */
type Described = Pick<ServiceRules, 'id' | 'complexity' | 'targetWait' | 'standardTime' | 'weight'> & {
  readonly category: string | null;
};

/** A service that the rules dropped while people wait: complex work, measured by the shortest times, so that nobody is left behind. */
function dropped({ services }: Rules, id: ServiceId): Described {
  const least = (times: readonly Duration[]): Duration => (times.length === 0 ? MINUTE : Math.min(...times));
  return {
    id,
    category: null,
    complexity: 'complex',
    targetWait: least(services.map(({ targetWait }) => targetWait)),
    standardTime: least(services.map(({ standardTime }) => standardTime)),
  };
}

function traitsFor(
  service: Described,
  kind: Kind,
  selections: readonly Selection[],
  papers: PapersRules | undefined,
  line: string,
): LineTraits {
  const { segment, hasPapers } = kind;
  const ready = hasPapers ? papers : undefined;
  const weight = (service.weight ?? 1) * (segment.weight ?? 1) * (ready?.weight ?? 1);
  const worth = (weight * MINUTE) / service.standardTime;
  return {
    line,
    service: service.id,
    isSimple: service.complexity === 'simple',
    headStart: (segment.headStart ?? 0) + (ready?.headStart ?? 0),
    targetWait: service.targetWait,
    worth,
    worthTold: Number(worth.toPrecision(6)),
    isIn: selections.map((selection) => isSelected(selection, service, kind)),
  };
}

function isSelected(selection: Selection, service: Described, { segment, hasPapers }: Kind): boolean {
  const { services, categories, complexity, segments, papers } = selection;
  if (papers && hasPapers !== (papers === 'ready')) return false;
  if (services && !services.includes(service.id)) return false;
  if (categories && (service.category === null || !categories.includes(service.category))) return false;
  if (complexity && complexity !== service.complexity) return false;
  return !segments || segments.includes(segment.id);
}
