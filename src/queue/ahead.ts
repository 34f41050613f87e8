import { type LineAhead, leapTo, type Player, pass } from './ahead-leaps.ts';
import { countBefore, type Place } from './places.ts';
import { chooseLine } from './profile.ts';
import { type IndexedCounter, isSimple, type RuleIndex, serves } from './rule-index.ts';
import type { Instant, ProfileRules, ServiceId } from './rules.ts';
import type { QueueState } from './state.ts';

/** Calls that are played one by one, to the end of their turn: a ticket that is called among them gets the exact number. */
const PLAYED = 256;
/** As many where the ticket's own line alone has more before it. */
const PLAYED_BRIEFLY = 64;

/** A ticket and where it stands. */
export interface Asker extends Place {
  readonly service: ServiceId;
}

/** A counter that takes part in the calling. */
interface Caller {
  readonly indexed: IndexedCounter;
  readonly profile: ProfileRules;
  /** Whether it may call the ticket in question. */
  readonly isOurs: boolean;
}

/**
 * People ahead: how many tickets would be called before this one under the rules in force.
 *
 * That is: from the present state, time standing still and nobody arriving, every slip coming out of its printer,
 * the open counters call in turn in the order of their numbers, each by its profile. (When none of them serves the
 * ticket's service, all configured counters do, each by the profile it has or would open with.) Counted are the
 * calls, before this ticket is called, of the counters that serve its service: the others are no business of this
 * customer, but the tickets that they take are gone.
 *
 * Where all counters that share work serve the same services this is a sum over the services, found by binary
 * search. Elsewhere the calls are played one by one, and the number is exact while fewer than 256 come before the
 * ticket; further back they are played in leaps (`leapTo`), where nine in ten numbers are off by less than a fiftieth of
 * those calls. The work grows with the logarithm of the answer.
 *
 * @param ticket in the queue or about to enter it
 * @param now branch time, ms: decides who has reached the cap
 */
export function peopleAhead(state: Readonly<QueueState>, index: RuleIndex, ticket: Asker, now: Instant): number {
  const callers = callersFor(state, index, ticket.service);
  const first = callers.find(({ isOurs }) => isOurs);
  if (!first) return 0;
  const isAllShared = hasUnserved(state, index, ticket.service);
  if (isUniform(index, callers, first, isAllShared)) return countUniform(state, index, ticket, first, now);
  const lines = linesAhead(state, index, ticket);
  const players = seat(index, lines, isAllShared ? callers : sharers(index, callers));
  return playThrough(lines, players, ticket, now);
}

function callersFor(state: Readonly<QueueState>, index: RuleIndex, service: ServiceId): Caller[] {
  const all: Caller[] = [];
  const open: Caller[] = [];
  for (const indexed of index.counters.values()) {
    const counter = state.counters.get(indexed.rules.id);
    const isAttended = counter !== undefined && counter.state !== 'closed';
    const profile = index.profiles.get(isAttended ? counter.profile : indexed.rules.profile);
    if (!profile) continue;
    const caller = { indexed, profile, isOurs: serves(index, indexed, service) };
    all.push(caller);
    if (counter?.state === 'open') open.push(caller);
  }
  return open.some(({ isOurs }) => isOurs) ? open : all;
}

/** Whether every counter that shares work with ours serves the same services by the same rules. */
function isUniform(index: RuleIndex, callers: readonly Caller[], first: Caller, isAllShared: boolean): boolean {
  return callers.every(({ indexed, profile, isOurs }) => {
    if (indexed.group === first.indexed.group) return isSameRule(profile, first.profile);
    return !isOurs && !isAllShared && !isShared(index, indexed.group, first.indexed.group);
  });
}

/** Tickets of a service that no counter lists are shared by all counters. */
function hasUnserved(state: Readonly<QueueState>, index: RuleIndex, service: ServiceId): boolean {
  if (!index.served.has(service)) return true;
  for (const waiting of state.waiting.keys()) if (!index.served.has(waiting)) return true;
  return false;
}

function isShared(index: RuleIndex, group: number, other: number): boolean {
  return index.isShared[group]?.[other] === true;
}

function isSameRule(a: ProfileRules, b: ProfileRules): boolean {
  if (a.id === b.id) return true;
  if (a.kind !== b.kind) return false;
  return a.kind === 'longest-wait' || a.cap === b.cap;
}

function countUniform(
  state: Readonly<QueueState>,
  index: RuleIndex,
  ticket: Asker,
  caller: Caller,
  now: Instant,
): number {
  const { kind, cap } = caller.profile;
  /** Who stands before this place has reached the cap. */
  const capped: Place = { queuedAt: now - cap, id: Number.POSITIVE_INFINITY };
  const isFirstByKind = kind === 'simple-first' && ticket.queuedAt > capped.queuedAt;
  const isOwnSimple = isSimple(index, ticket.service);
  let count = 0;
  for (const [service, queue] of state.waiting) {
    if (!serves(index, caller.indexed, service)) continue;
    const isLineSimple = isSimple(index, service);
    if (!isFirstByKind || isLineSimple === isOwnSimple) count += countBefore(queue, ticket);
    else if (isOwnSimple) count += countBefore(queue, capped);
    else count += queue.length;
  }
  return count;
}

/** The callers that share work with ours, directly or through others: the rest changes nothing. */
function sharers(index: RuleIndex, callers: readonly Caller[]): readonly Caller[] {
  const groups = new Set<number>();
  for (const { isOurs, indexed } of callers) if (isOurs) groups.add(indexed.group);
  for (const group of groups) {
    for (const { indexed } of callers) if (isShared(index, group, indexed.group)) groups.add(indexed.group);
  }
  return callers.filter(({ indexed }) => groups.has(indexed.group));
}

function linesAhead(state: Readonly<QueueState>, index: RuleIndex, ticket: Asker): LineAhead[] {
  const lines: LineAhead[] = [];
  for (const [service, queue] of state.waiting) {
    if (service !== ticket.service) lines.push(lineAhead(index, service, queue, queue.length, undefined));
  }
  const own = state.waiting.get(ticket.service) ?? [];
  lines.push(lineAhead(index, ticket.service, own, countBefore(own, ticket), ticket));
  return lines;
}

function lineAhead(
  index: RuleIndex,
  service: ServiceId,
  queue: readonly Place[],
  end: number,
  last: Place | undefined,
): LineAhead {
  const first = end > 0 ? queue[0] : last;
  return { service, isSimple: isSimple(index, service), queue, first, passed: 0, end, last, stops: [] };
}

function seat(index: RuleIndex, lines: readonly LineAhead[], callers: readonly Caller[]): readonly Player[] {
  const linesOfGroup = new Map<number, readonly LineAhead[]>();
  return callers.map(({ indexed, profile, isOurs }) => {
    const own = linesOfGroup.get(indexed.group) ?? lines.filter(({ service }) => serves(index, indexed, service));
    linesOfGroup.set(indexed.group, own);
    return { profile, isOurs, lines: own };
  });
}

/** Plays turn by turn; from the turn that ends with enough calls it goes on in leaps. */
function playThrough(lines: readonly LineAhead[], players: readonly Player[], ticket: Asker, now: Instant): number {
  const limit = lines.some(({ last, end }) => last && end >= PLAYED) ? PLAYED_BRIEFLY : PLAYED;
  let playing = players;
  let count = 0;
  let turns = 0;
  for (let calls = 0; calls < limit; turns += 1) {
    const before = calls;
    for (const { profile, lines: own, isOurs } of playing) {
      const line = chooseLine(profile, own, now)?.line;
      if (!line) continue;
      if (line.first === ticket) return count;
      pass(line, 1);
      calls += 1;
      if (isOurs) count += 1;
    }
    if (calls === before) return count;
    // Lines only grow shorter: who finds nobody now never will.
    if (calls - before < playing.length) playing = playing.filter(hasSomebody);
  }
  return count + leapTo(lines, playing, ticket, now, turns);
}

function hasSomebody({ lines }: Player): boolean {
  return lines.some(({ first }) => first !== undefined);
}
