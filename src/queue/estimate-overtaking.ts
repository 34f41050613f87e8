import type { Ahead, Asker } from './ahead.ts';
import type { Claim } from './claims.ts';
import type { Desk } from './estimate-desks.ts';
import { type Between, type TimesBook, turnOf } from './estimate-times.ts';
import { arrivalRate } from './pace.ts';
import { placedIn } from './placed.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Duration, Instant } from './rules.ts';
import type { QueueState } from './state.ts';
import type { LineTraits } from './traits.ts';

/** Customers who will come later and be called before a ticket. */
export interface Overtaking {
  readonly comers: readonly Comer[];
  /** No more than so many do. */
  readonly most: number;
  /** Counters that call them: however many come, these call no more of them than they have time for. */
  readonly desks: number;
}

/** Counters that call by one profile. */
interface Team {
  readonly profile: IndexedProfile;
  readonly group: number;
  size: number;
}

/** How long after a ticket others may come to be called before it: its wait and `more`, without `share` of its wait and head start. */
interface Head {
  readonly more: Duration;
  readonly share: number;
  readonly own: Duration;
}

/** Others who come, as one profile sees them. */
interface Comer {
  /** What those who come in a millisecond to these counters alone take from the call to the next call. */
  readonly load: number;
  /** Null: however long after the ticket. */
  readonly head: Head | null;
  readonly cap: Duration;
}

/** Null where nobody who comes later goes before, whoever it is. */
export function overtakingOf(
  state: Readonly<QueueState>,
  index: RuleIndex,
  ticket: Asker,
  ahead: Ahead,
  desks: readonly Desk[],
  times: TimesBook,
  between: Between,
  now: Instant,
): Overtaking | null {
  const teams = teamsOf(desks);
  const own = index.traits.traitsOf(ticket);
  const heads = teams.map(({ profile }) => headsBy(profile, own));
  const comers: Comer[] = [];
  let open: readonly number[] | null = null;
  for (const [service, segments] of state.pace.arrivals) {
    for (const [segment, arrivals] of segments) {
      const traits = index.traits.traitsOf({ service, segment });
      if (traits === own) continue;
      const claims = index.claims.on(traits);
      // Nobody of most lines ever goes before: what is to be known of who comes is looked up for the others alone.
      let rate = Number.NaN;
      for (let n = 0; n < teams.length; n += 1) {
        const team = teams[n];
        const head = team && claims[team.group] ? heads[n]?.(traits) : 'never';
        if (!team || head === undefined || head === 'never') continue;
        if (Number.isNaN(rate)) {
          open ??= openIn(state, index);
          // Who comes is also called by counters that are not there for the ticket: they take their part.
          rate = arrivalRate(arrivals, now) / Math.max(1, thoseFor(claims, teams, open));
        }
        const turn = turnOf(times.of(service), between).mean;
        comers.push({ load: rate * team.size * turn, head, cap: team.profile.cap });
      }
    }
  }
  if (comers.length === 0) return null;
  const most = Math.min(...teams.map(({ profile }) => roomIn(profile, own, ahead)));
  return { comers, most, desks: desks.length };
}

/**
 * How many overtake a ticket, on the mean, if it waits for so long; never fewer for a longer wait.
 *
 * @param turn what one of those before the ticket takes: who takes half as long counts half
 */
export function overtakersWithin({ comers, most, desks }: Overtaking, wait: Duration, turn: Duration): number {
  let work = 0;
  let longest = 0;
  for (const { load, head, cap } of comers) {
    const late = head ? Math.max(0, wait + head.more - head.share * (wait + head.own)) : wait;
    const within = Math.min(late, wait, cap);
    work += load * within;
    longest = Math.max(longest, within);
  }
  return Math.min(work / turn, (desks * longest) / turn, most);
}

function teamsOf(desks: readonly Desk[]): Team[] {
  const teams: Team[] = [];
  for (const { profile, group } of desks) {
    if (!profile) continue;
    let team: Team | undefined;
    for (const each of teams) if (each.profile === profile && each.group === group) team = each;
    if (team) team.size += 1;
    else teams.push({ profile, group, size: 1 });
  }
  return teams;
}

/** Open counters, by number of their group. */
function openIn(state: Readonly<QueueState>, index: RuleIndex): readonly number[] {
  const open: number[] = [];
  for (const { indexed, counter } of placedIn(state, index)) {
    if (counter?.state === 'open') open[indexed.group] = (open[indexed.group] ?? 0) + 1;
  }
  return open;
}

/** How many counters call people of some kind: those that call the ticket, open or not yet, and all others that are open. */
function thoseFor(claims: readonly (Claim | null)[], teams: readonly Team[], open: readonly number[]): number {
  let count = 0;
  for (let group = 0; group < claims.length; group += 1) {
    if (!claims[group]?.isOwn) continue;
    let mine = 0;
    for (const team of teams) if (team.group === group) mine += team.size;
    count += Math.max(mine, open[group] ?? 0);
  }
  return count;
}

/** Whether whoever comes later is called later by all these counters, always. */
export function areInOrder(desks: readonly Desk[]): boolean {
  for (const { profile } of desks) if (profile?.signature !== 'longest-wait') return false;
  return true;
}

/** By how much others may come later and still go before; null: however much. */
type HeadOf = (theirs: LineTraits) => Head | null | 'never';

const known = new WeakMap<IndexedProfile, Map<LineTraits, HeadOf>>();

/** The same profile says the same of the same lines: that is worked out once for each two of them. */
function headsBy(profile: IndexedProfile, own: LineTraits): HeadOf {
  let byLine = known.get(profile);
  if (!byLine) {
    byLine = new Map();
    known.set(profile, byLine);
  }
  let headOfThem = byLine.get(own);
  if (!headOfThem) {
    const heads = new Map<LineTraits, ReturnType<HeadOf>>();
    headOfThem = (theirs) => {
      let head = heads.get(theirs);
      if (head === undefined) {
        head = headOf(profile, own, theirs);
        heads.set(theirs, head);
      }
      return head;
    };
    byLine.set(own, headOfThem);
  }
  return headOfThem;
}

function headOf(profile: IndexedProfile, own: LineTraits, theirs: LineTraits): ReturnType<HeadOf> {
  const { kind } = profile.rules;
  if (kind === 'simple-first' || kind === 'complex-first') {
    if (theirs.isSimple !== own.isSimple) return theirs.isSimple === (kind === 'simple-first') ? null : 'never';
  }
  if (kind === 'cycle') {
    const [mine, others] = [partOf(profile, own), partOf(profile, theirs)];
    if (mine !== others) return others === -1 ? 'never' : null;
  }
  return headByUrgency(profile, own, theirs);
}

function headByUrgency({ exponent }: IndexedProfile, own: LineTraits, theirs: LineTraits): Head | null | 'never' {
  if (exponent === 0) return theirs.worth > own.worth ? null : 'never';
  // They go before as soon as their wait, with its head start, is more than this share of the ticket's own.
  const share = exponent === null ? 1 : shareOf(exponent, own, theirs);
  const isNever = share >= 1 && theirs.headStart <= own.headStart * share;
  return isNever ? 'never' : { more: theirs.headStart, share, own: own.headStart };
}

function shareOf(exponent: number, own: LineTraits, theirs: LineTraits): number {
  return ((own.worth / theirs.worth) ** (1 / exponent) * theirs.targetWait) / own.targetWait;
}

function partOf({ parts }: IndexedProfile, { isIn }: LineTraits): number {
  return parts.findIndex(({ selection }) => isIn[selection]);
}

/** At most so many overtake: what a bound on passing over leaves, and the turns of the other parts of a cycle. */
function roomIn(profile: IndexedProfile, own: LineTraits, { calls }: Ahead): number {
  const mine = partOf(profile, own);
  const times = profile.parts[mine]?.times;
  if (times === undefined) return profile.passOver;
  const round = profile.parts.reduce((sum, part) => sum + part.times, 0);
  let ours = 1;
  let others = 0;
  for (const each of calls) {
    if (partOf(profile, each.traits) === mine) ours += each.calls;
    else others += each.calls;
  }
  return Math.min(profile.passOver, Math.max(0, (ours * (round - times)) / times - others));
}
