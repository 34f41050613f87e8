import type { IndexedProfile } from './profile-index.ts';
import type { Instant, Place } from './rules.ts';

/** A line whose first stands there in numbers too: who plays many calls looks at all lines for each. */
export interface NumberedLine {
  readonly isSimple: boolean;
  /** When its first came; infinite: nobody stands there. */
  firstAt: Instant;
  firstId: number;
}

/** The numbers of a first. */
export function numbersOf(first: Place | undefined): Pick<NumberedLine, 'firstAt' | 'firstId'> {
  return { firstAt: first?.queuedAt ?? Number.POSITIVE_INFINITY, firstId: first?.id ?? Number.POSITIVE_INFINITY };
}

/**
 * The same line as `chooseLine` for a profile that is plain, without saying why: to play calls through, hundreds for a
 * command, each with one look at every line.
 */
export function lineByArrival<L extends NumberedLine>(
  { prefersSimple, cap }: Pick<IndexedProfile, 'prefersSimple' | 'cap'>,
  lines: readonly L[],
  now: Instant,
): L | null {
  // The best so far is kept in numbers.
  let oldest: L | null = null;
  let oldestAt = Number.POSITIVE_INFINITY;
  let preferred: L | null = null;
  let preferredAt = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const { firstAt } = line;
    if (firstAt < oldestAt || (firstAt === oldestAt && oldest && line.firstId < oldest.firstId)) {
      oldest = line;
      oldestAt = firstAt;
    }
    if (firstAt > preferredAt || line.isSimple !== prefersSimple) continue;
    if (firstAt === preferredAt && (!preferred || line.firstId >= preferred.firstId)) continue;
    preferred = line;
    preferredAt = firstAt;
  }
  return now - oldestAt >= cap ? oldest : (preferred ?? oldest);
}
