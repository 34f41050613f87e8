import { unreachable } from './contradiction.ts';
import type { Place } from './places.ts';
import type { Instant, ProfileRules } from './rules.ts';

/** One service's queue as a counter looks at it: who stands first, and what kind of work it is. */
export interface Line {
  readonly isSimple: boolean;
  readonly first: Place | undefined;
}

/** Whom a counter calls next, and the name of the rule that chose. */
export interface Choice<L> {
  readonly line: L;
  readonly rule: 'cap' | 'longest-wait' | 'simple-first/simple' | 'simple-first/freed';
}

/**
 * The line whose first ticket a profile calls next; null when nobody stands in any.
 *
 * Whoever has waited as long as the profile's cap goes before everything, the oldest first. Then `longest-wait`
 * takes the earliest arrival of all; `simple-first` the earliest simple one, and when no simple ticket stands
 * there it is freed to the others. Looks at the first of each line only; the order is total.
 *
 * @param profile the calling rules in force at the counter
 * @param lines one for each service that the counter may call
 * @param now branch time, ms
 */
export function chooseLine<L extends Line>(profile: ProfileRules, lines: readonly L[], now: Instant): Choice<L> | null {
  const oldest = earliest(lines, false);
  if (!oldest?.first) return null;
  if (now - oldest.first.queuedAt >= profile.cap) return { line: oldest, rule: 'cap' };
  switch (profile.kind) {
    case 'longest-wait':
      return { line: oldest, rule: 'longest-wait' };
    case 'simple-first': {
      const simple = earliest(lines, true);
      return simple ? { line: simple, rule: 'simple-first/simple' } : { line: oldest, rule: 'simple-first/freed' };
    }
    default:
      return unreachable(profile, 'profile');
  }
}

/** The line whose first came first. It is asked for hundreds of times a command: the best so far is kept in numbers. */
function earliest<L extends Line>(lines: readonly L[], isSimple: boolean): L | null {
  let best: L | null = null;
  let queuedAt = Number.POSITIVE_INFINITY;
  let id = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const { first } = line;
    if (!first || first.queuedAt > queuedAt || (isSimple && !line.isSimple)) continue;
    if (first.queuedAt === queuedAt && first.id > id) continue;
    best = line;
    queuedAt = first.queuedAt;
    id = first.id;
  }
  return best;
}
