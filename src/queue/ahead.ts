import { callable, counts, type LineAhead, leapTo, type Player, pass } from './ahead-leaps.ts';
import { PassesAhead } from './ahead-passes.ts';
import { PoolsAhead } from './ahead-pools.ts';
import { claimsOn } from './claims.ts';
import { linesIn } from './lines.ts';
import { comesBefore, countBefore } from './places.ts';
import { chooseLine, lineByArrival, urgencyOf } from './profile.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { IndexedCounter, RuleIndex } from './rule-index.ts';
import type { Instant, Place, SegmentId, ServiceId } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';
import type { LineTraits } from './traits.ts';
import { firstInPools, type Seat } from './waiting-pools.ts';

/** Calls that are played one by one, to the end of their turn: a ticket that is called among them gets the exact number. */
const PLAYED = 256;
/** As many where the ticket's own line alone has more before it. */
const PLAYED_BRIEFLY = 64;

/** A ticket and where it stands. */
export interface Asker extends Place {
  readonly service: ServiceId;
  readonly segment: SegmentId;
}

/** People ahead, and what they come for. */
export interface Ahead {
  readonly count: number;
  /** The same by what they come for. */
  readonly calls: readonly CallsOf[];
  /** It was a sum, not a play: asking again costs little. */
  readonly isSum: boolean;
}

interface CallsOf {
  readonly traits: LineTraits;
  readonly calls: number;
}

/** A counter that takes part in the calling. */
interface Caller {
  readonly indexed: IndexedCounter;
  readonly profile: IndexedProfile;
  readonly turns: readonly number[] | null;
  /** Whether it is there for the ticket in question. */
  readonly isOurs: boolean;
  readonly seat: Seat;
  /** Whether somebody waits for it, its teller or its steps. */
  readonly hasPool: boolean;
  /** Whether it may help the ticket in question. */
  readonly isHelper: boolean;
}

/**
 * People ahead: how many tickets would be called before this one under the rules in force.
 *
 * That is: from the present state, time standing still and nobody arriving, every slip coming out of its printer,
 * the open counters call in turn in the order of their numbers, each by its profile. (When none of them serves the
 * ticket's service, all configured counters do, each by the profile it has or would open with.) Counted are the
 * calls, before this ticket is called, of the counters that are there for it, and of those that may help it the calls by
 * which they help: the others are no business of this customer, but the tickets that they take are gone.
 *
 * Who waits for a counter, its teller or a step goes before its lines, as in a call.
 *
 * Where all counters that share work serve the same services by one rule that does not look at who was called
 * meanwhile (waits, scores, simple or complex first) this is a sum over the lines, found by binary search. Elsewhere,
 * and under conditions, cycles and bounds on passing over, the calls are played one by one, and the number is exact while
 * fewer than 256 come before the ticket; further back they are played in leaps (`leapTo`), where nine in ten numbers are
 * off by less than a fiftieth of those calls. The work grows with the logarithm of the answer.
 *
 * @param ticket in the queue or about to enter it
 * @param now branch time, ms: decides who has reached the cap
 */
export function peopleAhead(state: Readonly<QueueState>, index: RuleIndex, ticket: Asker, now: Instant): number {
  return aheadOf(state, index, ticket, now).count;
}

/** {@link peopleAhead} and what they come for. */
export function aheadOf(state: Readonly<QueueState>, index: RuleIndex, ticket: Asker, now: Instant): Ahead {
  const traits = index.traits.traitsOf(ticket);
  const callers = callersFor(state, index, traits);
  const first = callers.find(({ isOurs }) => isOurs);
  if (!first) return { count: 0, calls: [], isSum: true };
  const isAllShared = hasUnserved(state, index, ticket.service);
  const pools = callers.some(({ hasPool }) => hasPool) ? new PoolsAhead(state) : null;
  if (!pools && isUniform(index, callers, first, isAllShared)) return countUniform(state, index, ticket, first, now);
  const lines = linesAhead(state, index, ticket);
  const players = seat(index, lines, isAllShared ? callers : sharers(index, callers));
  const isBounded = players.some(({ profile }) => profile.passOver < Number.POSITIVE_INFINITY);
  const passes = isBounded ? new PassesAhead(state, index, lines) : null;
  const pooled: Ticket[] = [];
  const count = playThrough(lines, players, { passes, pools, pooled }, ticket, now);
  const calls = lines.map(({ traits, ours }) => ({ traits, calls: ours }));
  for (const { service, segment } of pooled)
    calls.push({ traits: index.traits.traitsOf({ service, segment }), calls: 1 });
  return { count, calls, isSum: false };
}

function callersFor(state: Readonly<QueueState>, index: RuleIndex, traits: LineTraits): Caller[] {
  const all: Caller[] = [];
  const open: Caller[] = [];
  for (const indexed of index.counters.values()) {
    const counter = state.counters.get(indexed.rules.id);
    const isAttended = counter !== undefined && counter.state !== 'closed';
    const profile = index.profiles.get(isAttended ? counter.profile : indexed.rules.profile);
    if (!profile) continue;
    const seat = counter ?? { id: indexed.rules.id, teller: null };
    const hasPool = firstInPools(state, seat, indexed) !== null;
    const claim = index.claims.of(indexed.group, traits);
    const isOurs = claim?.isOwn === true;
    const isHelper = claim !== null && !isOurs;
    const caller = { indexed, profile, turns: counter?.turns ?? null, isOurs, isHelper, seat, hasPool };
    all.push(caller);
    if (counter?.state === 'open') open.push(caller);
  }
  return open.some(({ isOurs }) => isOurs) ? open : all;
}

/** Whether every counter that shares work with ours serves the same people by the same fixed rule, and helps nobody. */
function isUniform(index: RuleIndex, callers: readonly Caller[], first: Caller, isAllShared: boolean): boolean {
  if (index.claims.isHelper(first.indexed.group)) return false;
  return callers.every(({ indexed, profile, isOurs, isHelper }) => {
    if (indexed.group === first.indexed.group) {
      return profile === first.profile ? profile.isFixed : isSameOrder(profile, first.profile);
    }
    return !isOurs && !isHelper && !isAllShared && !index.isShared[indexed.group]?.[first.indexed.group];
  });
}

/** Tickets of a service that no counter lists are shared by all counters. */
function hasUnserved(state: Readonly<QueueState>, index: RuleIndex, service: ServiceId): boolean {
  if (!index.served.has(service)) return true;
  for (const waiting of state.waiting.keys()) if (!index.served.has(waiting)) return true;
  return false;
}

function isSameOrder(a: IndexedProfile, b: IndexedProfile): boolean {
  return a.isFixed && b.isFixed && a.signature === b.signature;
}

function countUniform(
  state: Readonly<QueueState>,
  index: RuleIndex,
  ticket: Asker,
  { indexed, profile }: Caller,
  now: Instant,
): Ahead {
  const before = goingBefore(profile, index.traits.traitsOf(ticket), ticket, now);
  const calls: CallsOf[] = [];
  let count = 0;
  for (const queue of linesIn(state, index, 'waiting')) {
    const [first] = queue;
    const traits = first && index.traits.traitsOf(first);
    if (!traits || !index.claims.of(indexed.group, traits)) continue;
    const those = before(traits, queue);
    count += those;
    calls.push({ traits, calls: those });
  }
  return { count, calls, isSum: true };
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
    const more = countWhile(queue, (place) => {
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

/** How many of a line do, when nobody behind the first who does not does. */
function countWhile(queue: readonly Place[], does: (place: Place) => boolean): number {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const place = queue[middle];
    if (place && does(place)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The callers that share work with ours, directly or through others: the rest changes nothing. */
function sharers(index: RuleIndex, callers: readonly Caller[]): readonly Caller[] {
  const groups = new Set<number>();
  for (const { isOurs, isHelper, indexed } of callers) if (isOurs || isHelper) groups.add(indexed.group);
  for (const group of groups) {
    for (const { indexed } of callers) if (index.isShared[group]?.[indexed.group]) groups.add(indexed.group);
  }
  return callers.filter(({ indexed }) => groups.has(indexed.group));
}

function linesAhead(state: Readonly<QueueState>, index: RuleIndex, ticket: Asker): LineAhead[] {
  const own = index.traits.traitsOf(ticket);
  const lines: LineAhead[] = [];
  let ours: readonly Place[] = [];
  for (const queue of linesIn(state, index, 'waiting')) {
    const [first] = queue;
    const traits = first && index.traits.traitsOf(first);
    if (traits === own) ours = queue;
    else if (traits) lines.push(lineAhead(traits, queue, queue.length, undefined));
  }
  lines.push(lineAhead(own, ours, countBefore(ours, ticket), ticket));
  return lines;
}

function lineAhead(traits: LineTraits, queue: readonly Place[], end: number, last: Place | undefined): LineAhead {
  const first = end > 0 ? queue[0] : last;
  const isComing = last !== undefined && queue[end]?.id !== last.id;
  const waiting = queue.length + (isComing ? 1 : 0);
  return { traits, queue, first, waiting, passed: 0, ours: 0, passedOver: 0, end, last, stops: [] };
}

function seat(index: RuleIndex, lines: readonly LineAhead[], callers: readonly Caller[]): Player[] {
  const linesOfGroup = new Map<number, readonly LineAhead[]>();
  return callers.map(({ indexed, profile, turns, isOurs, isHelper, seat: seated }) => {
    const { group } = indexed;
    const own = linesOfGroup.get(group) ?? lines.filter(({ traits }) => index.claims.of(group, traits));
    linesOfGroup.set(group, own);
    const claims = claimsOn(index.claims, group, own);
    return { profile, isOurs, isHelper, lines: own, claims, group, turns, seat: seated, indexed };
  });
}

interface Beside {
  readonly passes: PassesAhead | null;
  readonly pools: PoolsAhead | null;
  /** Those of the pools who are counted. */
  readonly pooled: Ticket[];
}

/** Plays turn by turn; from the turn that ends with enough calls it goes on in leaps. */
function playThrough(
  lines: readonly LineAhead[],
  players: readonly Player[],
  { passes, pools, pooled }: Beside,
  ticket: Asker,
  now: Instant,
): number {
  const limit = lines.some(({ last, end }) => last && end >= PLAYED) ? PLAYED_BRIEFLY : PLAYED;
  let playing = players;
  let count = 0;
  let turns = 0;
  for (let calls = 0; calls < limit; turns += 1) {
    const before = calls;
    for (const player of playing) {
      const taken = pools?.take(player, now);
      if (taken) {
        calls += 1;
        if (player.isOurs) pooled.push(taken);
        continue;
      }
      const line = nextLine(player, now);
      if (!line) continue;
      if (line.first === ticket) return count + pooled.length;
      pass(line, 1);
      passes?.note(player, line, 1);
      calls += 1;
      if (!counts(player, line)) continue;
      count += 1;
      line.ours += 1;
    }
    if (calls === before) return count + pooled.length;
    // Lines only grow shorter: who finds nobody now never will.
    if (calls - before < playing.length) {
      playing = playing.filter((player) => hasSomebody(player, now) || pools?.has(player));
    }
  }
  return count + pooled.length + leapTo(lines, playing, passes, ticket, now, turns);
}

/** Whom a counter calls, its cycle moved on. */
function nextLine(player: Player, now: Instant): LineAhead | null {
  const { profile, turns } = player;
  const lines = callable(player, now);
  if (profile.isPlain) return lineByArrival(profile, lines, now);
  const choice = chooseLine(profile, lines, now, turns);
  if (choice?.turns) player.turns = choice.turns;
  return choice?.line ?? null;
}

function hasSomebody(player: Player, now: Instant): boolean {
  return callable(player, now).some(({ first }) => first !== undefined);
}
