import type { IndexedProfile } from './profile-index.ts';
import type { Instant, Place } from './rules.ts';
import type { LineTraits } from './traits.ts';

/** A line whose first stands there in numbers too: who plays many calls looks at all lines for each. */
export interface NumberedLine {
  readonly traits: LineTraits;
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
  { rules, cap }: IndexedProfile,
  lines: readonly L[],
  now: Instant,
): L | null {
  const isSimpleFirst = rules.kind === 'simple-first';
  const hasPreference = isSimpleFirst || rules.kind === 'complex-first';
  // The best so far is kept in numbers.
  let oldest: L | null = null;
  let oldestAt = Number.POSITIVE_INFINITY;
  let oldestId = Number.POSITIVE_INFINITY;
  let preferred: L | null = null;
  let preferredAt = Number.POSITIVE_INFINITY;
  let preferredId = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const { firstAt, firstId } = line;
    if (firstAt === Number.POSITIVE_INFINITY) continue;
    if (firstAt < oldestAt || (firstAt === oldestAt && firstId < oldestId)) {
      oldest = line;
      oldestAt = firstAt;
      oldestId = firstId;
    }
    if (!hasPreference || firstAt > preferredAt || line.traits.isSimple !== isSimpleFirst) continue;
    if (firstAt === preferredAt && firstId > preferredId) continue;
    preferred = line;
    preferredAt = firstAt;
    preferredId = firstId;
  }
  return now - oldestAt >= cap ? oldest : (preferred ?? oldest);
}
