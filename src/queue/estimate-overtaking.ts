import type { Ahead, Asker } from './ahead.ts';
import type { Desk } from './estimate-desks.ts';
import { type Between, timesOf, turnOf } from './estimate-times.ts';
import { arrivalRate } from './pace.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Duration, Instant } from './rules.ts';
import type { Counter, QueueState } from './state.ts';
import type { LineTraits } from './traits.ts';

/** Customers who will come later and be called before a ticket. */
export interface Overtaking {
  /**
   * How many, on the mean, if the ticket waits for so long; never fewer for a longer wait.
   *
   * @param turn what one of those before the ticket takes: who takes half as long counts half
   */
  within(wait: Duration, turn: Duration): number;
}

/** Counters that call by one profile. */
interface Team {
  readonly profile: IndexedProfile;
  readonly group: number;
  size: number;
}

/** Others who come, as one profile sees them. */
interface Comer {
  /** How many come in a millisecond, those to these counters alone. */
  readonly rate: number;
  /** What one takes from the call to the next call. */
  readonly turn: Duration;
  /** How long after the ticket they may come to be called before it, if it waits for so long. */
  readonly head: (wait: Duration) => Duration;
  readonly cap: Duration;
}

/** Null where nobody who comes later goes before, whoever it is. */
export function overtakingOf(
  state: Readonly<QueueState>,
  index: RuleIndex,
  ticket: Asker,
  ahead: Ahead,
  desks: readonly Desk[],
  between: Between,
  now: Instant,
): Overtaking | null {
  if (desks.every(({ counter }) => isInOrder(index, counter))) return null;
  const teams = teamsOf(index, desks);
  const own = index.traits.traitsOf(ticket);
  const comers: Comer[] = [];
  for (const [service, segments] of state.pace.arrivals) {
    const turn = turnOf(timesOf(state, index, service), between).mean;
    for (const [segment, arrivals] of segments) {
      const traits = index.traits.traitsOf({ service, segment });
      if (traits === own) continue;
      const rate = arrivalRate(arrivals, now) / desks.length;
      for (const { profile, group, size } of teams) {
        const head = index.claims.of(group, traits) ? headOf(profile, own, traits) : null;
        if (head) comers.push({ rate: rate * size, turn, head, cap: profile.cap });
      }
    }
  }
  if (comers.length === 0) return null;
  const most = Math.min(...teams.map(({ profile }) => roomIn(profile, own, ahead)));
  const within = (wait: Duration, each: Duration): number => {
    let count = 0;
    for (const { rate, turn, head, cap } of comers) count += (rate * turn * Math.min(head(wait), wait, cap)) / each;
    return Math.min(count, most);
  };
  return { within };
}

function teamsOf(index: RuleIndex, desks: readonly Desk[]): Team[] {
  const teams: Team[] = [];
  for (const { counter } of desks) {
    const indexed = index.counters.get(counter.id);
    const profile = profileAt(index, counter);
    if (!indexed || !profile) continue;
    const team = teams.find((each) => each.profile === profile && each.group === indexed.group);
    if (team) team.size += 1;
    else teams.push({ profile, group: indexed.group, size: 1 });
  }
  return teams;
}

function profileAt(index: RuleIndex, { id, profile }: Counter): IndexedProfile | undefined {
  return index.profiles.get(profile) ?? index.profiles.get(index.counters.get(id)?.rules.profile ?? '');
}

/** Whether whoever comes later is called later by a counter, always. */
export function isInOrder(index: RuleIndex, counter: Counter): boolean {
  const profile = profileAt(index, counter);
  return profile?.signature === 'longest-wait';
}

/** By how much others may come later and still go before; null: they never do. */
function headOf(profile: IndexedProfile, own: LineTraits, theirs: LineTraits): ((wait: Duration) => Duration) | null {
  const { kind } = profile.rules;
  if (kind === 'simple-first' || kind === 'complex-first') {
    if (theirs.isSimple !== own.isSimple) return theirs.isSimple === (kind === 'simple-first') ? (wait) => wait : null;
  }
  if (kind === 'cycle') {
    const [mine, others] = [partOf(profile, own), partOf(profile, theirs)];
    if (mine !== others) return others === -1 ? null : (wait) => wait;
  }
  return headByUrgency(profile, own, theirs);
}

function headByUrgency(
  { exponent }: IndexedProfile,
  own: LineTraits,
  theirs: LineTraits,
): ((wait: Duration) => Duration) | null {
  if (exponent === 0) return theirs.worth > own.worth ? (wait) => wait : null;
  // They go before as soon as their wait, with its head start, is more than this share of the ticket's own.
  const share = exponent === null ? 1 : shareOf(exponent, own, theirs);
  const isNever = share >= 1 && theirs.headStart <= own.headStart * share;
  return isNever ? null : (wait) => Math.max(0, wait + theirs.headStart - share * (wait + own.headStart));
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
