import { claimsOn, openLines } from './claims.ts';
import { part } from './places.ts';
import type { Line } from './profile.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Instant, TicketId } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';
import type { Lined, LineTraits } from './traits.ts';

/** One line while calls are played through without touching it. */
export interface PlayedLine<P> extends Line {
  readonly queue: readonly P[];
  first: (P & Line['first']) | undefined;
  waiting: number;
  passedOver: number;
  /** Index of `first` in `queue`. */
  passed: number;
}

/** The lines of the state, as the given rules part them: those in force, or others that are about to be. */
export function linesIn(
  state: Readonly<QueueState>,
  index: RuleIndex,
  which: 'waiting' | 'callable',
): Iterable<readonly Ticket[]> {
  const isInForce = state.rules === index.rules || (!state.parted && !index.traits.isParted);
  if (isInForce) return (state.parted ?? state)[which].values();
  return part(state[which].values(), index.traits).values();
}

/**
 * The lines of the state, each from its first ticket on, without those that nobody stands in any more.
 *
 * @param gone who leaves the queues by what is being decided
 */
export function linesWithout(
  state: Readonly<QueueState>,
  index: RuleIndex,
  which: 'waiting' | 'callable',
  gone: ReadonlySet<TicketId>,
): readonly PlayedLine<Ticket>[] {
  const lines: PlayedLine<Ticket>[] = [];
  for (const queue of linesIn(state, index, which)) {
    const left = gone.size === 0 ? queue : queue.filter(({ id }) => !gone.has(id));
    if (left.length > 0) lines.push(playLine(index, left));
  }
  return lines;
}

/** A line from its first ticket on. */
export function playLine(index: RuleIndex, queue: readonly Ticket[]): PlayedLine<Ticket> {
  const lined: Lined = queue[0] ?? { service: '', segment: '' };
  return playedLine(index.traits.traitsOf(lined), queue);
}

function playedLine(traits: LineTraits, queue: readonly Ticket[]): PlayedLine<Ticket> {
  const [first] = queue;
  return { traits, queue, first, waiting: queue.length, passed: 0, passedOver: 0 };
}

/** The first of a line has been called: the next one stands first. */
export function passFirst(line: PlayedLine<Ticket>): void {
  line.passed += 1;
  line.waiting -= 1;
  line.first = line.queue[line.passed];
}

/** The lines of those who may be called, with which counters of a group have anything to do. */
export function linesFor(state: Readonly<QueueState>, index: RuleIndex, group: number): PlayedLine<Ticket>[] {
  const lines: PlayedLine<Ticket>[] = [];
  for (const queue of linesIn(state, index, 'callable')) {
    const [first] = queue;
    if (!first) continue;
    const traits = index.traits.traitsOf(first);
    if (index.claims.of(group, traits)) lines.push(playedLine(traits, queue));
  }
  return lines;
}

/** Those of lines from which counters of a group may call now. */
export function openTo<L extends Line>(
  index: RuleIndex,
  group: number,
  lines: readonly L[],
  now: Instant,
): readonly L[] {
  return openLines(claimsOn(index.claims, group, lines), lines, now);
}

/** Whether people are work for an idle counter: it is there for them, or helps them while it has nobody of its own. */
export function isWorkFor(index: RuleIndex, group: number, lined: Lined): boolean {
  const claim = index.claims.of(group, index.traits.traitsOf(lined));
  return claim !== null && (claim.isOwn || claim.isHelpedIdle);
}

/**
 * How many a counter would find: its own people; while there are none, those whom it helps meanwhile.
 *
 * @param except somebody who is being called; one who is parked stands in no line
 */
export function foundBy(
  state: Readonly<QueueState>,
  index: RuleIndex,
  group: number,
  which: 'waiting' | 'callable',
  except: Ticket | null = null,
): number {
  let own = 0;
  let helped = 0;
  const leaves = except?.status === 'waiting' ? index.traits.traitsOf(except) : null;
  for (const queue of linesIn(state, index, which)) {
    const [first] = queue;
    if (!first) continue;
    const traits = index.traits.traitsOf(first);
    const claim = index.claims.of(group, traits);
    const count = queue.length - (traits === leaves ? 1 : 0);
    if (claim?.isOwn) own += count;
    else if (claim?.isHelpedIdle) helped += count;
  }
  return own > 0 ? own : helped;
}
