import { type ClaimBook, claimBook, type Group, sharedBy } from './claims.ts';
import { type IndexedProfile, indexProfile } from './profile-index.ts';
import type {
  CounterId,
  CounterRules,
  ProfileId,
  Rules,
  SegmentId,
  SegmentRules,
  ServiceId,
  ServiceRules,
} from './rules.ts';
import { type TraitsBook, traitsBook } from './traits.ts';

/** A configured counter with what is asked of it at every call. */
export interface IndexedCounter {
  readonly rules: CounterRules;
  readonly services: ReadonlySet<ServiceId>;
  /** Counters that serve the same services for the same people share a group. */
  readonly group: number;
}

/** The rules in force by name. */
export interface RuleIndex {
  readonly rules: Rules;
  readonly services: ReadonlyMap<ServiceId, ServiceRules>;
  readonly segments: ReadonlyMap<SegmentId, SegmentRules>;
  readonly profiles: ReadonlyMap<ProfileId, IndexedProfile>;
  /** In order of their number, then id. */
  readonly counters: ReadonlyMap<CounterId, IndexedCounter>;
  /** Services that at least one counter serves. */
  readonly served: ReadonlySet<ServiceId>;
  /** What the counters of each group have to do with each line. */
  readonly claims: ClaimBook;
  /** Name of each group: the services that its counters serve, and for whom. */
  readonly groupNames: readonly string[];
  /** What the rules say of who waits for what. */
  readonly traits: TraitsBook;
  /** For each two groups whether somebody may be called by both. */
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

function build(rules: Rules): RuleIndex {
  const groups = new Map<string, Group>();
  const counters = new Map<CounterId, IndexedCounter>();
  for (const counter of [...rules.counters].sort(byNumber)) {
    const services = new Set(counter.services);
    const { own = null } = counter;
    const key = JSON.stringify([...[...services].sort(), ...(own ? [own] : [])]);
    const group = groups.get(key) ?? { number: groups.size, services, own };
    groups.set(key, group);
    counters.set(counter.id, { rules: counter, services, group: group.number });
  }
  const traits = traitsBook(rules);
  const claims = claimBook([...groups.values()], traits);
  return {
    rules,
    traits,
    claims,
    groupNames: [...groups.keys()],
    services: new Map(rules.services.map((service) => [service.id, service])),
    segments: new Map(rules.segments.map((segment) => [segment.id, segment])),
    profiles: new Map(rules.profiles.map((profile) => [profile.id, indexProfile(profile, traits)])),
    counters,
    served: new Set(rules.counters.flatMap(({ services }) => services)),
    isShared: sharedBy(claims, [...groups.values()], traits),
  };
}

function byNumber(a: CounterRules, b: CounterRules): number {
  return a.number - b.number || (a.id < b.id ? -1 : 1);
}
