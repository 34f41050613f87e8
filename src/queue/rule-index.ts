import { type IndexedProfile, indexProfile } from './profile-index.ts';
import type { CounterId, CounterRules, ProfileId, Rules, SegmentId, ServiceId, ServiceRules } from './rules.ts';
import { type TraitsBook, traitsBook } from './traits.ts';

/** A configured counter with what is asked of it at every call. */
export interface IndexedCounter {
  readonly rules: CounterRules;
  readonly services: ReadonlySet<ServiceId>;
  /** Counters that serve the same services share a group. */
  readonly group: number;
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
  return index.servicesOfGroup[group]?.has(service) === true || !index.served.has(service);
}

/**
 * Whether a counter may call tickets of a service: its own, and those of a service that no counter serves any more
 * (the rules dropped it while customers wait): nobody is left behind.
 */
export function serves(index: RuleIndex, counter: IndexedCounter, service: ServiceId): boolean {
  return counter.services.has(service) || !index.served.has(service);
}

function build(rules: Rules): RuleIndex {
  const groups = new Map<string, number>();
  const counters = new Map<CounterId, IndexedCounter>();
  const servicesOfGroup: ReadonlySet<ServiceId>[] = [];
  for (const counter of [...rules.counters].sort(byNumber)) {
    const services = new Set(counter.services);
    const key = JSON.stringify([...services].sort());
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    servicesOfGroup[group] = services;
    counters.set(counter.id, { rules: counter, services, group });
  }
  const traits = traitsBook(rules);
  return {
    rules,
    traits,
    servicesOfGroup,
    groupNames: [...groups.keys()],
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
