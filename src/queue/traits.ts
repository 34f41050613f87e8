import { contradictState } from './contradiction.ts';
import { MINUTE } from './durations.ts';
import type { Duration, Rules, SegmentId, SegmentRules, Selection, ServiceId, ServiceRules } from './rules.ts';

/** What tells the line of somebody. */
export interface Lined {
  readonly service: ServiceId;
  readonly segment: SegmentId;
}

/** What the rules say of everybody in one line: people of one service whose segments make no difference between them. */
export interface LineTraits {
  readonly service: ServiceId;
  readonly isSimple: boolean;
  readonly headStart: Duration;
  readonly targetWait: Duration;
  /** The score of somebody who has waited as long as the target: weight · rate, the rate a minute. */
  readonly worth: number;
  /** For each selection of the rules, by its number, whether these people belong to it. */
  readonly isIn: readonly boolean[];
  /** Name of the line, where the queues are parted. */
  readonly line: string;
}

/** The traits of all lines that the rules can tell apart. */
export interface TraitsBook {
  /** False: no rule makes a difference between segments. */
  readonly isParted: boolean;
  /** Number of the class of a segment; 0 for those that the rules do not know. */
  classOf(segment: SegmentId): number;
  /** The same value for the same people, also of services that the rules do not know. */
  traitsOf(service: ServiceId, segment: SegmentId): LineTraits;
  /** Of all people who may wait for a service. */
  allOf(service: ServiceId): readonly LineTraits[];
  /** The number of a selection of the rules. */
  numberOf(selection: Selection): number;
  readonly hasHeadStarts: boolean;
}

/** Reads the rules for what they say of services and segments. */
export function traitsBook(rules: Rules): TraitsBook {
  const selections = [...new Set(selectionsOf(rules))];
  const numbers = new Map(selections.map((selection, number) => [selection, number]));
  // The first class is that of a segment of which nothing is said.
  const classes: SegmentRules[] = [{ id: '' }];
  const signatures = [signatureOf({ id: '' }, selections)];
  const classOf = new Map<SegmentId, number>();
  for (const segment of rules.segments) {
    const signature = signatureOf(segment, selections);
    if (!signatures.includes(signature)) {
      signatures.push(signature);
      classes.push(segment);
    }
    classOf.set(segment.id, signatures.indexOf(signature));
  }
  const services = new Map(rules.services.map((service) => [service.id, service]));
  const known = new Map<ServiceId, LineTraits[]>();
  const allOf = (service: ServiceId): readonly LineTraits[] => {
    let traits = known.get(service);
    if (!traits) {
      const found = services.get(service) ?? dropped(rules, service);
      traits = classes.map((each, number) => traitsFor(found, each, selections, `${number} ${service}`));
      known.set(service, traits);
    }
    return traits;
  };
  return {
    isParted: classes.length > 1,
    hasHeadStarts: rules.segments.some(({ headStart = 0 }) => headStart > 0),
    classOf: (segment) => classOf.get(segment) ?? 0,
    numberOf: (selection) => numbers.get(selection) ?? -1,
    allOf,
    traitsOf(service, segment) {
      const number = classes.length === 1 ? 0 : (classOf.get(segment) ?? 0);
      return allOf(service)[number] ?? contradictState('no class of segments', `segment ${segment}`);
    },
  };
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
  segment: SegmentRules,
  selections: readonly Selection[],
  line: string,
): LineTraits {
  return {
    line,
    service: service.id,
    isSimple: service.complexity === 'simple',
    headStart: segment.headStart ?? 0,
    targetWait: service.targetWait,
    worth: ((service.weight ?? 1) * (segment.weight ?? 1) * MINUTE) / service.standardTime,
    isIn: selections.map((selection) => isSelected(selection, service, segment.id)),
  };
}

function isSelected(selection: Selection, service: Described, segment: SegmentId): boolean {
  const { services, categories, complexity, segments } = selection;
  if (services && !services.includes(service.id)) return false;
  if (categories && (service.category === null || !categories.includes(service.category))) return false;
  if (complexity && complexity !== service.complexity) return false;
  return !segments || segments.includes(segment);
}
