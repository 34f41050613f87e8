import type { Place } from './places.ts';
import type { Line } from './profile.ts';
import { type IndexedCounter, isSimple, type RuleIndex, serves } from './rule-index.ts';
import type { ServiceId } from './rules.ts';

/** One service's queue while calls are played through without touching it. */
export interface PlayedLine<P extends Place> extends Line {
  readonly service: ServiceId;
  readonly queue: readonly P[];
  first: P | undefined;
  /** Index of `first` in `queue`. */
  passed: number;
}

/** A queue from its first ticket on. */
export function playLine<P extends Place>(index: RuleIndex, service: ServiceId, queue: readonly P[]): PlayedLine<P> {
  return { service, isSimple: isSimple(index, service), queue, first: queue[0], passed: 0 };
}

/** The first of a line has been called: the next one stands first. */
export function passFirst<P extends Place>(line: PlayedLine<P>): void {
  line.passed += 1;
  line.first = line.queue[line.passed];
}

/** The lines that a counter may call from, one for each queue that it serves. */
export function linesOf<P extends Place>(
  index: RuleIndex,
  counter: IndexedCounter,
  queues: ReadonlyMap<ServiceId, readonly P[]>,
): PlayedLine<P>[] {
  const lines: PlayedLine<P>[] = [];
  for (const [service, queue] of queues) {
    if (serves(index, counter, service)) lines.push(playLine(index, service, queue));
  }
  return lines;
}
