import type { Claim } from './claims.ts';
import { type PlacedCounter, placedIn } from './placed.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { RuleIndex } from './rule-index.ts';
import type { ProfileId } from './rules.ts';
import type { QueueState } from './state.ts';

/** What the counters of each group have to do with the ticket in question, by number. */
export type Claims = readonly (Claim | null)[];

/** The one rule by which all counters call that share work with ours. */
export interface Uniform {
  readonly profile: IndexedProfile;
  /** Number of the group of our counters. */
  readonly group: number;
}

/**
 * The rule of the counters that are there for a ticket, where every counter that shares work with them serves the same
 * people by the same fixed rule and helps nobody. Null: the calls are to be played, or nobody is there. It is asked for
 * every number, and makes no list of the counters.
 *
 * @param isAllShared whether somebody waits for a service that all counters share
 */
export function uniformIn(
  state: Readonly<QueueState>,
  index: RuleIndex,
  claims: Claims,
  isAllShared: boolean,
): Uniform | null {
  const placed = placedIn(state, index);
  const isOpenAlone = isOursOpen(index, placed, claims);
  let ours: Uniform | null = null;
  for (const each of placed) {
    const { group } = each.indexed;
    if (isOpenAlone && each.counter?.state !== 'open') continue;
    if (ours ? group !== ours.group || isFollowed(ours.profile, each) : !claims[group]?.isOwn) continue;
    const profile = profileAt(index, each);
    if (!profile) continue;
    ours ??= { profile, group };
    if (!isSameOrder(profile, ours.profile)) return null;
  }
  if (!ours || index.claims.isHelper(ours.group)) return null;
  return hasOthers(index, placed, claims, ours, isOpenAlone, isAllShared) ? null : ours;
}

/** Whether others are there for the ticket, may help it, or share work with those who are. */
function hasOthers(
  index: RuleIndex,
  placed: readonly PlacedCounter[],
  claims: Claims,
  { group: own }: Uniform,
  isOpenAlone: boolean,
  isAllShared: boolean,
): boolean {
  if (index.groupNames.length === 1) return false;
  for (const each of placed) {
    const { group } = each.indexed;
    if (group === own || (isOpenAlone && each.counter?.state !== 'open') || !profileAt(index, each)) continue;
    if (claims[group] || isAllShared || index.isShared[group]?.[own]) return true;
  }
  return false;
}

/** Whether a counter that is there for the ticket is open: then those that are not do not count. */
export function isOursOpen(index: RuleIndex, placed: readonly PlacedCounter[], claims: Claims): boolean {
  for (const each of placed) {
    const isOpen = each.counter?.state === 'open';
    if (isOpen && claims[each.indexed.group]?.isOwn && profileAt(index, each)) return true;
  }
  return false;
}

/** By which a counter calls, or would if it opened; undefined where the rules have dropped it. */
export function profileAt({ profiles }: RuleIndex, placed: PlacedCounter): IndexedProfile | undefined {
  return profiles.get(profileIdAt(placed));
}

function profileIdAt({ indexed, counter }: PlacedCounter): ProfileId {
  return counter !== undefined && counter.state !== 'closed' ? counter.profile : indexed.rules.profile;
}

/** Most counters of a branch follow one profile: that is seen without looking it up. */
function isFollowed({ rules }: IndexedProfile, placed: PlacedCounter): boolean {
  return profileIdAt(placed) === rules.id;
}

function isSameOrder(a: IndexedProfile, b: IndexedProfile): boolean {
  return a.isFixed && (a === b || (b.isFixed && a.signature === b.signature));
}
