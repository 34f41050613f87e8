import { allHeads, type Heads, lineByHeads, lookAnew, moveOn } from './ahead-heads.ts';
import type { PassesAhead } from './ahead-passes.ts';
import { type Claim, openLines } from './claims.ts';
import { lineByArrival, type NumberedLine } from './line-by-arrival.ts';
import type { PlayedLine } from './lines.ts';
import { countBefore } from './places.ts';
import { chooseLine, type Turns } from './profile.ts';
import type { IndexedProfile } from './profile-index.ts';
import type { IndexedCounter } from './rule-index.ts';
import type { Instant, Place } from './rules.ts';
import type { Seat } from './waiting-pools.ts';

/** Who is called from a line before the ticket in question; in its own line the ticket itself stands behind them. */
export interface LineAhead extends PlayedLine<Place>, NumberedLine {
  /** So many of `queue` may be called. */
  readonly end: number;
  readonly last: Place | undefined;
  /** Of those passed, how many by counters that may call the ticket in question. */
  ours: number;
  /** Indexes in `queue` that no leap crosses. */
  stops: readonly number[];
}

/** A counter that calls while calls are played. */
export interface Player {
  readonly profile: IndexedProfile;
  /** Whether it is there for the ticket in question. */
  readonly isOurs: boolean;
  /** Whether it may help the ticket in question. */
  readonly isHelper: boolean;
  readonly lines: readonly LineAhead[];
  /** On each of `lines`; null: all are its own. */
  readonly claims: readonly Claim[] | null;
  /** Of `lines`, where the profile is plain and all are its own. */
  readonly heads: Heads | null;
  /** Number of the group of its counter. */
  readonly group: number;
  /** Of its cycle. */
  turns: Turns | null;
  readonly seat: Seat;
  readonly indexed: IndexedCounter;
}

/** Counters with one profile and the same lines: they call as one, as many times as they are. */
interface Team extends Player {
  size: number;
}

/** The lines from which a counter may call now. */
export function callable({ claims, lines }: Player, now: Instant): readonly LineAhead[] {
  return openLines(claims, lines, now);
}

/** Whether a call from a line by a counter counts for the ticket in question. */
export function counts({ isOurs, isHelper, claims, lines }: Player, line: LineAhead): boolean {
  return isOurs || (isHelper && claims?.[lines.indexOf(line)]?.isOwn === false);
}

interface Leap {
  /** Whether the ticket was called in it. */
  readonly isReached: boolean;
  /** Calls of counters that may call the ticket. */
  readonly ours: number;
  /** How often a profile was asked. */
  readonly looks: number;
}

/** A leap is this share of the turns before it; a greater one where many teams make leaps dear. */
const SHARE = 1 / 12;
const SHARE_OF_TEAM = 1 / 96;
/** Beyond so many calls a leap is longer: nobody counts those who are so far ahead. */
const FAR = 1_000;
const SHARE_FAR = 1 / 8;
/** No leap need be shorter than this share of those who stand before the ticket in its own line: all of them are called before it. */
const SHARE_OF_LINE = 1 / 20;
/** A leap that reaches the ticket is believed when it is at most this share of the turns before it. */
const FINE = 1 / 24;
/** From so many looks on, what reaches the ticket is believed, however long. */
const LOOKS = 512;

/**
 * Plays on in leaps until the ticket is called. In a leap each team calls for several turns, or a part of one, at
 * once: it takes whom its profile chooses together with those behind in the same line. Leaps grow with what is
 * played already; one that reaches the ticket is taken back and done again in halves. So an error stays a part of
 * the calls before the ticket, and the work grows with their logarithm.
 *
 * Profiles are asked, never known: a line that was taken too far is left alone by them until the others have caught up.
 *
 * @param lines all that `players` call from, played so far; they are played on
 * @param players who still find somebody to call
 * @param passes null: no profile asks who was passed over
 * @param ticket the last of one of the lines
 * @param now branch time, ms
 * @param turns of all players that were played
 * @returns calls of the counters that may call the ticket, before it is called
 */
export function leapTo(
  lines: readonly LineAhead[],
  players: readonly Player[],
  passes: PassesAhead | null,
  ticket: Place,
  now: Instant,
  turns: number,
): number {
  const teams = teamsOf(players);
  const heads = allHeads(teams);
  setStops(lines, teams, ticket, now);
  const share = Math.max(SHARE, SHARE_OF_TEAM * teams.length);
  const far = FAR / players.length;
  const own = lines.find(({ last }) => last !== undefined)?.end ?? 0;
  const least = (own / players.length) * SHARE_OF_LINE;
  let ours = 0;
  let looks = 0;
  let longest = Number.POSITIVE_INFINITY;
  const before = new Array<number>(lines.length).fill(0);
  const oursBefore = new Array<number>(lines.length).fill(0);
  const hasCycles = teams.some((team) => team.profile.parts.length > 0);
  for (let turn = turns; ; ) {
    const isSpent = looks >= LOOKS;
    const furthest = Math.max(least, turn * (turn > far ? Math.max(share, SHARE_FAR) : share));
    const length = isSpent ? furthest : Math.min(furthest, longest);
    for (let index = 0; index < lines.length; index += 1) {
      before[index] = lines[index]?.passed ?? 0;
      oursBefore[index] = lines[index]?.ours ?? 0;
    }
    const kept = passes?.keep();
    const turnsBefore = hasCycles ? teams.map((team) => team.turns) : null;
    const leap = play(teams, heads, passes, ticket, now, turn, turn + length);
    looks += leap.looks;
    if (leap.isReached && (isSpent || length <= turn * FINE)) return ours + leap.ours;
    if (leap.isReached) {
      let index = 0;
      for (const line of lines) {
        const passed = before[index] ?? 0;
        if (line.passed !== passed) pass(line, passed - line.passed);
        line.ours = oursBefore[index] ?? 0;
        index += 1;
      }
      lookAnew(heads);
      if (kept) passes?.putBack(kept);
      if (turnsBefore) for (const [index, team] of teams.entries()) team.turns = turnsBefore[index] ?? null;
      longest = length / 2;
    } else {
      ours += leap.ours;
      turn += length;
    }
  }
}

function teamsOf(players: readonly Player[]): readonly Team[] {
  const teams: Team[] = [];
  for (const player of players) {
    let team: Team | undefined;
    for (const other of teams) if (other.profile === player.profile && other.lines === player.lines) team = other;
    if (team) team.size += 1;
    else teams.push(Object.assign({}, player, { size: 1 }));
  }
  return teams;
}

/** No leap crosses the place of the ticket, in whatever line, nor those where a profile's cap or help by the wait begins. */
function setStops(lines: readonly LineAhead[], teams: readonly Team[], ticket: Place, now: Instant): void {
  const bounds = [ticket];
  for (const cap of new Set(teams.map(({ profile }) => profile.cap))) {
    bounds.push({ queuedAt: now - cap, id: Number.POSITIVE_INFINITY });
  }
  for (const line of lines) line.stops = stopsOf(line, bounds);
  for (const { lines: own, claims } of teams) {
    for (const [n, line] of own.entries()) {
      const after = claims?.[n]?.helpedAfter ?? Number.POSITIVE_INFINITY;
      if (after === Number.POSITIVE_INFINITY) continue;
      line.stops = [...line.stops, countBefore(line.queue, { queuedAt: now - after, id: 0 })];
    }
  }
}

function stopsOf({ queue }: LineAhead, bounds: readonly Place[]): readonly number[] {
  const stops: number[] = [];
  for (const bound of bounds) {
    const stop = countBefore(queue, bound);
    // Nobody is stopped before the first, nor behind the last.
    if (stop > 0 && stop < queue.length) stops.push(stop);
  }
  return stops;
}

/** All teams call for the turns between two, in the order of their first counter. */
function play(
  teams: readonly Team[],
  heads: readonly Heads[],
  passes: PassesAhead | null,
  ticket: Place,
  now: Instant,
  from: number,
  until: number,
): Leap {
  let ours = 0;
  let looks = 0;
  for (const team of teams) {
    const { profile, size } = team;
    let due = Math.floor(size * until) - Math.floor(size * from);
    while (due > 0) {
      looks += 1;
      const choice = profile.isPlain ? null : chooseLine(profile, callable(team, now), now, team.turns);
      const line = choice ? choice.line : profile.isPlain ? plainLine(team, now) : null;
      if (!line) break;
      if (line.first === ticket) return { isReached: true, ours, looks };
      const calls = Math.min(due, beforeStop(line));
      pass(line, calls);
      moveOn(heads, line);
      passes?.note(team, line, calls);
      if (choice?.turns) team.turns = choice.turns.map((each, n) => (n === choice.part ? each + calls - 1 : each));
      due -= calls;
      if (!counts(team, line)) continue;
      ours += calls;
      line.ours += calls;
    }
  }
  return { isReached: false, ours, looks };
}

/** Whom a counter calls that goes by the kind of work and the arrival alone. */
export function plainLine(player: Player, now: Instant): LineAhead | null {
  const { profile, heads } = player;
  return heads ? lineByHeads(profile, heads, now) : lineByArrival(profile, callable(player, now), now);
}

/** How many of a line stand before its next stop, or its end. */
function beforeStop({ passed, end, stops }: LineAhead): number {
  let next = end;
  for (const stop of stops) if (stop > passed && stop < next) next = stop;
  return next - passed;
}

/** So many from the front of a line have been called. */
export function pass(line: LineAhead, calls: number): void {
  line.passed += calls;
  line.waiting -= calls;
  const first = line.passed < line.end ? line.queue[line.passed] : line.last;
  line.first = first;
  line.firstAt = first ? first.queuedAt : Number.POSITIVE_INFINITY;
  line.firstId = first ? first.id : Number.POSITIVE_INFINITY;
}
