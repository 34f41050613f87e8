import { allHeads, type Heads, headsOf, moveOn } from './ahead-heads.ts';
import { callable, counts, type LineAhead, leapTo, type Player, pass, plainLine } from './ahead-leaps.ts';
import { PassesAhead } from './ahead-passes.ts';
import { PoolsAhead } from './ahead-pools.ts';
import { sumAhead } from './ahead-sum.ts';
import { type Claims, isOursOpen, profileAt, type Uniform, uniformIn } from './ahead-uniform.ts';
import { claimsOn } from './claims.ts';
import { numbersOf } from './line-by-arrival.ts';
import { linesIn } from './lines.ts';
import { type PlacedCounter, placedIn } from './placed.ts';
import { countBefore } from './places.ts';
import { chooseLine } from './profile.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { RuleIndex } from './rule-index.ts';
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
  /** The same for a later time, if nobody is called until then; null where calls were played: that costs too much for asking again. */
  readonly later: ((now: Instant) => Ahead) | null;
}

export interface CallsOf {
  readonly traits: LineTraits;
  readonly calls: number;
}

/** A counter that takes part in the calling. */
interface Caller extends PlacedCounter {
  /** That it calls by, or would if it opened. */
  readonly profile: IndexedProfile;
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
  const claims = index.claims.on(index.traits.traitsOf(ticket));
  const isAllShared = hasUnserved(state, index, ticket.service);
  const uniform = uniformIn(state, index, claims, isAllShared);
  if (uniform && state.pooled.size === 0) return summed(state, index, ticket, uniform, now);
  const callers = callersFor(state, index, claims);
  if (!callers.some(({ indexed }) => claims[indexed.group]?.isOwn)) return NOBODY;
  const pools = callers.some((caller) => hasPool(state, caller)) ? new PoolsAhead(state) : null;
  if (uniform && !pools) return summed(state, index, ticket, uniform, now);
  const lines = linesAhead(state, index, ticket);
  const playing = isAllShared ? callers : sharers(index, callers, claims);
  const players = seat(index, lines, playing, claims, pools !== null);
  const isBounded = players.some(({ profile }) => profile.passOver < Number.POSITIVE_INFINITY);
  const passes = isBounded ? new PassesAhead(state, index, lines) : null;
  const pooled: Ticket[] = [];
  const count = playThrough(lines, players, { passes, pools, pooled }, ticket, now);
  const calls = lines.map(({ traits, ours }) => ({ traits, calls: ours }));
  for (const each of pooled) calls.push({ traits: index.traits.traitsOf(each), calls: 1 });
  return { count, calls, later: null };
}

function summed(
  state: Readonly<QueueState>,
  index: RuleIndex,
  ticket: Asker,
  { profile, group }: Uniform,
  now: Instant,
): Ahead {
  const later = (then: Instant): Ahead => {
    const { count, calls } = sumAhead(state, index, ticket, profile, group, then);
    return { count, calls, later };
  };
  return later(now);
}

const NOBODY: Ahead = { count: 0, calls: [], later: () => NOBODY };

/** The open counters; all where none of them is there for the ticket. */
function callersFor(state: Readonly<QueueState>, index: RuleIndex, claims: Claims): readonly Caller[] {
  const placed = placedIn(state, index);
  const isOpenAlone = isOursOpen(index, placed, claims);
  const callers: Caller[] = [];
  for (const each of placed) {
    const profile = isOpenAlone && each.counter?.state !== 'open' ? undefined : profileAt(index, each);
    if (profile) callers.push({ indexed: each.indexed, counter: each.counter, profile });
  }
  return callers;
}

/** Whether somebody waits for a counter, its teller or its steps. */
function hasPool(state: Readonly<QueueState>, caller: Caller): boolean {
  return state.pooled.size > 0 && firstInPools(state, seatAt(caller), caller.indexed) !== null;
}

function seatAt({ indexed, counter }: Caller): Seat {
  return counter ?? { id: indexed.rules.id, teller: null };
}

/** Tickets of a service that no counter lists are shared by all counters. */
function hasUnserved(state: Readonly<QueueState>, index: RuleIndex, service: ServiceId): boolean {
  if (!index.served.has(service)) return true;
  for (const waiting of state.waiting.keys()) if (!index.served.has(waiting)) return true;
  return false;
}

/** The callers that share work with ours, directly or through others: the rest changes nothing. */
function sharers(index: RuleIndex, callers: readonly Caller[], claims: Claims): readonly Caller[] {
  if (index.groupNames.length === 1) return callers;
  const groups = new Set<number>();
  for (const { indexed } of callers) if (claims[indexed.group]) groups.add(indexed.group);
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
  const { firstAt, firstId } = numbersOf(first);
  return {
    traits,
    isSimple: traits.isSimple,
    queue,
    first,
    firstAt,
    firstId,
    waiting,
    passed: 0,
    ours: 0,
    passedOver: 0,
    end,
    last,
    stops: [],
  };
}

/** Those of one group and profile share a seat where nothing tells them apart: no cycle, and nobody who waits for one of them. */
function seat(
  index: RuleIndex,
  lines: readonly LineAhead[],
  callers: readonly Caller[],
  claims: Claims,
  hasPools: boolean,
): Player[] {
  const groups: OfGroup[] = [];
  const shared: Player[] = [];
  return callers.map((caller) => {
    const { indexed, profile, counter } = caller;
    const { group } = indexed;
    const isAlike = !hasPools && profile.parts.length === 0;
    if (isAlike) for (const one of shared) if (one.group === group && one.profile === profile) return one;
    const own = groups[group] ?? ofGroup(index, lines, group);
    groups[group] = own;
    const player = {
      profile,
      isOurs: claims[group]?.isOwn === true,
      isHelper: claims[group]?.isOwn === false,
      lines: own.lines,
      claims: own.claims,
      heads: profile.isPlain ? headsIn(own) : null,
      group,
      turns: counter?.turns ?? null,
      seat: seatAt(caller),
      indexed,
    };
    if (isAlike) shared.push(player);
    return player;
  });
}

/** What counters of one group share. */
interface OfGroup extends Pick<Player, 'lines' | 'claims'> {
  heads: Heads | null;
}

function ofGroup(index: RuleIndex, lines: readonly LineAhead[], group: number): OfGroup {
  const own = lines.filter(({ traits }) => index.claims.of(group, traits));
  return { lines: own, claims: claimsOn(index.claims, group, own), heads: null };
}

/** Those who help others may not always call from all their lines. */
function headsIn(group: OfGroup): Heads | null {
  if (!group.claims) group.heads ??= headsOf(group.lines);
  return group.heads;
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
  const heads = allHeads(players);
  let playing = players;
  let count = 0;
  let turns = 0;
  for (let calls = 0; calls < limit; turns += 1) {
    const before = calls;
    for (const player of playing) {
      const taken = pools?.take(player, now);
      if (taken) {
        calls += 1;
        passes?.notePooled(player, taken);
        if (player.isOurs) pooled.push(taken);
        continue;
      }
      const line = nextLine(player, now);
      if (!line) continue;
      if (line.first === ticket) return count + pooled.length;
      pass(line, 1);
      moveOn(heads, line);
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
  if (profile.isPlain) return plainLine(player, now);
  const choice = chooseLine(profile, callable(player, now), now, turns);
  if (choice?.turns) player.turns = choice.turns;
  return choice?.line ?? null;
}

function hasSomebody(player: Player, now: Instant): boolean {
  for (const { firstAt } of callable(player, now)) if (firstAt < Number.POSITIVE_INFINITY) return true;
  return false;
}
