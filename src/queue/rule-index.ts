import { type IndexedProfile, indexProfile } from './profile-index.ts';
import type { CounterId, CounterRules, ProfileId, Rules, SegmentId, ServiceId, ServiceRules } from './rules.ts';
import { type TraitsBook, traitsBook } from './traits.ts';
import { stepKey } from './visit.ts';

/** A configured counter with what is asked of it at every call. */
export interface IndexedCounter {
  readonly rules: CounterRules;
  readonly services: ReadonlySet<ServiceId>;
  /** Counters that serve the same services share a group. */
  readonly group: number;
  /** Names of the pools of the steps that it does for others. */
  readonly stepPools: ReadonlySet<string>;
}

/** The rules in force by name. */
export interface RuleIndex {
  readonly rules: Rules;
  readonly services: ReadonlyMap<ServiceId, ServiceRules>;
  readonly segments: ReadonlySet<SegmentId>;
  readonly profiles: ReadonlyMap<ProfileId, IndexedProfile>;
  /** In order of their number, then id. */
  readonly counters: ReadonlyMap<CounterId, IndexedCounter>;
  /** Services that at least one counter serves. */
  readonly served: ReadonlySet<ServiceId>;
  /** By number of the group. */
  readonly servicesOfGroup: readonly ReadonlySet<ServiceId>[];
  /** Name of each group: the services that its counters serve. */
  readonly groupNames: readonly string[];
  /** The group of the back office, which serves nobody in the hall; null: there is none. */
  readonly backGroup: number | null;
  /** What the rules say of who waits for what. */
  readonly traits: TraitsBook;
  /** For each two groups whether they serve a service in common. */
  readonly isShared: readonly (readonly boolean[])[];
}

const built = new WeakMap<Rules, RuleIndex>();

/** The rules by name; made once for each value of `rules`, which nobody changes. */
export function indexOf(rules: Rules): RuleIndex {
  let index = built.get(rules);
  if (!index) {
    index = build(rules);
    built.set(rules, index);
  }
  return index;
}

/** Whether the counters of a group may call tickets of a service, as {@link serves} for one of them. */
export function isServedBy(index: RuleIndex, group: number, service: ServiceId): boolean {
  return (
    index.servicesOfGroup[group]?.has(service) === true || (!index.served.has(service) && group !== index.backGroup)
  );
}

/**
 * Whether a counter may call tickets of a service: its own, and those of a service that no counter serves any more
 * (the rules dropped it while customers wait), in the back office none: nobody is left behind.
 */
export function serves(index: RuleIndex, counter: IndexedCounter, service: ServiceId): boolean {
  return counter.services.has(service) || (!index.served.has(service) && !counter.rules.isBack);
}

/** Name of the group of all counters in the back office. */
const BACK = 'back';

/** The steps that a counter does for others: of each service those that the standard has done elsewhere. */
function stepPoolsOf({ services }: Rules, { steps = [] }: CounterRules): ReadonlySet<string> {
  const pools = steps.flatMap((own) =>
    services
      .filter((service) => own.services?.includes(service.id) ?? true)
      .filter((service) => service.steps.some(({ id, isElsewhere }) => isElsewhere && id === own.step))
      .map((service) => stepKey(service.id, own.step)),
  );
  return new Set(pools);
}

function build(rules: Rules): RuleIndex {
  const groups = new Map<string, number>();
  const counters = new Map<CounterId, IndexedCounter>();
  const servicesOfGroup: ReadonlySet<ServiceId>[] = [];
  for (const counter of [...rules.counters].sort(byNumber)) {
    const services = new Set(counter.services);
    const key = counter.isBack ? BACK : JSON.stringify([...services].sort());
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    servicesOfGroup[group] = services;
    counters.set(counter.id, { rules: counter, services, group, stepPools: stepPoolsOf(rules, counter) });
  }
  const traits = traitsBook(rules);
  return {
    rules,
    traits,
    servicesOfGroup,
    groupNames: [...groups.keys()],
    backGroup: groups.get(BACK) ?? null,
    services: new Map(rules.services.map((service) => [service.id, service])),
    segments: new Set(rules.segments.map(({ id }) => id)),
    profiles: new Map(rules.profiles.map((profile) => [profile.id, indexProfile(profile, traits)])),
    counters,
    served: new Set(rules.counters.flatMap(({ services }) => services)),
    isShared: servicesOfGroup.map((mine) => servicesOfGroup.map((theirs) => [...mine].some((id) => theirs.has(id)))),
  };
}

function byNumber(a: CounterRules, b: CounterRules): number {
  return a.number - b.number || (a.id < b.id ? -1 : 1);
}
