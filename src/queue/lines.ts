import { part } from './places.ts';
import type { Line } from './profile.ts';
import { type IndexedCounter, type RuleIndex, serves } from './rule-index.ts';
import type { SegmentId, ServiceId } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';

/** One line while calls are played through without touching it. */
export interface PlayedLine<P> extends Line {
  readonly queue: readonly P[];
  first: (P & Line['first']) | undefined;
  waiting: number;
  passedOver: number;
  /** Index of `first` in `queue`. */
  passed: number;
}

/** What tells the line of somebody. */
interface Lined {
  readonly service: ServiceId;
  readonly segment: SegmentId;
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

/** A line from its first ticket on. */
export function playLine(index: RuleIndex, queue: readonly Ticket[]): PlayedLine<Ticket> {
  const [first] = queue;
  const { service, segment }: Lined = first ?? { service: '', segment: '' };
  const traits = index.traits.traitsOf(service, segment);
  return { traits, queue, first, waiting: queue.length, passed: 0, passedOver: 0 };
}

/** The first of a line has been called: the next one stands first. */
export function passFirst(line: PlayedLine<Ticket>): void {
  line.passed += 1;
  line.waiting -= 1;
  line.first = line.queue[line.passed];
}

/** The lines that a counter may call from. */
export function linesOf(state: Readonly<QueueState>, index: RuleIndex, counter: IndexedCounter): PlayedLine<Ticket>[] {
  const lines: PlayedLine<Ticket>[] = [];
  for (const queue of linesIn(state, index, 'callable')) {
    const [first] = queue;
    if (first && serves(index, counter, first.service)) lines.push(playLine(index, queue));
  }
  return lines;
}
