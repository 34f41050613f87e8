import type { Claim } from './claims.ts';
import { type PlacedCounter, placedIn } from './placed.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { RuleIndex } from './rule-index.ts';
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
    const profile: IndexedProfile | undefined = ours || claims[group]?.isOwn ? profileAt(index, each) : undefined;
    if (!profile) continue;
    if (!ours) ours = { profile, group };
    if (group === ours.group && !isSameOrder(profile, ours.profile)) return null;
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
export function profileAt({ profiles }: RuleIndex, { indexed, counter }: PlacedCounter): IndexedProfile | undefined {
  const isAttended = counter !== undefined && counter.state !== 'closed';
  return profiles.get(isAttended ? counter.profile : indexed.rules.profile);
}

function isSameOrder(a: IndexedProfile, b: IndexedProfile): boolean {
  return a.isFixed && (a === b || (b.isFixed && a.signature === b.signature));
}
