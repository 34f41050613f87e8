import { type ClaimBook, claimBook, type Group, sharedBy } from './claims.ts';
import { dueName } from './due.ts';
import { type IndexedProfile, indexProfile } from './profile-index.ts';
import type {
  CounterId,
  CounterRules,
  Duration,
  ProfileId,
  Rules,
  SegmentId,
  SegmentRules,
  ServiceId,
  ServiceRules,
} from './rules.ts';
import { type TraitsBook, traitsBook } from './traits.ts';
import { stepKey } from './visit.ts';
import { type WatchBook, watchBook } from './watched.ts';

/** A configured counter with what is asked of it at every call. */
export interface IndexedCounter {
  readonly rules: CounterRules;
  readonly services: ReadonlySet<ServiceId>;
  /** Counters that serve the same services for the same people share a group. */
  readonly group: number;
  /** Its place in the order of all. */
  readonly place: number;
  /** Names of the pools of the steps that it does for others. */
  readonly stepPools: ReadonlySet<string>;
}

/** The rules in force by name. */
export interface RuleIndex {
  readonly rules: Rules;
  readonly services: ReadonlyMap<ServiceId, ServiceRules>;
  readonly segments: ReadonlyMap<SegmentId, SegmentRules>;
  readonly profiles: ReadonlyMap<ProfileId, IndexedProfile>;
  /** In order of their number, then id. */
  readonly counters: ReadonlyMap<CounterId, IndexedCounter>;
  /** Whether some counters are there for some people more than for others. */
  readonly hasOwn: boolean;
  /** Services that at least one counter serves. */
  readonly served: ReadonlySet<ServiceId>;
  /** What the counters of each group have to do with each line. */
  readonly claims: ClaimBook;
  /** Name of each group: the services that its counters serve, and for whom. */
  readonly groupNames: readonly string[];
  /** What the rules say of who waits for what. */
  readonly traits: TraitsBook;
  /** Counters that pause by themselves when nobody works there for so long. */
  readonly leavable: readonly { readonly id: CounterId; readonly after: Duration; readonly due: string }[];
  /** What alerts look at. */
  readonly watched: WatchBook;
  /** For each two groups whether somebody may be called by both. */
  readonly isShared: readonly (readonly boolean[])[];
}

const built = new WeakMap<Rules, RuleIndex>();
/** Of the rules that were asked for last: of a branch it is nearly always the same. */
let last: RuleIndex | null = null;

/** The rules by name; made once for each value of `rules`, which nobody changes. */
export function indexOf(rules: Rules): RuleIndex {
  if (last?.rules === rules) return last;
  let index = built.get(rules);
  if (!index) {
    index = build(rules);
    built.set(rules, index);
  }
  last = index;
  return index;
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
  const groups = new Map<string, Group>();
  const counters = new Map<CounterId, IndexedCounter>();
  for (const counter of [...rules.counters].sort(byNumber)) {
    const services = new Set(counter.services);
    const { own = null, isBack = false } = counter;
    const key = isBack ? BACK : JSON.stringify([...[...services].sort(), ...(own ? [own] : [])]);
    const group = groups.get(key) ?? { number: groups.size, services, own, isBack };
    groups.set(key, group);
    const stepPools = stepPoolsOf(rules, counter);
    counters.set(counter.id, { rules: counter, services, group: group.number, place: counters.size, stepPools });
  }
  const traits = traitsBook(rules);
  const claims = claimBook([...groups.values()], traits);
  return {
    rules,
    traits,
    claims,
    leavable: [...counters.values()].flatMap(({ rules: { id, pausesAfter: after } }) =>
      after === undefined ? [] : [{ id, after, due: dueName({ kind: 'left', id }) }],
    ),
    watched: watchBook(),
    groupNames: [...groups.keys()],
    services: new Map(rules.services.map((service) => [service.id, service])),
    segments: new Map(rules.segments.map((segment) => [segment.id, segment])),
    profiles: new Map(rules.profiles.map((profile) => [profile.id, indexProfile(profile, traits)])),
    counters,
    hasOwn: rules.counters.some(({ own }) => own !== undefined),
    served: new Set(rules.counters.flatMap(({ services }) => services)),
    isShared: sharedBy(claims, [...groups.values()], traits),
  };
}

function byNumber(a: CounterRules, b: CounterRules): number {
  return a.number - b.number || (a.id < b.id ? -1 : 1);
}
