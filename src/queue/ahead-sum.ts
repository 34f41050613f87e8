import type { Asker, CallsOf } from './ahead.ts';
import { linesIn } from './lines.ts';
import { comesBefore, countBefore } from './places.ts';
import { urgencyOf } from './profile.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Instant, Place } from './rules.ts';
import type { QueueState } from './state.ts';
import type { LineTraits } from './traits.ts';

/**
 * People ahead where all counters that share work serve the same people by one rule that does not look at who was called
 * meanwhile: a sum over the lines, found by search.
 *
 * @param group of those counters
 * @param now branch time, ms
 */
export function sumAhead(
  state: Readonly<QueueState>,
  index: RuleIndex,
  ticket: Asker,
  profile: IndexedProfile,
  group: number,
  now: Instant,
): { readonly count: number; readonly calls: readonly CallsOf[] } {
  const before = goingBefore(profile, index.traits.traitsOf(ticket), ticket, now);
  const calls: CallsOf[] = [];
  let count = 0;
  for (const queue of linesIn(state, index, 'waiting')) {
    const first = queue[0];
    const traits = first && index.traits.traitsOf(first);
    if (!traits || !index.claims.on(traits)[group]) continue;
    const those = before(traits, queue);
    count += those;
    calls.push({ traits, calls: those });
  }
  return { count, calls };
}

/** Counts those of a line who go before a ticket by a rule that does not look at who was called meanwhile. */
function goingBefore(
  profile: IndexedProfile,
  own: LineTraits,
  ticket: Asker,
  now: Instant,
): (traits: LineTraits, queue: readonly Place[]) => number {
  /** Who stands before this place has reached the cap. */
  const capped: Place = { queuedAt: now - profile.cap, id: Number.POSITIVE_INFINITY };
  if (ticket.queuedAt <= capped.queuedAt) return (_, queue) => countBefore(queue, ticket);
  const urgency = urgencyOf(profile, own, ticket, now);
  return (traits, queue) => {
    const rank = rankOf(profile, traits) - rankOf(profile, own);
    if (rank < 0) return queue.length;
    if (rank === 0 && profile.isByArrival) return countBefore(queue, ticket);
    const first = countBefore(queue, capped);
    if (rank > 0) return first;
    const about = countBefore(queue, { queuedAt: arrivalOf(profile, traits, urgency, now), id: 0 });
    const more = countWhile(queue, about, (place) => {
      const theirs = urgencyOf(profile, traits, place, now);
      return theirs === urgency ? comesBefore(place, ticket) : theirs > urgency;
    });
    return Math.max(first, more);
  };
}

/** Lower goes first. */
function rankOf({ rules: { kind } }: IndexedProfile, { isSimple }: LineTraits): number {
  if (kind === 'simple-first') return isSimple ? 0 : 1;
  return kind === 'complex-first' && isSimple ? 1 : 0;
}

/** When somebody of a line came who is about as urgent: where a search begins, as each look may cost a power. */
function arrivalOf(profile: IndexedProfile, traits: LineTraits, urgency: number, now: Instant): Instant {
  const { exponent } = profile;
  if (exponent === null) return now + traits.headStart - urgency;
  const share = urgency / traits.worth;
  return (
    now + traits.headStart - traits.targetWait * (exponent === 0 ? 0 : exponent === 1 ? share : share ** (1 / exponent))
  );
}

/**
 * How many of a line do, when nobody behind the first who does not does.
 *
 * @param about where that may be: near it the search is short
 */
function countWhile(queue: readonly Place[], about: number, does: (place: Place) => boolean): number {
  const doesAt = (index: number): boolean => {
    const place = queue[index];
    return place !== undefined && does(place);
  };
  // All before `low` do, nobody from `high` on does.
  let low = 0;
  let high = queue.length;
  const isUp = about === 0 || doesAt(about - 1);
  if (isUp) low = about;
  else high = about - 1;
  for (let step = 1; low < high; step *= 2) {
    const index = isUp ? Math.min(high, low + step) - 1 : Math.max(low, high - step);
    const isBefore = doesAt(index);
    if (isBefore) low = index + 1;
    else high = index;
    if (isBefore !== isUp) break;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (doesAt(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
